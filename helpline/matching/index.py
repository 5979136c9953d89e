"""An inverted index of passages in a few flat arrays, so that it can be mapped from disk.

A passage is scored by what it shares with a text (BM25, Robertson & Zaragoza 2009,
each view with a weight of its own), divided by how much both of them say. Weights and
constants were chosen on public questions, not on this FAQ.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from helpline.matching.arrays import Bytes, Floats, Halves, Integers, Keys
from helpline.matching.features import FEATURE_FAMILIES, families_of, term_keys

FAMILY_WEIGHT: Floats = np.array([0.5, 1.0, 0.25, 0.5, 0.25], np.float32)
"""Of words, letters, pairs of letters, syllables, pairs of syllables."""

_SATURATION, _LENGTH = 0.9, 0.4
"""BM25's k1 and b."""

_ASKED, _SAID = 0.8, 0.2
"""How strongly a score is divided by the mass of the text and of the passage."""

_BACKGROUND_TEXTS = 200
"""How many ordinary texts the knowledge of Chinese at large counts for."""

_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class TermBag:
    """The terms of one passage: distinct keys, sorted, and how often each is there.

    `shares` tell how likely an ordinary text is to have each; `meaning` [dimensions] is
    an encoder's view of the passage, if there is one.
    """

    keys: Keys
    counts: Bytes
    shares: Floats
    meaning: Floats

    @classmethod
    def build(
        cls, terms: Counter[str], share: Callable[[str], float], meaning: Floats
    ) -> Self:
        """Gather the terms of a text, numbered."""
        numbered = term_keys(terms)
        order = np.argsort(numbered)
        counts = np.minimum(np.fromiter(terms.values(), np.int64, len(terms)), 255)
        shares = np.array([share(it) for it in terms], np.float32)
        return cls(
            numbered[order], counts[order].astype(np.uint8), shares[order], meaning
        )


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """A text to be looked up; `at` are its known terms, sorted, `count` how often.

    `mass` [views] is what its terms tell, known and unknown; `unknown` the share of
    that which no passage has. `meaning` [dimensions] is an encoder's view of it.
    """

    at: Integers
    count: Integers
    mass: Floats
    unknown: float
    meaning: Floats

    @property
    def known(self) -> bool:
        """Whether anything of it can be compared; a text without words cannot."""
        return bool(len(self.at) or (len(self.meaning) and self.mass.any()))


@dataclass(frozen=True, slots=True)
class Index:
    """Terms sorted by key; postings by term; the same by passage.

    `rarity` [terms] says how telling a term is, `share` [terms] how common in Chinese;
    `mass` [passages, views] is the rarity that each view of a passage holds, `weight`
    [passages] all of it, weighted. `meaning` [passages, dimensions] is an encoder's
    view of them; no dimensions where there is no encoder.
    """

    keys: Keys
    share: Floats
    rarity: Floats
    posting_start: NDArray[np.int64]
    posting: Integers
    impact: Halves
    term_start: NDArray[np.int64]
    term: Integers
    count: Bytes
    mass: Floats
    weight: Floats
    meaning: Halves

    @classmethod
    def build(cls, bags: Sequence[TermBag]) -> Self:
        """Index the passages that have these terms."""
        joined = np.concatenate([it.keys for it in bags])
        count = np.concatenate([it.counts for it in bags])
        known, first, term = np.unique(joined, return_index=True, return_inverse=True)
        share = np.concatenate([it.shares for it in bags])[first]
        lengths = np.array([len(it.keys) for it in bags], np.int64)
        passage = np.repeat(np.arange(len(bags), dtype=np.int32), lengths)
        held = np.bincount(term, minlength=len(known))
        rarity = term_rarity(len(bags), held, share).astype(np.float32)
        view = families_of(known)
        mass = np.zeros((len(bags), len(FEATURE_FAMILIES)), np.float32)
        np.add.at(mass, (passage, view[term]), rarity[term])
        order = np.argsort(term, kind="stable")
        impact = _impact(rarity[term], view[term], count, passage)
        return cls(
            keys=known,
            share=share,
            rarity=rarity,
            posting_start=np.searchsorted(term[order], np.arange(len(known) + 1)),
            posting=passage[order],
            impact=impact[order],
            term_start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            term=term.astype(np.int32),
            count=count,
            mass=mass,
            weight=mass @ FAMILY_WEIGHT,
            meaning=np.stack([it.meaning for it in bags]).astype(np.float16),
        )

    def view(self, term: Integers) -> NDArray[np.int64]:
        """Tell the number of each term's view."""
        return families_of(self.keys[term])

    def bag(self, passage: int) -> TermBag:
        """Give back the terms of a passage."""
        start, end = self.term_start[passage], self.term_start[passage + 1]
        term = self.term[start:end]
        meaning = self.meaning[passage].astype(np.float32)
        return TermBag(
            self.keys[term], self.count[start:end], self.share[term], meaning
        )

    @property
    def passages(self) -> int:
        """How many there are."""
        return len(self.weight)

    def query_terms(
        self, terms: Counter[str], rarity_of: Callable[[str], float], meaning: Floats
    ) -> QueryTerms:
        """Prepare a text's terms; `rarity_of` judges the ones no passage has."""
        said = list(terms)
        wanted = term_keys(said)
        place = np.searchsorted(self.keys, wanted)
        place[place == len(self.keys)] = 0
        known = self.keys[place] == wanted if len(self.keys) else np.zeros(0, bool)
        mass = np.zeros(len(FEATURE_FAMILIES), np.float32)
        for at in np.flatnonzero(~known) if len(self.keys) else range(len(said)):
            mass[FEATURE_FAMILIES.index(said[at][0])] += rarity_of(said[at])
        strange = float(mass.sum())
        at = place[known].astype(np.int32)
        np.add.at(mass, self.view(at), self.rarity[at])
        count = np.fromiter(terms.values(), np.int32, len(terms))
        order = np.argsort(at)
        return QueryTerms(
            at[order],
            count[known][order] if len(self.keys) else count[:0],
            mass,
            strange / max(float(mass.sum()), _LEAST),
            meaning,
        )

    def scores(self, asked: QueryTerms) -> Floats:
        """Score every passage [passages]; 0 for those that share nothing."""
        starts, ends = self.posting_start[asked.at], self.posting_start[asked.at + 1]
        lists = [slice(*it) for it in zip(starts.tolist(), ends.tolist(), strict=True)]
        if not lists:
            return np.zeros(self.passages, np.float32)
        # Joining slices is several times as fast as picking postings one by one.
        having = np.concatenate([self.posting[it] for it in lists], dtype=np.intp)
        impact = np.concatenate([self.impact[it] for it in lists], dtype=np.float64)
        found = np.bincount(having, impact, self.passages)
        asked_mass = max(float(asked.mass @ FAMILY_WEIGHT), _LEAST)
        said_mass = np.maximum(self.weight, _LEAST)
        scores = found / (asked_mass**_ASKED * said_mass**_SAID)
        single: Floats = scores.astype(np.float32)
        return single


def _impact(
    rarity: Floats, view: NDArray[np.int64], count: Bytes, passage: Integers
) -> Halves:
    """Say what each term of each passage adds to its score."""
    letters = np.bincount(passage, count * (view == FEATURE_FAMILIES.index("1")))
    usual = max(float(letters.mean()), 1.0) if len(letters) else 1.0
    room = 1 - _LENGTH + _LENGTH * letters / usual
    saturated = count * (_SATURATION + 1) / (count + _SATURATION * room[passage])
    return (rarity * FAMILY_WEIGHT[view] * saturated).astype(np.float16)


def term_rarity(
    passages: int, held: int | NDArray[np.int64], share: float | Floats
) -> NDArray[np.float64]:
    """Say how telling a term is: held by so many passages, and by a share of all texts."""
    everywhere = passages + _BACKGROUND_TEXTS
    rarity: NDArray[np.float64] = np.log(
        1 + everywhere / (held + _BACKGROUND_TEXTS * np.asarray(share, float) + 0.5)
    )
    return rarity
