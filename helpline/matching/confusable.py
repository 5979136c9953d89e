"""Questions that the matcher cannot tell apart: staff should reword or merge them.

A text that could be either is offered as a choice; no better score can decide it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from helpline.matching import reranking
from helpline.matching.classifier import Classifier
from helpline.matching.decision import SURE_ENOUGH
from helpline.matching.matcher import Matcher
from helpline.matching.passages import PassageKind

_FEWEST = 3
_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class ConfusablePair:
    """`one` is taken for `other`, as `texts` were; `share` of all we know of it."""

    one: str
    other: str
    texts: tuple[str, ...]
    share: float


def confusable_pairs(matcher: Matcher) -> tuple[ConfusablePair, ...]:
    """Name the pairs, the most often confused first."""
    model = matcher.classifier
    found = _pairs_by_classifier(matcher, model) if model else _pairs_by_title(matcher)
    return tuple(sorted(found, key=lambda it: (-it.share, it.one, it.other)))


def _pairs_by_classifier(
    matcher: Matcher, model: Classifier
) -> Iterator[ConfusablePair]:
    """Look at phrasings that, left out, were taken for another question."""
    named = [it for it in model.classes if it]
    number = np.array([matcher.questions.index(it) for it in named], np.int64)
    taken = number[model.left_out[:, : len(named)].argmax(axis=1)]
    spoken = matcher.corpus.kinds == PassageKind.PHRASING
    owner = matcher.corpus.owner
    for one in np.unique(owner[owner >= 0]).tolist():
        own = np.flatnonzero((owner == one) & spoken)
        others = defaultdict[int, list[int]](list)
        for at in own[taken[own] != one].tolist():
            others[int(taken[at])].append(at)
        for other, wrong in others.items():
            share = len(wrong) / len(own)
            if len(wrong) >= _FEWEST and share >= _SHARE:
                yield _make_pair(matcher, one, other, wrong, share)


def _pairs_by_title(matcher: Matcher) -> Iterator[ConfusablePair]:
    """Ask every title as if its question were not there; who else would answer it."""
    owner = matcher.corpus.owner
    for at in np.flatnonzero(matcher.corpus.kinds == PassageKind.TITLE).tolist():
        own = tuple(np.flatnonzero(owner == owner[at]).tolist())
        title = matcher.corpus.texts[at]
        found = matcher.rerank_features(title, matcher.query_terms(title), own)
        ranking = reranking.rank_owners(found, owner).ranking
        if ranking and ranking[0][1] >= SURE_ENOUGH:
            other, share = ranking[0]
            yield _make_pair(matcher, int(owner[at]), other, [at], share)


def _make_pair(
    matcher: Matcher, one: int, other: int, wrong: list[int], share: float
) -> ConfusablePair:
    texts = tuple(matcher.corpus.texts[at] for at in wrong)
    return ConfusablePair(
        matcher.questions[one], matcher.questions[other], texts, share
    )
