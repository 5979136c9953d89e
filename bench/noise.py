"""What people's thumbs, habits and telephones do to a text, from a seeded chance."""

import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from opencc import OpenCC

from helpline.matching import tokenizer
from helpline.matching.pinyin import PinyinTable

Noise = Callable[[str, random.Random], str]

_USED_OFTEN = 2000
"""Counts in jieba's dictionary from which on an input method offers a character."""

_STRAY = 0.1
"""The share of letters that a stray mark follows."""

_BEFORE = ("你好，", "请问一下，", "那个我想问", "麻烦问一下", "老师您好 ", "在吗？")
_AFTER = ("，谢谢", "，怎么弄啊", "求回复", "，急", "呢？谢谢了", "啊啊啊", "，在线等")


def homophones(share: float) -> Noise:
    """Write some characters as others that sound the same."""

    def noise(text: str, chance: random.Random) -> str:
        readings, offered = _readings(), _offered()
        return "".join(
            chance.choice(offered[sound])
            if (sound := readings.number(item))
            and offered.get(sound)
            and chance.random() < share
            else item
            for item in text
        )

    return noise


def dropped(share: float) -> Noise:
    """Lose some characters, never all."""

    def noise(text: str, chance: random.Random) -> str:
        return "".join(it for it in text if chance.random() >= share) or text

    return noise


def swapped(share: float) -> Noise:
    """Exchange some neighbours."""

    def noise(text: str, chance: random.Random) -> str:
        found, at = list(text), 0
        while at < len(found) - 1:
            if chance.random() < share:
                found[at], found[at + 1] = found[at + 1], found[at]
                at += 1
            at += 1
        return "".join(found)

    return noise


def traditional(text: str, _: random.Random) -> str:
    """Write it in traditional characters."""
    return str(_traditional().convert(text))


def full_width(text: str, chance: random.Random) -> str:
    """Write Latin letters and digits wide, and put stray marks in between."""
    wide = (chr(ord(it) + 0xFEE0) if "!" <= it <= "~" else it for it in text)
    return "".join(
        item + (chance.choice("，. ！") if chance.random() < _STRAY else "")
        for item in wide
    )


def truncated(text: str, _: random.Random) -> str:
    """Cut off the last third."""
    return text[: -(-len(text) * 2 // 3)]


def wrapped(text: str, chance: random.Random) -> str:
    """Say hello before and thanks after."""
    return chance.choice(_BEFORE) + text + chance.choice(_AFTER)


def mixed(text: str, chance: random.Random) -> str:
    """Wrap it, with 15 % homophones and 6 % of the characters dropped."""
    worn = dropped(0.06)(homophones(0.15)(text, chance), chance)
    return wrapped(worn, chance)


KINDS: dict[str, Noise] = {
    "homophones 15 %": homophones(0.15),
    "homophones 30 %": homophones(0.30),
    "dropped 12 %": dropped(0.12),
    "swapped 10 %": swapped(0.10),
    "traditional": traditional,
    "full-width, stray marks": full_width,
    "last third cut": truncated,
    "wrapped in filler": wrapped,
    "mixed": mixed,
}


@cache
def _readings() -> PinyinTable:
    return PinyinTable.load()


@cache
def _offered() -> dict[int, list[str]]:
    """List the usual characters of each syllable, by its number."""
    counts: dict[str, int] = defaultdict(int)
    for word, count in tokenizer.word_frequencies():
        for character in word:
            counts[character] += count
    found = defaultdict[int, list[str]](list)
    for character, count in sorted(counts.items()):
        if count > _USED_OFTEN and unicodedata.category(character) == "Lo":
            found[_readings().number(character)].append(character)
    return found


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")
