"""A sentence encoder that knows nothing but the first letters of texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpline.matching.arrays import Floats


@dataclass(frozen=True, slots=True)
class Letters:
    """Encodes a text as one of eight directions, by its first letter."""

    fingerprint: str = "letters"

    def encode(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), 8), np.float32)
        for row, text in enumerate(texts):
            vectors[row, ord(text[:1] or "\0") % 8] = 1
        return vectors
