"""The kinds of arrays that matching computes with."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Halves: TypeAlias = NDArray[np.float16]
Integers: TypeAlias = NDArray[np.int32]
Booleans: TypeAlias = NDArray[np.bool_]
Bytes: TypeAlias = NDArray[np.uint8]
Keys: TypeAlias = NDArray[np.uint64]


def expand_ranges(
    starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Count from each start up to before its end, one range after another."""
    lengths = ends - starts
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    counted = np.arange(total, dtype=np.int64)
    found: NDArray[np.int64] = counted + np.repeat(starts - before, lengths)
    return found
