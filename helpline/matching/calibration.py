"""Scores -> probabilities and the threshold of certainty, learnt from left-out texts."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from helpline.matching.arrays import Booleans, Floats, Integers

_SHARPNESS = (2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 24.0)
EVEN = 0.5
"""What is as likely wrong as right is not answered, whatever the left-out texts say."""

NEVER = 1.01
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Calibration:
    """`sharpness` of the softmax; from `certain` on a class is answered outright."""

    sharpness: float
    certain: float

    def probabilities(self, scores: Floats) -> Floats:
        """Turn scores [..., classes] into probabilities that sum to 1."""
        return _softmax(scores * self.sharpness)

    @classmethod
    def fit(
        cls, left_out: Floats, labels: Integers, answerable: Booleans, error: float
    ) -> Self:
        """Choose the likeliest sharpness, then the lowest threshold within `error`.

        `answerable` [classes] is false for the class that is never answered.
        """
        rows = np.arange(len(labels))

        def surprise(sharpness: float) -> float:
            given = _softmax(left_out * sharpness)[rows, labels]
            return float(-np.log(np.maximum(given, _LEAST)).mean())

        sharpness = min(_SHARPNESS, key=surprise)
        shares = _softmax(left_out * sharpness)
        chosen = shares.argmax(axis=1)
        asked = answerable[chosen]
        right = chosen == labels
        return cls(
            sharpness,
            certainty_threshold(shares.max(axis=1)[asked], right[asked], error),
        )


def certainty_threshold(sure: Floats, right: Booleans, error: float) -> float:
    """Find the lowest share of which at most `error` of those above are wrong."""
    order = np.argsort(-sure, kind="stable")
    falling = sure[order]
    rate = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    # Equal shares stand or fall together.
    last_of_equals = np.append(falling[1:] < falling[:-1], values=True)[: len(order)]
    allowed = np.flatnonzero((rate <= error) & last_of_equals)
    return max(float(falling[allowed[-1]]), EVEN) if len(allowed) else NEVER


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return result
