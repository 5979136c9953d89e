"""Named arrays as one run of bytes, laid out so that they can be mapped and not copied.

A line of JSON says what there is; the arrays follow, each at a multiple of 64 bytes.
"""

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from helpline.errors import PARSE_ERRORS, HelplineError

FORMAT = "helpline-matcher-4"
"""Raised whenever views, weights or layout change: older bytes are not read."""

_ALIGNED = 64
_STEP = 1 << 16

Arrays: TypeAlias = Mapping[str, NDArray[Any]]


class UnreadableMatcherError(HelplineError):
    """The stored matcher is of another format, or damaged."""


def pack(arrays: Arrays, facts: Mapping[str, object]) -> bytes:
    """Write arrays, and whatever else JSON can say, as bytes."""
    layout, offset = {}, 0
    for name, array in arrays.items():
        layout[name] = [array.dtype.str, list(array.shape), offset]
        offset += _padded_size(array.nbytes)
    header = {"format": FORMAT, "size": offset, "arrays": layout, "facts": facts}
    line = json.dumps(header, ensure_ascii=False).encode() + b"\n"
    line = line[:-1].ljust(_padded_size(len(line)) - 1) + b"\n"
    bodies = (np.ascontiguousarray(it).tobytes() for it in arrays.values())
    return line + b"".join(it.ljust(_padded_size(len(it)), b"\0") for it in bodies)


def unpack(data: memoryview) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Read what `pack` wrote, without copying; the arrays are views of `data`.

    Raises `UnreadableMatcherError` for anything else.
    """
    try:
        end = _end_of_line(data)
        header = json.loads(bytes(data[:end]))
        if header["format"] != FORMAT or header["size"] != len(data) - end:
            raise UnreadableMatcherError
        arrays = {
            name: np.frombuffer(
                data, kind, int(np.prod(shape, dtype=np.int64)), end + offset
            ).reshape(shape)
            for name, (kind, shape, offset) in header["arrays"].items()
        }
        return arrays, dict(header["facts"])
    except PARSE_ERRORS as error:
        raise UnreadableMatcherError from error


def _end_of_line(data: memoryview) -> int:
    """Find where the first line ends, without reading far beyond it."""
    for start in range(0, len(data), _STEP):
        found = bytes(data[start : start + _STEP]).find(b"\n")
        if found >= 0:
            return start + found + 1
    return 0


def _padded_size(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
