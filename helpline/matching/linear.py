"""Regularised least squares: a linear score for every class of text.

With n texts, far fewer than features, the solution is found among the texts:
(K + λI) A = Y, K the cosines between them (Rifkin & Klautau 2004). The same
matrix tells how each text would have scored had it been left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpline.matching.vocabulary import Floats, Integers, Vector

RIDGE = 0.3


@dataclass(frozen=True, slots=True)
class Linear:
    """`weight` is [columns, classes], `bias` [classes]."""

    weight: Floats
    bias: Floats

    def scores(self, vector: Vector) -> Floats:
        """Score every class; about 1 for a sure member, 0 for a stranger."""
        scores: Floats = vector.value @ self.weight[vector.at] + self.bias
        return scores


@dataclass(frozen=True, slots=True)
class Fit:
    """A trained model, and `left_out` [texts, classes]: scores without each text."""

    model: Linear
    left_out: Floats


def fit(vectors: Sequence[Vector], labels: Integers, classes: int, width: int) -> Fit:
    """Train on texts with their class; `width` is the number of columns."""
    target = np.eye(classes, dtype=np.float32)[labels]
    bias = target.mean(axis=0)
    kernel = _cosines(vectors, width)
    inverse = np.linalg.inv(kernel + RIDGE * np.eye(len(vectors), dtype=np.float32))
    dual = inverse @ (target - bias)
    left_out = target - dual / inverse.diagonal()[:, None]
    weight = np.zeros((width, classes), np.float32)
    for vector, row in zip(vectors, dual, strict=True):
        weight[vector.at] += vector.value[:, None] * row
    return Fit(Linear(weight, bias), left_out.astype(np.float32))


def _cosines(vectors: Sequence[Vector], width: int) -> Floats:
    """Multiply all pairs; a column that one text alone has matters to no pair."""
    shared = np.bincount(np.concatenate([it.at for it in vectors]), minlength=width) > 1
    compact = np.cumsum(shared) - 1
    dense = np.zeros((len(vectors), int(shared.sum())), np.float32)
    for row, vector in zip(dense, vectors, strict=True):
        common = shared[vector.at]
        row[compact[vector.at[common]]] = vector.value[common]
    kernel: Floats = dense @ dense.T
    lengths = [float(vector.value @ vector.value) for vector in vectors]
    np.fill_diagonal(kernel, lengths)
    return kernel
