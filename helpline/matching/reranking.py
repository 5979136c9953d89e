"""Which candidate is meant, and whether any is: two small models with learnt constants.

For editions too large, or with too few phrasings, to teach every question by itself.
The constants say how much each piece of evidence counts in Chinese questions at large;
`bench/learn.py` learns them on public questions.
"""

from dataclasses import dataclass

import numpy as np

from helpline.matching import weights
from helpline.matching.arrays import Floats, Integers
from helpline.matching.corpus import OUTSIDE
from helpline.matching.rerank_features import COLUMNS, RerankFeatures, harmonic_means

_RANK: Floats = np.array([weights.RANK[it] for it in COLUMNS], np.float32)
_SCOPE: Floats = np.array(tuple(weights.SCOPE.values()), np.float32)


@dataclass(frozen=True, slots=True)
class RankedOwners:
    """Owners with their probabilities, best first; `outside` is that of none of them."""

    ranking: tuple[tuple[int, float], ...]
    outside: float


def rank_owners(evidence: RerankFeatures, owner: Integers) -> RankedOwners:
    """Judge the evidence; `owner` [passages] tells whose each passage is."""
    if not len(evidence.chosen):
        return RankedOwners((), 1.0)
    score = evidence.table @ _RANK
    order = np.argsort(-score, kind="stable")
    whose = owner[evidence.chosen][order]
    # Each owner stands with the passage that speaks most for it.
    _, first = np.unique(whose, return_index=True)
    best = order[np.sort(first)]
    share = _softmax(score[best])
    inside = in_scope_probability(evidence, int(best[0]))
    held = dict(zip(owner[evidence.chosen][best].tolist(), share.tolist(), strict=True))
    outside = 1 - inside * (1 - held.pop(OUTSIDE, 0.0))
    return RankedOwners(
        tuple((it, inside * part) for it, part in held.items()), outside
    )


def in_scope_probability(evidence: RerankFeatures, best: int) -> float:
    """Tell how likely it is that the edition answers this, by its best candidate."""
    score = float(scope_features(evidence, best) @ _SCOPE)
    return float(1 / (1 + np.exp(-score)))


def scope_features(evidence: RerankFeatures, best: int) -> Floats:
    """Pick what bears on scope, in the order of `learnt.SCOPE`."""
    row = evidence.table[best]
    named = dict(zip(COLUMNS, row, strict=True))
    columns = [
        *harmonic_means(row[None])[0],
        *(named[it] for it in ("score", "ahead", "unsaid word", "unasked word")),
        named["letters"],
        np.log1p(evidence.length),
        np.log(max(evidence.among, 1)),
        evidence.unknown,
        1,
    ]
    return np.array(columns, np.float32)


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    result: Floats = raised / raised.sum()
    return result
