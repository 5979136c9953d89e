import numpy as np
import pytest
from helpline.matching.vocabulary import Vector

from helpline.matching.linear import fit


def vector(*values: float) -> Vector:
    given = np.array(values, np.float32)
    at = np.flatnonzero(given).astype(np.int32)
    return Vector(at, given[at] / np.float32(np.linalg.norm(given) or 1))


TEXTS = [
    vector(1, 0, 0, 1),
    vector(1, 0, 0, 0),
    vector(0, 1, 1, 0),
    vector(0, 1, 0, 0),
    vector(0, 0, 0, 0),
]
LABELS = np.array([0, 0, 1, 1, 1], np.int32)


def test_a_text_scores_highest_in_its_own_class() -> None:
    model = fit(TEXTS, LABELS, 2, 4).model

    chosen = [int(model.scores(it).argmax()) for it in TEXTS]

    assert chosen == LABELS.tolist()


def test_a_text_of_nothing_known_scores_the_share_of_each_class() -> None:
    model = fit(TEXTS, LABELS, 2, 4).model

    assert model.scores(TEXTS[-1]) == pytest.approx([0.4, 0.6])


@pytest.mark.parametrize("without", range(len(TEXTS)))
def test_left_out_scores_are_those_of_a_model_taught_without_the_text(
    without: int,
) -> None:
    everything = fit(TEXTS, LABELS, 2, 4)
    bias = everything.model.bias

    rest = [it for it in range(len(TEXTS)) if it != without]
    kernel = np.array([[_dot(TEXTS[a], TEXTS[b]) for b in rest] for a in rest])
    target = np.eye(2)[LABELS[rest]] - bias
    dual = np.linalg.solve(kernel + 0.3 * np.eye(len(rest)), target)
    nearness = np.array([_dot(TEXTS[without], TEXTS[it]) for it in rest])
    expected = nearness @ dual + bias
    assert everything.left_out[without] == pytest.approx(expected, abs=1e-4)


def _dot(one: Vector, other: Vector) -> float:
    dense = np.zeros((2, 4))
    dense[0, one.at] = one.value
    dense[1, other.at] = other.value
    return float(dense[0] @ dense[1])
