"""Texts as sparse vectors over the terms of an index, and over what an encoder sees."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from helpline.matching.arrays import Bytes, Floats, Halves, Integers, expand_ranges
from helpline.matching.index import Index, QueryTerms

_MEANING_WEIGHT = np.float32(0.7)
"""How long an encoder's part of a vector is beside the terms' part, whose length is 1."""

_FAMILY_WEIGHT: Floats = np.array([1.0, 0.7, 1.0, 0.7, 1.0], np.float32)
"""How much each view counts when questions are taught; chosen on left-out phrasings."""


@dataclass(frozen=True, slots=True)
class TermVector:
    """`at` are terms, sorted, then dimensions of meaning, numbered on from the terms.

    The terms' part has length 1, or 0 when none of them is known.
    """

    at: Integers
    value: Floats

    @classmethod
    def build(cls, index: Index, asked: QueryTerms) -> Self:
        """Weigh the known terms of a text, sublinear in their count."""
        value = _weigh_terms(index, asked.at, asked.count)
        length = float(np.linalg.norm(value))
        value = value / np.float32(length) if length else value
        if not len(asked.meaning):
            return cls(asked.at, value)
        beyond = np.arange(len(asked.meaning), dtype=np.int32) + len(index.keys)
        return cls(
            np.concatenate([asked.at, beyond]),
            np.concatenate([value, asked.meaning * _MEANING_WEIGHT]),
        )


@dataclass(frozen=True, slots=True)
class TermVectors:
    """Several of them, one after another; text `i` is `start[i]` to `start[i + 1]`."""

    start: NDArray[np.int64]
    at: Integers
    value: Floats
    width: int

    @classmethod
    def build(cls, index: Index) -> Self:
        """Weigh every passage of an index."""
        value = _weigh_terms(index, index.term, index.count)
        row = np.repeat(np.arange(index.passages), np.diff(index.term_start))
        lengths = np.sqrt(np.bincount(row, value.astype(float) ** 2, index.passages))
        value /= np.maximum(lengths, 1e-9).astype(np.float32)[row]
        start, at, width = index.term_start, index.term, len(index.keys)
        if not index.meaning.shape[1]:
            return cls(start, at, value, width)
        return cls(*_append_meaning(start, at, value, width, index.meaning))

    def only(self, chosen: NDArray[np.int64]) -> "TermVectors":
        """Pick some of them."""
        starts, ends = self.start[chosen], self.start[chosen + 1]
        at = expand_ranges(starts, ends)
        start = np.concatenate([[0], np.cumsum(ends - starts)]).astype(np.int64)
        return TermVectors(start, self.at[at], self.value[at], self.width)


def _append_meaning(
    start: NDArray[np.int64], at: Integers, value: Floats, width: int, meaning: Halves
) -> tuple[NDArray[np.int64], Integers, Floats, int]:
    """Add an encoder's dimensions behind the terms of each text."""
    texts, dimensions = meaning.shape
    wide = start + np.arange(texts + 1) * dimensions
    wide_at = np.empty(wide[-1], np.int32)
    wide_value = np.empty(wide[-1], np.float32)
    own = expand_ranges(wide[:-1], wide[1:] - dimensions)
    added = expand_ranges(wide[1:] - dimensions, wide[1:])
    wide_at[own], wide_value[own] = at, value
    wide_at[added] = np.tile(np.arange(dimensions) + width, texts)
    wide_value[added] = meaning.astype(np.float32).ravel() * _MEANING_WEIGHT
    return wide, wide_at, wide_value, width + dimensions


def _weigh_terms(index: Index, term: Integers, count: Integers | Bytes) -> Floats:
    weight = (index.rarity[term] + 1) * _FAMILY_WEIGHT[index.view(term)]
    weighed: Floats = ((1 + np.log(count.astype(np.float32))) * weight).astype(
        np.float32
    )
    return weighed
