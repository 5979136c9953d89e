from collections.abc import Sequence

import numpy as np
import pytest

from helpline.matching.arrays import Integers
from helpline.matching.linear import RIDGE, LinearModel, fit, refit
from helpline.matching.vectors import TermVector, TermVectors


def vector(*values: float) -> TermVector:
    given = np.array(values, np.float32)
    at = np.flatnonzero(given).astype(np.int32)
    return TermVector(at, given[at] / np.float32(np.linalg.norm(given) or 1))


def together(several: Sequence[TermVector]) -> TermVectors:
    start = np.cumsum([0, *(len(it.at) for it in several)])
    at = np.concatenate([it.at for it in several])
    value = np.concatenate([it.value for it in several])
    return TermVectors(start.astype(np.int64), at, value, 4)


TEXTS = [
    vector(1, 0, 0, 1),
    vector(1, 0, 0, 0),
    vector(0, 1, 1, 0),
    vector(0, 1, 0, 0),
    vector(0, 0, 0, 0),
]
LABELS: Integers = np.array([0, 0, 1, 1, 1], np.int32)
ALL = together(TEXTS)


def test_a_text_scores_highest_in_its_own_class() -> None:
    model = fit(ALL, LABELS, 2).model

    chosen = [int(model.scores(it).argmax()) for it in TEXTS]

    assert chosen == LABELS.tolist()


def test_a_text_of_nothing_known_scores_the_share_of_each_class() -> None:
    model = fit(ALL, LABELS, 2).model

    assert model.scores(TEXTS[-1]) == pytest.approx([0.4, 0.6])


def test_terms_that_were_never_taught_count_for_nothing() -> None:
    model = fit(together(TEXTS[:2]), LABELS[:2], 2).model

    assert model.scores(vector(0, 1, 1, 0)) == pytest.approx(model.bias)
    assert len(model.parts(vector(0, 1, 1, 0))[0]) == 0


def test_a_model_without_terms_scores_the_share_of_each_class() -> None:
    model = fit(together(TEXTS[-1:]), LABELS[-1:], 2).model

    assert model.scores(TEXTS[0]) == pytest.approx([0, 1])


def test_the_parts_of_a_score_and_the_share_of_its_class_are_the_score() -> None:
    model = fit(ALL, LABELS, 2).model

    at, parts = model.parts(TEXTS[0])

    assert at.tolist() == [0, 3]
    assert parts.sum(axis=0) + model.bias == pytest.approx(model.scores(TEXTS[0]))


@pytest.mark.parametrize("without", range(len(TEXTS)))
def test_left_out_scores_are_those_of_a_model_taught_without_the_text(
    without: int,
) -> None:
    everything = fit(ALL, LABELS, 2)
    bias = everything.model.bias

    rest = [it for it in range(len(TEXTS)) if it != without]
    kernel = np.array([[_dot(TEXTS[a], TEXTS[b]) for b in rest] for a in rest])
    target = np.eye(2)[LABELS[rest]] - bias
    dual = np.linalg.solve(kernel + RIDGE * np.eye(len(rest)), target)
    nearness = np.array([_dot(TEXTS[without], TEXTS[it]) for it in rest])
    expected = nearness @ dual + bias
    assert everything.left_out[without] == pytest.approx(expected, abs=1e-4)


def test_a_model_taught_on_from_nothing_is_the_one_taught_at_once() -> None:
    at_once = fit(ALL, LABELS, 2).model

    taught_on = refit(ALL, LABELS, 2, np.zeros((len(TEXTS), 2), np.float32))

    assert _weights(taught_on) == pytest.approx(_weights(at_once), abs=2e-3)
    assert taught_on.bias == pytest.approx(at_once.bias)


def test_a_solution_that_fits_is_left_as_it_is() -> None:
    before = fit(ALL, LABELS, 2)

    again = refit(ALL, LABELS, 2, before.dual)

    assert _weights(again) == pytest.approx(_weights(before.model), abs=1e-3)


def test_a_model_taught_one_more_text_is_the_one_taught_all() -> None:
    fewer = fit(together(TEXTS[:-1]), LABELS[:-1], 2)
    known = np.vstack([fewer.dual, np.zeros((1, 2), np.float32)])

    taught_on = refit(ALL, LABELS, 2, known)

    at_once = fit(ALL, LABELS, 2).model
    assert _weights(taught_on) == pytest.approx(_weights(at_once), abs=2e-3)


def test_lessons_that_take_many_rounds_are_learnt_nearly() -> None:
    lengths = np.arange(1, 121, dtype=np.float32)  # as many rounds as lengths
    each = np.arange(121, dtype=np.int64)
    hard = TermVectors(each, each[:-1].astype(np.int32), lengths, 120)
    labels = (each[:-1] % 2).astype(np.int32)

    learnt = refit(hard, labels, 2, np.zeros((120, 2), np.float32))

    at_once = fit(hard, labels, 2).model
    off = np.abs(_weights(learnt) - _weights(at_once))
    assert 0 < off.mean() < 0.02


def _weights(model: LinearModel) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return model.weight.astype(np.float32)


def _dot(one: TermVector, other: TermVector) -> float:
    dense = np.zeros((2, 4))
    dense[0, one.at] = one.value
    dense[1, other.at] = other.value
    return float(dense[0] @ dense[1])
