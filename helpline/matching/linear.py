"""Regularised least squares: a linear score for every class of text.

With n texts, far fewer than terms, the solution is found among the texts:
(K + λI) A = Y, K the cosines between them (Rifkin & Klautau 2004). The same
inverse tells how each text would have scored had it been left out.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from helpline.matching.arrays import Floats, Halves, Integers
from helpline.matching.vectors import TermVector, TermVectors

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RIDGE = 0.3
_ROUNDS = 40
_ROWS = 512
_ENOUGH = 1e-3


@dataclass(frozen=True, slots=True)
class LinearModel:
    """`weight` [columns, classes] of the terms `columns`, sorted; `bias` [classes]."""

    columns: Integers
    weight: Halves
    bias: Floats

    def scores(self, vector: TermVector) -> Floats:
        """Score every class; about 1 for a sure member, 0 for a stranger."""
        at, value = self._known_terms(vector)
        scores: Floats = value @ self.weight[at].astype(np.float32) + self.bias
        return scores

    def parts(self, vector: TermVector) -> tuple[Integers, Floats]:
        """Split the scores: the known terms, and what each adds [terms, classes]."""
        at, value = self._known_terms(vector)
        parts: Floats = value[:, None] * self.weight[at].astype(np.float32)
        return self.columns[at], parts

    def _known_terms(self, vector: TermVector) -> tuple[Integers, Floats]:
        at = np.searchsorted(self.columns, vector.at).astype(np.int32)
        at[at == len(self.columns)] = 0
        known = self.columns[at] == vector.at if len(self.columns) else at > 0
        return at[known], vector.value[known]


@dataclass(frozen=True, slots=True)
class FitResult:
    """A trained model; `dual` [texts, classes] is its solution among the texts.

    `left_out` [texts, classes] are the scores without each text.
    """

    model: LinearModel
    dual: Floats
    left_out: Floats


def fit(vectors: TermVectors, labels: Integers, classes: int) -> FitResult:
    """Train on texts with their class."""
    from scipy.linalg import blas, lapack  # noqa: PLC0415 - only teaching needs scipy

    texts, target, bias = _problem(vectors, labels, classes)
    kernel = _kernel(texts)
    kernel[np.diag_indices_from(kernel)] += RIDGE
    factor, _ = lapack.spotrf(kernel, lower=True, overwrite_a=True, clean=False)
    inverse, _ = lapack.spotri(factor, lower=True, overwrite_c=True)
    dual = blas.ssymm(1.0, inverse, target - bias, lower=True)
    left_out = target - dual / inverse.diagonal()[:, None]
    return FitResult(_primal(texts, dual, bias), dual, left_out.astype(np.float32))


def refit(
    vectors: TermVectors, labels: Integers, classes: int, dual: Floats
) -> LinearModel:
    """Train on from a solution that nearly fits: conjugate gradients, a few rounds.

    `dual` [texts, classes] is the solution before, with zeros for texts that are new.
    """
    texts, target, bias = _problem(vectors, labels, classes)
    solution = dual.astype(np.float32)
    rest = target - bias - _apply_kernel(texts, solution)
    direction = rest.copy()
    squares = (rest**2).sum(axis=0)
    for _ in range(_ROUNDS):
        if np.sqrt(squares.max(initial=0)) < _ENOUGH:
            break
        moved = _apply_kernel(texts, direction)
        step = squares / np.maximum((direction * moved).sum(axis=0), 1e-12)
        solution += step * direction
        rest -= step * moved
        before, squares = squares, (rest**2).sum(axis=0)
        direction = rest + squares / np.maximum(before, 1e-12) * direction
    return _primal(texts, solution, bias)


def _kernel(texts: "csr_matrix") -> Floats:
    """Multiply all pairs, some rows at a time: the whole as a sparse matrix is large."""
    count = texts.shape[0]
    kernel = np.empty((count, count), np.float32)
    columns = texts.T.tocsr()
    for start in range(0, count, _ROWS):
        rows = slice(start, start + _ROWS)
        kernel[rows] = (texts[rows] @ columns).toarray()
    return kernel.T  # the same, in the order of memory that LAPACK works in


def _problem(
    vectors: TermVectors, labels: Integers, classes: int
) -> tuple["csr_matrix", Floats, Floats]:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only teaching needs scipy

    parts = (vectors.value, vectors.at, vectors.start)
    texts = csr_matrix(parts, shape=(len(labels), vectors.width), dtype=np.float32)
    target = np.eye(classes, dtype=np.float32)[labels]
    bias: Floats = target.mean(axis=0)
    return texts, target, bias


def _apply_kernel(texts: "csr_matrix", dual: Floats) -> Floats:
    found: Floats = texts @ (texts.T @ dual) + RIDGE * dual
    return found


def _primal(texts: "csr_matrix", dual: Floats, bias: Floats) -> LinearModel:
    columns = np.unique(texts.indices).astype(np.int32)
    weight = np.asarray((texts.T @ dual)[columns])
    return LinearModel(columns, weight.astype(np.float16), bias.astype(np.float32))
