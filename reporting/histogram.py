"""Times in intervals that grow by a tenth: few to keep, and percentiles to about 5 %."""

from collections.abc import Mapping
from math import ceil, floor, log, sqrt

SMALLEST = 0.1
"""Seconds; what is shorter is one interval."""

GROWTH = 1.1
"""How much wider each interval is: its middle is within 5 % of all that is in it."""


def interval_of(seconds: float) -> int:
    """Tell which interval a time belongs to, from 0; below nought counts as nought."""
    if seconds < SMALLEST:
        return 0
    return 1 + floor(log(seconds / SMALLEST) / log(GROWTH))


def interval_bounds(number: int) -> tuple[float, float]:
    """Tell from how many seconds, and below how many, the interval of a number holds."""
    if number == 0:
        return 0.0, SMALLEST
    return SMALLEST * GROWTH ** (number - 1), SMALLEST * GROWTH**number


def percentile(counts: Mapping[int, int], share: float) -> float:
    """Give the seconds within which this share lies, from how many each interval has.

    The middle of its interval stands for it. Raises `ValueError` where there are none.
    """
    rank = max(1, ceil(share * sum(counts.values())))
    seen = 0
    for count in sorted(counts):
        seen += counts[count]
        if seen >= rank:
            lower, upper = interval_bounds(count)
            return sqrt(lower * upper) or upper / 2
    raise ValueError("there is nothing to take a percentile of")
