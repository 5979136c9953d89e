"""Lists that are crossed: all pairs in a long run, each value of each list in any run."""

from itertools import product
from typing import Any

import pytest


def crossed(*lists: Any) -> list[Any]:  # noqa: ANN401  parameters of any kind
    """Combine the values of lists; what is off the diagonal is marked long."""
    axes = [list(it) for it in lists]
    diagonal = {
        tuple((at + turn * (at // len(it))) % len(it) for turn, it in enumerate(axes))
        for at in range(max(map(len, axes)))
    }
    return [
        pytest.param(
            *(axis[at] for axis, at in zip(axes, place, strict=True)),
            marks=() if place in diagonal else pytest.mark.long,
        )
        for place in product(*(range(len(it)) for it in axes))
    ]
