from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching import Certain, Nothing, Unsure
from helpline.matching.evaluation import LabelledText, Verdict
from helpline.matching.metrics import CoverageErrors, MatcherMetrics, compute_metrics
from tests.helpline.matching.verdicts import (
    ASKED,
    BLANK,
    DENIED,
    OTHER_BRANCH,
    RIGHT,
    SPAM,
    SPAM_ANSWERED,
    WRONG,
    options,
)

ALL = [RIGHT, WRONG, ASKED, DENIED, OTHER_BRANCH, SPAM, SPAM_ANSWERED, BLANK]
NEAR, FAR = (
    Verdict(
        LabelledText("食堂招人吗", (), kind=item), Certain(options("1.1", score=share))
    )
    for item, share in (("oos_near", 0.85), ("oos_far", 0.75))
)


def told(score: float, *, right: bool) -> Verdict:
    meant = ("1.1",) if right else ("1.2",)
    return Verdict(LabelledText("", meant), Certain(options("1.1", score=score)))


def test_figures_are_shares_of_what_they_are_about() -> None:
    counted = compute_metrics(
        [RIGHT, WRONG, ASKED, DENIED, OTHER_BRANCH, SPAM, SPAM_ANSWERED]
    )

    assert counted == MatcherMetrics(
        in_scope=5,
        out_of_scope=2,
        near=0,
        first=3 / 5,
        first_three=1.0,
        certain=3 / 5,
        certain_wrong=1 / 5,
        nothing=1 / 5,
        situation=1 / 2,
        off_certain=1 / 2,
        off_certain_near=0.0,
        off_certain_far=1 / 2,
        off_nothing=1 / 2,
        auroc=1 / 2,
        calibration=1 / 14,  # 7 x 0.5 told, 3 right
        coverage_at_precision=1 / 5,
        covered=(
            CoverageErrors(0.5, 1 / 2, 0.0, 1.0),
            CoverageErrors(0.8, 1 / 2, 0.0, 1.0),
        ),
        kinds=(),
        confusions=(("1.1", "1.2", 1), ("1.1", "2.1", 1)),
    )


def test_figures_of_no_texts_are_nought() -> None:
    counted = compute_metrics([])

    shares = {name: getattr(counted, name) for name in MatcherMetrics.__annotations__}
    nothing = (CoverageErrors(0.5, 0, 0, 0), CoverageErrors(0.8, 0, 0, 0))
    assert shares.pop("covered") == nothing
    assert shares.pop("kinds") == shares.pop("confusions") == ()
    assert set(shares.values()) == {0}


def test_strangers_near_the_subject_are_counted_apart() -> None:
    far = replace(FAR, decision=Nothing(()))

    counted = compute_metrics([NEAR, far, far])

    assert (counted.near, counted.out_of_scope) == (1, 3)
    assert counted.off_certain == 1 / 3
    assert (counted.off_certain_near, counted.off_certain_far) == (1, 0)


@pytest.mark.parametrize(
    ("inside", "outside", "share"),
    [
        ([0.9, 0.8], [0.1], 1.0),
        ([0.1], [0.9, 0.8], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.9, 0.2], [0.5], 0.5),
        ([0.9, 0.5], [0.5, 0.5], 0.75),
        ([0.5], [], 0.0),
        ([], [0.5], 0.0),
    ],
)
def test_scores_are_compared_in_pairs_of_a_text_of_ours_and_a_stranger(
    inside: list[float], outside: list[float], share: float
) -> None:
    ours = [told(it, right=True) for it in inside]
    strangers = [
        replace(SPAM, decision=Unsure(options("1.1", score=item))) for item in outside
    ]

    assert compute_metrics([*ours, *strangers]).auroc == share


def test_scores_that_mean_what_they_say_are_calibrated() -> None:
    honest = [told(0.75, right=it < 3) for it in range(4)]
    boasting = [told(1.0, right=it < 3) for it in range(4)]

    assert compute_metrics(honest).calibration == pytest.approx(0)
    assert compute_metrics(boasting).calibration == pytest.approx(1 / 4)


def test_scores_are_judged_bin_by_bin() -> None:
    too_low, too_high = told(0.15, right=True), told(0.95, right=False)

    assert compute_metrics([too_low, too_high]).calibration == pytest.approx(
        (0.85 + 0.95) / 2
    )


def test_what_can_be_answered_is_counted_with_the_surest_first() -> None:
    surest = [told(0.9, right=True)] * 19
    first_wrong = told(0.99, right=False)
    late_wrong = [told(0.1, right=False)] * 5

    assert compute_metrics([*surest, *late_wrong]).coverage_at_precision == 19 / 24
    assert compute_metrics([*surest, first_wrong]).coverage_at_precision == 19 / 20
    assert compute_metrics([*surest[:18], first_wrong]).coverage_at_precision == 0


def test_strangers_are_answered_too_when_the_surest_are() -> None:
    inside = [told(it, right=it > 0.85) for it in (0.9, 0.8, 0.7, 0.6)]

    covered = compute_metrics([*inside, NEAR, FAR]).covered

    assert covered == (
        CoverageErrors(0.5, 1 / 2, 1, 0),
        CoverageErrors(0.8, 2 / 3, 1, 1),
    )


def test_each_kind_of_text_has_a_share_decided_well() -> None:
    kinds = {"spoken": [RIGHT, WRONG], "spam": [SPAM], "": [DENIED]}
    several = [
        replace(verdict, labelled=replace(verdict.labelled, kind=kind))
        for kind, verdicts in kinds.items()
        for verdict in verdicts
    ]

    assert compute_metrics(several).kinds == (("spam", 1, 1.0), ("spoken", 2, 0.5))


def test_confusions_are_named_the_most_frequent_first() -> None:
    counted = compute_metrics([RIGHT, BLANK, WRONG, ASKED, WRONG, SPAM_ANSWERED])

    assert counted.confusions == (
        ("1.1", "1.2", 2),
        ("1.1", "", 1),
        ("1.1", "2.1", 1),
    )


@given(st.lists(st.sampled_from([*ALL, NEAR, FAR]), max_size=12))
def test_every_share_of_any_verdicts_is_between_nought_and_one(
    verdicts: list[Verdict],
) -> None:
    counted = compute_metrics(verdicts)

    shares = [
        getattr(counted, name)
        for name, kind in MatcherMetrics.__annotations__.items()
        if kind is float
    ]
    shares += [it.wrong for it in counted.covered]
    shares += [share for _, _, share in counted.kinds]
    assert all(0 <= it <= 1 for it in shares)
    assert counted.in_scope + counted.out_of_scope == len(verdicts)
