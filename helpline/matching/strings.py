"""Many texts in two flat arrays, read one at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from helpline.matching.arrays import Bytes


@dataclass(frozen=True, slots=True)
class StringArray:
    """UTF-8, one after another; text `i` is the bytes `start[i]` to `start[i + 1]`."""

    start: NDArray[np.int64]
    data: Bytes

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """Put texts together; what UTF-8 cannot hold is replaced."""
        encoded = [it.encode("utf-8", "replace") for it in texts]
        ends = np.cumsum([0, *map(len, encoded)]).astype(np.int64)
        return cls(ends, np.frombuffer(b"".join(encoded), np.uint8))

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, at: int) -> str:
        return self.data[self.start[at] : self.start[at + 1]].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        return (self[at] for at in range(len(self)))
