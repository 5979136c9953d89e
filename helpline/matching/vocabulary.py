"""The features known to a model, numbered and weighted by how telling they are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from helpline.matching.features import WEIGHTS

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector of length 1 (or 0, when nothing in the text is known)."""

    at: Integers
    value: Floats


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Feature -> column, and the weight of each column."""

    columns: dict[str, int]
    weight: Floats

    @classmethod
    def learn(cls, bags: Sequence[Counter[str]]) -> Self:
        """Give all features a column, and a weight by kind and smoothed inverse frequency."""
        spread: Counter[str] = Counter()
        for bag in bags:
            spread.update(bag.keys())
        features = sorted(spread)
        rarity = np.log(
            (1 + len(bags)) / (1 + np.array([spread[it] for it in features]))
        )
        kind = np.array([WEIGHTS[feature[0]] for feature in features])
        weight = ((rarity + 1) * kind).astype(np.float32)
        return cls({feature: at for at, feature in enumerate(features)}, weight)

    def vector(self, bag: Counter[str]) -> Vector:
        """Weigh a bag's known features, sublinear in their count, to length 1."""
        known = [(self.columns[it], n) for it, n in bag.items() if it in self.columns]
        at = np.array([column for column, _ in known], np.int32)
        count = np.array([n for _, n in known], np.float32)
        value = (1 + np.log(count)) * self.weight[at]
        length = float(np.linalg.norm(value))
        return Vector(at, value / np.float32(length) if length else value)
