"""A text seen in several ways: words, letters and pairs of them, and how they sound.

A term is a string whose first character names its view; an index keeps terms as
64-bit keys, whose lowest bits name the view again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from helpline.matching.arrays import Keys
from helpline.matching.folding import Folding
from helpline.matching.pinyin import PinyinTable
from helpline.matching.tokenizer import Tokenizer
from helpline.text import normalise

FEATURE_FAMILIES = "w12pq"
"""Words, letters, pairs of letters, syllables, pairs of syllables."""

FAMILY_BITS = 7
"""The bits of a key that hold the number of its view."""

_BREAKS = re.compile(r"[\W_]+")
# Whose number (of a certificate, a telephone …) it is, or when, says nothing of what is asked; 96500 does.
_LONG_NUMBER = re.compile(r"[\u4e00-\u9fff]建安[a-c]\d?\(\d{4}\)\d+|\d{6,}x?")
_SHORT_NUMBER = re.compile(r"\d{1,4}")
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class FeatureExtractor:
    """What a text is looked at with: an edition's folding, words and the readings."""

    folding: Folding = field(repr=False)
    tokenizer: Tokenizer = field(repr=False)
    readings: PinyinTable = field(repr=False)

    def terms(self, text: str) -> Counter[str]:
        """Count the terms of a text."""
        return Counter(self._terms(self.folding.fold(normalise(text))))

    def _terms(self, folded: str) -> Iterator[str]:
        for run in split_runs(folded):
            yield from (f"w{word}" for word in self.tokenizer.cut(run))
            yield from (f"1{letter}" for letter in run)
            yield from (f"2{one}{two}" for one, two in pairwise(run))
        for phrase in _join_latin(folded):
            sounds = list(self.readings.sounds(phrase))
            yield from (f"p{it}" for it in sounds)
            yield from (f"q{one} {two}" for one, two in pairwise(sounds))


def split_runs(normalised: str) -> list[str]:
    """Cut a text at its marks; a stray mark next to a lone Han letter does not count."""
    found = list[str]()
    for run in _BREAKS.split(_LONG_NUMBER.sub(" ", normalised)):
        if not run or _SHORT_NUMBER.fullmatch(run):
            continue
        if found and _is_stray(found[-1], run):
            found[-1] += run
        else:
            found.append(run)
    return found


def keep_letters(text: str) -> str:
    """Keep what is asked: the letters of the normalised text, marks and numbers gone."""
    return "".join(split_runs(normalise(text)))


def term_keys(terms: Iterable[str]) -> Keys:
    """Give each term a number, the same on every machine; no two share one in practice."""
    listed = list(terms)
    digests = (blake2b(it.encode(), digest_size=8).digest() for it in listed)
    hashed = np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)
    view = np.array([FEATURE_FAMILIES.index(it[0]) for it in listed], np.uint64)
    numbered: Keys = (hashed & ~np.uint64(FAMILY_BITS)) | view
    return numbered


def families_of(keys: Keys) -> NDArray[np.int64]:
    """Read from keys the numbers of their views."""
    numbers: NDArray[np.int64] = (keys & np.uint64(FAMILY_BITS)).astype(np.int64)
    return numbers


def _is_stray(one: str, two: str) -> bool:
    return bool(
        (len(one) == 1 or len(two) == 1) and _HAN.fullmatch(one) and _HAN.fullmatch(two)
    )


def _join_latin(folded: str) -> Iterator[str]:
    """Join what is typed in Latin letters: zhao pian is one phrase."""
    typed = ""
    for run in split_runs(folded):
        if run.isascii():
            typed += run
            continue
        if typed:
            yield typed
        typed = ""
        yield run
    if typed:
        yield typed
