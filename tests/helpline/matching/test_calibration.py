import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching.arrays import Booleans, Floats, Integers
from helpline.matching.calibration import EVEN, NEVER, Calibration, certainty_threshold


def floats(*rows: tuple[float, ...]) -> Floats:
    return np.array(rows, np.float32)


def integers(*values: int) -> Integers:
    return np.array(values, np.int32)


def booleans(*values: int) -> Booleans:
    return np.array(values, np.bool_)


SURE, DOUBTFUL, TORN = (1.0, 0.0), (0.6, 0.4), (0.5, 0.5)
BOTH = booleans(1, 1)


def share(confidence: Calibration, *scores: float) -> float:
    return float(confidence.probabilities(floats(scores))[0].max())


@given(st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=6))
def test_probabilities_sum_to_one_and_keep_the_order(scores: list[float]) -> None:
    given_scores = np.array(scores, np.float32)

    shares = Calibration(3.0, 0.5).probabilities(given_scores)

    assert float(shares.sum()) == pytest.approx(1, abs=1e-5)
    assert shares[given_scores.argmax()] == shares.max()


def test_where_nothing_was_wrong_the_least_sure_text_is_the_threshold() -> None:
    learnt = Calibration.fit(floats(SURE, DOUBTFUL), integers(0, 0), BOTH, 0.0)

    assert learnt.certain == pytest.approx(share(learnt, *DOUBTFUL))


def test_the_threshold_lies_above_the_surest_mistake() -> None:
    left_out = floats(SURE, SURE, DOUBTFUL, DOUBTFUL)

    learnt = Calibration.fit(left_out, integers(0, 0, 0, 1), BOTH, 0.0)

    assert learnt.certain == pytest.approx(share(learnt, *SURE))


def test_a_few_mistakes_are_allowed() -> None:
    left_out = floats(*[SURE] * 9, DOUBTFUL)
    labels = integers(*[0] * 9, 1)

    strict = Calibration.fit(left_out, labels, BOTH, 0.05)
    lenient = Calibration.fit(left_out, labels, BOTH, 0.1)

    assert strict.certain == pytest.approx(share(strict, *SURE))
    assert lenient.certain == pytest.approx(share(lenient, *DOUBTFUL))


def test_texts_equally_sure_are_answered_all_or_none() -> None:
    learnt = Calibration.fit(floats(SURE, SURE), integers(0, 1), BOTH, 0.0)

    assert learnt.certain > 1


def test_where_every_answer_was_wrong_none_is_certain() -> None:
    learnt = Calibration.fit(floats(SURE), integers(1), BOTH, 0.02)

    assert learnt.certain > 1


def test_a_text_judged_out_of_scope_does_not_move_the_threshold() -> None:
    answerable = booleans(1, 0)
    stranger = (0.1, 0.9)

    with_stranger = Calibration.fit(
        floats(SURE, SURE, stranger), integers(0, 0, 1), answerable, 0.0
    )

    assert with_stranger.certain == pytest.approx(share(with_stranger, *SURE))


def test_where_nothing_is_answerable_nothing_is_certain() -> None:
    learnt = Calibration.fit(floats((1.0,)), integers(0), booleans(0), 0.02)

    assert learnt.certain > 1


def test_scores_that_are_always_right_are_sharpened_most() -> None:
    right = Calibration.fit(floats(SURE, SURE), integers(0, 0), BOTH, 0.0)
    torn = Calibration.fit(floats(SURE, SURE), integers(0, 1), BOTH, 0.0)

    assert right.sharpness > torn.sharpness


rows = st.lists(
    st.tuples(st.sampled_from([SURE, DOUBTFUL, TORN, (0.2, 0.8)]), st.integers(0, 1)),
    min_size=1,
    max_size=30,
)


@given(rows, st.sampled_from([0.0, 0.02, 0.1, 0.3]))
def test_of_what_is_answered_no_more_than_the_share_allowed_is_wrong(
    told: list[tuple[tuple[float, float], int]], error: float
) -> None:
    left_out = floats(*(scores for scores, _ in told))
    labels = integers(*(label for _, label in told))

    learnt = Calibration.fit(left_out, labels, BOTH, error)

    shares = learnt.probabilities(left_out)
    answered = shares.max(axis=1) >= learnt.certain
    wrong = answered & (shares.argmax(axis=1) != labels)
    assert wrong.sum() <= error * answered.sum()


@pytest.mark.parametrize(
    ("sure", "right", "error", "expected"),
    [
        ([0.9, 0.8, 0.7], [1, 1, 1], 0.0, 0.7),
        ([0.7, 0.9, 0.8], [0, 1, 1], 0.0, 0.8),
        ([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 1], 0.25, 0.6),
        ([0.8, 0.8, 0.5], [1, 0, 1], 0.0, NEVER),
        ([0.9], [0], 0.5, NEVER),
        ([], [], 0.5, NEVER),
        ([0.4, 0.3], [1, 1], 0.0, EVEN),
    ],
    ids=["all right", "in any order", "few", "equals", "wrong", "none", "unlikely"],
)
def test_the_threshold_is_the_lowest_share_that_keeps_mistakes_few(
    sure: list[float], right: list[int], error: float, expected: float
) -> None:
    found = certainty_threshold(np.array(sure, np.float32), booleans(*right), error)

    assert found == pytest.approx(expected)
