"""How common a term is in Chinese at large, from the frequencies in jieba's dictionary.

An edition of 18 questions is too small to tell that 怎么 says little and 建造师 much.
"""

from dataclasses import dataclass
from math import exp, prod
from typing import Self

import numpy as np

from helpline.matching import tokenizer
from helpline.matching.arrays import Floats
from helpline.matching.pinyin import FIRST, LAST, PinyinTable
from helpline.matching.strings import StringArray

_LETTERS, _WORDS = 15, 8
"""How long a text is taken to be, in letters and in words."""

_COMMON = 500
"""How often jieba's dictionary must have counted a word (of 60 million in all)."""


@dataclass(frozen=True, slots=True)
class FrequencyTable:
    """Shares of all letters [LAST - FIRST + 1], of all syllables, and of all words.

    Only `words` that are in common use are kept: the others weigh nothing here.
    """

    letters: Floats
    syllables: Floats
    words: StringArray
    word_shares: Floats

    @classmethod
    def load(cls, readings: PinyinTable) -> Self:
        """Count the letters of all words, each as often as the word is used."""
        counts = np.zeros(LAST - FIRST + 1)
        common, total = dict[str, int](), 0
        for word, count in tokenizer.word_frequencies():
            total += count
            if count >= _COMMON:
                common[word] = count
            for letter in word:
                if FIRST <= ord(letter) <= LAST:
                    counts[ord(letter) - FIRST] += count
        shares = counts / counts.sum()
        sounding = np.bincount(readings.numbers, shares, len(readings.syllables))
        sounding[0] = 0
        return cls(
            shares.astype(np.float32),
            sounding.astype(np.float32),
            StringArray.build(common),
            np.array([*common.values()], np.float32) / np.float32(total),
        )

    def letter(self, letter: str) -> float:
        """Tell the share of a letter, 0 for those outside the common Han blocks."""
        at = ord(letter) - FIRST
        return float(self.letters[at]) if 0 <= at <= LAST - FIRST else 0.0


class TermFrequency:
    """How likely an ordinary text is to have a term."""

    def __init__(self, background: FrequencyTable, readings: PinyinTable) -> None:
        self._letter = background.letter
        self._words: dict[str, float] = dict(
            zip(background.words, background.word_shares.tolist(), strict=True)
        )
        self._syllables: dict[str, float] = dict(
            zip(readings.syllables, background.syllables.tolist(), strict=True)
        )

    def share(self, term: str) -> float:
        """Estimate it, 0 to 1."""
        view, said = term[0], term[1:]
        match view:
            case "w":
                expected = self._word(said)
            case "1":
                expected = _LETTERS * self._letter(said)
            case "2":
                shares = [self._letter(it) for it in said]
                expected = self._word(said) + _LETTERS * prod(shares)
            case "p":
                expected = _LETTERS * self._syllable(said)
            case _:
                shares = [self._syllable(it) for it in said.split(" ")]
                expected = _LETTERS * prod(shares)
        return 1 - exp(-expected)

    def _word(self, word: str) -> float:
        return _WORDS * self._words.get(word, 0.0)

    def _syllable(self, syllable: str) -> float:
        return self._syllables.get(syllable, 0.0)
