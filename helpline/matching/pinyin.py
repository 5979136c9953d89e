"""How a text sounds: toneless syllables of its characters, and of pinyin typed as such.

办洁 meets 办结 this way, and zhaopian meets 照片. The readings (one for each character,
its most usual) are learnt with the matcher and kept in it, so that serving needs no
dictionary of sounds.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

FIRST, LAST = 0x3400, 0x9FFF
"""The characters that have readings here: the common Han blocks."""

_PIECES = re.compile(r"[a-z]+|[\u3400-\u9fff]+|[^a-z\u3400-\u9fff]+")
_LONGEST = 6


@dataclass(frozen=True)
class PinyinTable:
    """`syllables` by number; `numbers` [LAST - FIRST + 1], 0 for no reading."""

    syllables: tuple[str, ...]
    numbers: NDArray[np.uint16]
    _known: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember which syllables there are."""
        object.__setattr__(self, "_known", frozenset(self.syllables))

    @classmethod
    def load(cls) -> Self:
        """Read pypinyin's table of single characters."""
        usual = _usual_readings()
        syllables = ("", *sorted(set(usual.values())))
        number = {syllable: at for at, syllable in enumerate(syllables)}
        numbers = np.zeros(LAST - FIRST + 1, np.uint16)
        for character, syllable in usual.items():
            numbers[character - FIRST] = number[syllable]
        return cls(syllables, numbers)

    def number(self, character: str) -> int:
        """Tell the number of a character's syllable, 0 if it has none."""
        code = ord(character)
        return int(self.numbers[code - FIRST]) if FIRST <= code <= LAST else 0

    def sounds(self, run: str) -> Iterator[str]:
        """Spell a run of letters; what does not sound stands for itself."""
        for piece in _PIECES.findall(run):
            if FIRST <= ord(piece[0]) <= LAST:
                yield from (self.syllables[self.number(it)] or it for it in piece)
            elif piece.isascii() and piece.isalpha() and len(piece) > 1:
                yield from self._split_typed(piece) or (f"-{piece}",)
            else:
                yield f"-{piece}"

    def _split_typed(self, letters: str) -> tuple[str, ...]:
        """Cut typed pinyin into the fewest syllables; nothing if it is none."""
        best: list[tuple[str, ...] | None] = [(), *([None] * len(letters))]
        for start in range(len(letters)):
            if (before := best[start]) is None:
                continue
            for end in range(start + 1, min(start + _LONGEST, len(letters)) + 1):
                syllable, known = letters[start:end], best[end]
                if syllable in self._known and (
                    known is None or len(known) > len(before) + 1
                ):
                    best[end] = (*before, syllable)
        return best[-1] or ()


@cache
def _usual_readings() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - only teaching needs it

    readings = {
        code: _strip_tone(given.split(",")[0])
        for code, given in pinyin_dict.items()
        if FIRST <= code <= LAST
    }
    # ê, m, ng: interjections that would swallow typed letters.
    return {code: it for code, it in readings.items() if set(it) & set("aeiouv")}


def _strip_tone(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(it for it in parts if "a" <= it <= "z")
