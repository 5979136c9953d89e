"""Cross-references in the FAQ's texts to its other questions: 见1.6, 一、3, 第3题, 情形2.

Such words are few and many numbers are none: what is no heading of its own needs a
word before it that says "look there".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_HAN = "一二三四五六七八九十"
_NUMBER = rf"\d{{1,3}}|[{_HAN}]{{1,3}}"
_LOOK = r"(?:见|参见|详见|参照|参考|查看|请看|问题|按照|编号)[为是：:\s“”（(第]{0,3}"
_KEY = re.compile(rf"{_LOOK}(?<![\d.])(?P<key>\d{{1,6}}\.\d{{1,6}})(?![\d.%])")
_PRINTED = re.compile(rf"{_LOOK}(?P<one>[{_HAN}]{{1,3}})、(?P<two>\d{{1,3}})(?!\d)")
_PLACE = re.compile(rf"第(?P<one>{_NUMBER})(?:个问题|题|问)")
_SITUATION = re.compile(rf"情形\s*(?P<one>{_NUMBER})(?![并起样致般定旦些个种\d])")
_TEN = 10


class MentionKind(StrEnum):
    """How a place is named: by its key, as printed, in its section, in its question."""

    KEY = "key"
    PRINTED = "printed"
    PLACE = "place"
    SITUATION = "situation"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that a text points at.

    `words` are the text's own. `key` is a question's; else `at` counts from 1: the
    section and the question in it, the question in this section, or the situation.
    """

    manner: MentionKind
    words: str
    key: str = ""
    at: tuple[int, ...] = ()


def find_mentions(text: str) -> tuple[Mention, ...]:
    """List what a text points at, each once."""
    return tuple(dict.fromkeys(_mentions(text)))


def _mentions(text: str) -> Iterator[Mention]:
    for match in _KEY.finditer(text):
        yield Mention(MentionKind.KEY, match[0], match["key"])
    for match in _PRINTED.finditer(text):
        at = (_parse_numeral(match["one"]), _parse_numeral(match["two"]))
        yield Mention(MentionKind.PRINTED, match[0], at=at)
    for match in _PLACE.finditer(text):
        yield Mention(MentionKind.PLACE, match[0], at=(_parse_numeral(match["one"]),))
    for match in _SITUATION.finditer(text):
        yield Mention(
            MentionKind.SITUATION, match[0], at=(_parse_numeral(match["one"]),)
        )


def _parse_numeral(written: str) -> int:
    """Read 12 or 十二; what is neither (三三) is read by its ends."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _HAN.index(written[-1]) + 1
    many = _HAN.index(tens[0]) + 1 if tens else 1
    return many * _TEN + (_HAN.index(ones[0]) + 1 if ones else 0)
