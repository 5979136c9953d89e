"""A sentence encoder: one more view of a text, for those who have such a model."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from helpline.matching.arrays import Floats


class Encoder(Protocol):
    """Turns texts into vectors that lie close together when the texts mean the same."""

    @property
    def fingerprint(self) -> str:
        """What tells this model from any other; vectors of another are useless."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts [texts, dimensions], each vector of length 1."""
        ...


def encode_texts(encoder: Encoder | None, texts: Sequence[str]) -> Floats:
    """Encode texts; without an encoder the vectors have no dimensions."""
    if encoder is None:
        return np.zeros((len(texts), 0), np.float32)
    return encoder.encode(texts)
