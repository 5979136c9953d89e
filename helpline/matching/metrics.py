"""How good a matcher is: verdicts counted."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from helpline.matching.evaluation import Verdict

_BINS = 10
COVERAGES = (0.5, 0.8)
"""Shares of the in-scope texts answered, surest first, at which mistakes are counted."""

PRECISION = 0.95


@dataclass(frozen=True, slots=True)
class CoverageErrors:
    """With the surest `coverage` of in-scope texts answered: shares answered wrongly."""

    coverage: float
    wrong: float
    off_near: float
    off_far: float


@dataclass(frozen=True, slots=True)
class MatcherMetrics:
    """Shares, 0 to 1; of in-scope texts up to `situation`, then of off-topic texts.

    `near` counts the off-topic texts that are close to the subject.
    `auroc`: how often an in-scope text's best score beats an off-topic one's.
    `calibration`: the mean distance between score and share right, over ten bins.
    `coverage_at_precision`: the share of in-scope texts that can be answered with 95 %
    of all answers right. `kinds`: texts of each kind, and the share decided well.
    `confusions`: the question meant, the one thought likeliest instead, how often.
    """

    in_scope: int
    out_of_scope: int
    near: int
    first: float
    first_three: float
    certain: float
    certain_wrong: float
    nothing: float
    situation: float
    off_certain: float
    off_certain_near: float
    off_certain_far: float
    off_nothing: float
    auroc: float
    calibration: float
    coverage_at_precision: float
    covered: tuple[CoverageErrors, ...]
    kinds: tuple[tuple[str, int, float], ...]
    confusions: tuple[tuple[str, str, int], ...]


def compute_metrics(verdicts: Sequence[Verdict]) -> MatcherMetrics:
    """Count."""
    inside = [it for it in verdicts if it.in_scope]
    outside = [it for it in verdicts if not it.in_scope]
    near = [it for it in outside if it.labelled.near]
    far = [it for it in outside if not it.labelled.near]
    stated = [it for it in inside if it.labelled.situation is not None]
    return MatcherMetrics(
        in_scope=len(inside),
        out_of_scope=len(outside),
        near=len(near),
        first=_share(inside, lambda it: it.among(1)),
        first_three=_share(inside, lambda it: it.among(3)),
        certain=_share(inside, lambda it: it.certain),
        certain_wrong=_share(inside, lambda it: it.certain and not it.among(1)),
        nothing=_share(inside, lambda it: it.nothing),
        situation=_share(stated, lambda it: it.situation_right),
        off_certain=_share(outside, lambda it: it.certain),
        off_certain_near=_share(near, lambda it: it.certain),
        off_certain_far=_share(far, lambda it: it.certain),
        off_nothing=_share(outside, lambda it: it.nothing),
        auroc=_auroc([it.score for it in inside], [it.score for it in outside]),
        calibration=_calibration(verdicts),
        coverage_at_precision=_coverage(verdicts, len(inside)),
        covered=tuple(_coverage_errors(it, inside, near, far) for it in COVERAGES),
        kinds=tuple(_kinds(verdicts)),
        confusions=_confusions(inside),
    )


def _share(verdicts: Sequence[Verdict], true: Callable[[Verdict], bool]) -> float:
    return sum(map(true, verdicts)) / len(verdicts) if verdicts else 0.0


def _auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Rank all scores; equal ones share their rank (Mann & Whitney 1947)."""
    if not inside or not outside:
        return 0.0
    counts = Counter(inside), Counter(outside)
    below, wins = 0, 0.0
    for score in sorted(set(inside) | set(outside)):
        wins += counts[0][score] * (below + counts[1][score] / 2)
        below += counts[1][score]
    return wins / (len(inside) * len(outside))


def _calibration(verdicts: Sequence[Verdict]) -> float:
    bins = defaultdict[int, list[Verdict]](list)
    for verdict in verdicts:
        bins[min(int(verdict.score * _BINS), _BINS - 1)].append(verdict)
    off = (
        abs(sum(it.score - it.among(1) for it in verdicts))
        for verdicts in bins.values()
    )
    return sum(off) / len(verdicts) if verdicts else 0.0


def _coverage(verdicts: Sequence[Verdict], in_scope: int) -> float:
    right = most = 0
    surest = sorted(verdicts, key=lambda it: -it.score)
    for answered, item in enumerate(surest, 1):
        right += item.among(1)
        if right >= PRECISION * answered:
            most = right
    return most / in_scope if in_scope else 0.0


def _coverage_errors(
    coverage: float,
    inside: Sequence[Verdict],
    near: Sequence[Verdict],
    far: Sequence[Verdict],
) -> CoverageErrors:
    surest = sorted(inside, key=lambda it: -it.score)
    answered = surest[: int(coverage * len(surest))]
    least = answered[-1].score if answered else 1.0
    return CoverageErrors(
        coverage,
        _share(answered, lambda it: not it.among(1)),
        _share(near, lambda it: it.score >= least),
        _share(far, lambda it: it.score >= least),
    )


def _kinds(verdicts: Iterable[Verdict]) -> Iterable[tuple[str, int, float]]:
    kinds = defaultdict[str, list[Verdict]](list)
    for verdict in verdicts:
        kinds[verdict.labelled.kind].append(verdict)
    for kind, several in sorted(kinds.items()):
        if kind:
            yield kind, len(several), _share(several, lambda it: not it.mistaken)


def _confusions(inside: Iterable[Verdict]) -> tuple[tuple[str, str, int], ...]:
    counted = Counter(
        (item.labelled.questions[0], item.best.question if item.best else "")
        for item in inside
        if not item.among(1)
    )
    ordered = sorted(counted.items(), key=lambda it: (-it[1], it[0]))
    return tuple((meant, taken, times) for (meant, taken), times in ordered)
