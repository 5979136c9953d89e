"""What speaks for each of the passages a text may mean, in a few numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from helpline.matching.arrays import Booleans, Floats, Integers, expand_ranges
from helpline.matching.corpus import Corpus
from helpline.matching.features import FEATURE_FAMILIES
from helpline.matching.index import Index, QueryTerms

CANDIDATES = 20
"""Passages looked at closely."""

COLUMNS = (
    *(f"asked {view}" for view in FEATURE_FAMILIES),
    *(f"said {view}" for view in FEATURE_FAMILIES),
    *(f"both {view}" for view in FEATURE_FAMILIES),
    "score",
    "of best",
    "ahead",
    "unsaid word",
    "unasked word",
    "letters",
    "length",
    "passages",
    "meaning",
)
"""What the columns of `Evidence.table` are; shares are 0 to 1.

`asked`, `said`: how much of the text, and of the passage, the other has, by rarity;
`both`: their harmonic mean. `ahead`: the lead over the best of any other owner, as a share
of the best score. `unsaid word`, `unasked word`: the rarest word that only the text, or
only the passage, has. `letters`: how much of their letters, counted, they share.
`passages`: the logarithm of how many its owner has, each a chance to look alike.
`meaning`: how close an encoder sees them, 0 without one.
"""

_WORDS = FEATURE_FAMILIES.index("w")
_BOTH = slice(2 * len(FEATURE_FAMILIES), 3 * len(FEATURE_FAMILIES))
_RARITY_UNIT = 10
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class RerankFeatures:
    """`chosen` [candidates] are passages, best score first; `table` [candidates, columns].

    `length` is the text's in letters, `unknown` the share of it no passage has, and
    `among` the number of passages.
    """

    chosen: NDArray[np.int64]
    table: Floats
    length: int
    unknown: float
    among: int


def collect_features(
    index: Index,
    known: Corpus,
    asked: QueryTerms,
    letters: str,
    without: Sequence[int] = (),
) -> RerankFeatures:
    """Look at the passages that score best; `letters` are the text's.

    Passages named in `without` are passed over, as if they had never been heard.
    """
    scores = index.scores(asked)
    scores[list(without)] = 0
    most = min(CANDIDATES, index.passages)
    chosen = np.argpartition(-scores, most - 1)[:most] if most else np.empty(0, int)
    chosen = chosen[scores[chosen] > 0]
    close = index.meaning.astype(np.float32) @ asked.meaning
    close[list(without)] = 0
    if len(asked.meaning):
        closest = np.argsort(-close, kind="stable")[: CANDIDATES // 2]
        chosen = np.union1d(chosen, closest[close[closest] > 0])
    chosen = chosen[np.lexsort((chosen, -scores[chosen]))].astype(np.int64)
    texts = [known.letters[it] for it in chosen.tolist()]
    shared = _SharedTerms.build(index, asked, chosen)
    table = np.column_stack(
        [
            _coverage_features(index, asked, chosen, shared),
            _score_features(scores[chosen].astype(np.float32), known.owner[chosen]),
            _missing_term_features(index, asked, chosen, shared),
            _letter_features(letters, texts),
            np.log(known.several[chosen]),
            close[chosen],
        ]
    )
    return RerankFeatures(
        chosen, table.astype(np.float32), len(letters), asked.unknown, index.passages
    )


def harmonic_means(table: Floats) -> Floats:
    """Pick the harmonic means."""
    picked: Floats = table[:, _BOTH]
    return picked


@dataclass(frozen=True, slots=True)
class _SharedTerms:
    """The terms of all candidates, one after another, and whether the text has each.

    `row` is the candidate, `view` the term's view, `place` where it is in `asked.at`.
    """

    row: NDArray[np.int64]
    term: Integers
    view: NDArray[np.int64]
    place: NDArray[np.int64]
    there: Booleans

    @classmethod
    def build(cls, index: Index, asked: QueryTerms, chosen: NDArray[np.int64]) -> Self:
        """Look for every term of the candidates in the text."""
        starts, ends = index.term_start[chosen], index.term_start[chosen + 1]
        row = np.repeat(np.arange(len(chosen)), ends - starts)
        term = index.term[expand_ranges(starts, ends)]
        place = np.searchsorted(asked.at, term)
        place[place == len(asked.at)] = 0
        there = asked.at[place] == term if len(asked.at) else np.zeros(len(term), bool)
        return cls(row, term, index.view(term), place, there)


def _coverage_features(
    index: Index, asked: QueryTerms, chosen: NDArray[np.int64], shared: _SharedTerms
) -> Floats:
    width = len(FEATURE_FAMILIES)
    cell = (shared.row * width + shared.view)[shared.there]
    rarity = index.rarity[shared.term[shared.there]]
    said = np.bincount(cell, rarity, len(chosen) * width).reshape(len(chosen), width)
    of_asked = said / np.maximum(asked.mass, _LEAST)
    of_said = said / np.maximum(index.mass[chosen], _LEAST)
    harmonic = 2 * of_asked * of_said / np.maximum(of_asked + of_said, _LEAST)
    found: Floats = np.column_stack([of_asked, of_said, harmonic])
    return found


def _score_features(scores: Floats, owner: Integers) -> Floats:
    if not len(scores):
        return np.empty((0, 3), np.float32)
    best = max(float(scores[0]), _LEAST)
    of_another = owner != owner[0]
    next_best = scores[of_another].max(initial=0)
    others = np.where(of_another, scores[0], next_best)
    return np.column_stack([scores, scores / best, (scores - others) / best])


def _missing_term_features(
    index: Index, asked: QueryTerms, chosen: NDArray[np.int64], shared: _SharedTerms
) -> Floats:
    unasked = np.zeros(len(chosen), np.float32)
    only_said = (shared.view == _WORDS) & ~shared.there
    rarity = index.rarity[shared.term[only_said]]
    np.maximum.at(unasked, shared.row[only_said], rarity)
    has = np.zeros((len(chosen), len(asked.at)), bool)
    has[shared.row[shared.there], shared.place[shared.there]] = True
    is_word = index.view(asked.at) == _WORDS
    weight = np.where(is_word, index.rarity[asked.at], 0)
    unsaid = np.where(has, 0, weight).max(axis=1, initial=0)
    missing: Floats = np.column_stack([unsaid, unasked]).astype(np.float32)
    return missing / np.float32(_RARITY_UNIT)


def _letter_features(asked: str, texts: list[str]) -> Floats:
    """Compare letters one by one, as they were written."""
    counted = Counter(asked)
    found = np.zeros((len(texts), 2), np.float32)
    for row, text in enumerate(texts):
        length = len(asked) + len(text)
        shared = sum((counted & Counter(text)).values())
        found[row] = (
            2 * shared / max(length, 1),
            abs(len(asked) - len(text)) / (length + 1),
        )
    return found
