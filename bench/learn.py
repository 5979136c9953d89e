"""Learns the constants of `helpline.matching.reranking` on public questions.

    .venv/bin/python -m bench.learn STEM [STEM …]

Each STEM is another FAQ (see bench/public.py). From its `train` texts, plain and worn
(bench/noise.py), the ranking is learnt: the candidate that is meant against the others.
Whether any is meant is learnt from the same texts, against those of the other FAQs, our
own out-of-scope phrasings (both far), and, counting little, against texts whose own
case was taken away (near). The result goes into helpline/matching/weights.py.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bench import noise, public
from faq_store.publishing import seed
from helpline import matching
from helpline.matching import Matcher, reranking, weights
from helpline.matching.evaluation import LabelledText
from helpline.matching.rerank_features import COLUMNS, RerankFeatures

TEXTS = 2500
STRANGERS = 1000
WORN = 0.25
"""The share of texts that are learnt from in a worn form as well."""

NEAR_WEIGHT, FAR_WEIGHT = 0.05, 1.0
NOBODY = -2
_SHRINK = 1e-4

_WORN = (
    noise.homophones(0.3),
    noise.mixed,
    noise.mixed,
    noise.dropped(0.12),
    noise.wrapped,
)


@dataclass(frozen=True)
class Lesson:
    """`meant` [candidates] is true for those meant; `inside`: the text is in scope."""

    evidence: RerankFeatures
    meant: NDArray[np.bool_]
    inside: bool
    weight: float


def main() -> None:
    """Learn, and write the constants."""
    stems = [Path(it) for it in sys.argv[1:]]
    lessons = [it for stem in stems for it in _lessons(stem, stems)]
    rank = _rank([it for it in lessons if it.meant.any()])
    scope = _scope(lessons, rank)
    _write(rank, scope)


def _lessons(stem: Path, stems: Sequence[Path]) -> Iterator[Lesson]:
    edition = public.edition(stem)
    chance = random.Random(1)  # noqa: S311 - no secret
    train = public.texts(stem, "train")
    chance.shuffle(train)
    others = [it.text for o in stems if o != stem for it in public.texts(o, "train")]
    chance.shuffle(others)
    half = len(train) // 2
    # Once with one phrasing a case, once with some cases having several.
    heard = replace(edition, phrasings=tuple(it.phrasing for it in train[half:]))
    yield from _asked(matching.train_matcher(edition), train[:TEXTS], others, chance)
    yield from _asked(matching.train_matcher(heard), train[:half], others, chance)


def _asked(
    matcher: Matcher,
    train: Sequence[LabelledText],
    others: Sequence[str],
    chance: random.Random,
) -> Iterator[Lesson]:
    number = {key: at for at, key in enumerate(matcher.questions)}
    for text in train:
        meant = number[text.questions[0]]
        own = tuple(np.flatnonzero(matcher.corpus.owner == meant).tolist())
        yield _lesson(matcher, text.text, meant)
        if chance.random() < WORN:
            yield _lesson(matcher, chance.choice(_WORN)(text.text, chance), meant)
        yield _lesson(matcher, text.text, None, NEAR_WEIGHT, own)
    strangers = [it.text for it in seed.load_seed().phrasings if it.case is None]
    for said in (*others[:STRANGERS], *strangers[:STRANGERS]):
        yield _lesson(matcher, said, None, FAR_WEIGHT)


def _lesson(
    matcher: Matcher,
    text: str,
    meant: int | None,
    weight: float = 1.0,
    without: tuple[int, ...] = (),
) -> Lesson:
    found = matcher.rerank_features(text, matcher.query_terms(text), without)
    owner = matcher.corpus.owner[found.chosen]
    known = owner == (NOBODY if meant is None else meant)
    return Lesson(found, known, meant is not None, weight)


def _rank(lessons: Sequence[Lesson]) -> NDArray[np.float64]:
    """Fit a choice among the candidates (conditional logit)."""
    every = np.concatenate([it.evidence.table for it in lessons])
    moving = every.std(axis=0) > 0
    spread = np.where(moving, every.std(axis=0), 1.0)
    table = np.zeros((len(lessons), 20, len(COLUMNS)))
    there = np.zeros(table.shape[:2], bool)
    meant = np.zeros(table.shape[:2], bool)
    for row, lesson in enumerate(lessons):
        many = len(lesson.meant)
        table[row, :many], there[row, :many] = lesson.evidence.table / spread, True
        meant[row, :many] = lesson.meant

    def loss(weight: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = np.where(there, table @ weight, -1e9)
        share = np.exp(score - score.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        right = np.where(meant, share, 0)
        total = np.maximum(right.sum(axis=1), 1e-12)
        slope = np.einsum("ij,ijd->d", share - right / total[:, None], table)
        surprise = -np.log(total).mean() + _SHRINK * weight @ weight
        return surprise, slope / len(lessons) + 2 * _SHRINK * weight

    found = minimize(loss, np.zeros(len(COLUMNS)), jac=True, method="L-BFGS-B")
    # What never differed (without an encoder: `meaning`) keeps the weight it had.
    before = np.array([weights.RANK[it] for it in COLUMNS])
    weight: NDArray[np.float64] = np.where(moving, found.x / spread, before)
    return weight


def _scope(lessons: Sequence[Lesson], rank: NDArray[np.float64]) -> NDArray[np.float64]:
    told = [it for it in lessons if len(it.evidence.chosen)]
    columns = np.array(
        [
            reranking.scope_features(
                item.evidence, int((item.evidence.table @ rank).argmax())
            )
            for item in told
        ]
    )[:, :-1]
    inside = np.array([it.inside for it in told])
    weight = np.array([it.weight for it in told])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))
    model.fit(columns, inside, logisticregression__sample_weight=weight)
    scale, line = model[0], model[1]
    slope = line.coef_[0] / scale.scale_
    return np.append(slope, line.intercept_[0] - slope @ scale.mean_)


def _write(rank: NDArray[np.float64], scope: NDArray[np.float64]) -> None:
    lines = [
        '"""Constants learnt by `bench/learn.py` on public questions; not by hand."""'
    ]
    for name, keys, values in (
        ("RANK", COLUMNS, rank),
        ("SCOPE", tuple(weights.SCOPE), scope),
    ):
        lines += ["", f"{name}: dict[str, float] = {{"]
        lines += [
            f'    "{key}": {value:.3f},'
            for key, value in zip(keys, values, strict=True)
        ]
        lines += ["}"]
    Path(weights.__file__).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
