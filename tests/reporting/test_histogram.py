"""Times in intervals, and what percentiles come of them."""

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.histogram import (
    GROWTH,
    SMALLEST,
    interval_bounds,
    interval_of,
    percentile,
)

times = st.floats(0, 10_000_000)
shares = st.floats(0, 1)
ROUNDING = 1e-9


@given(times)
def test_a_time_lies_within_the_bounds_of_its_interval(seconds: float) -> None:
    lower, upper = interval_bounds(interval_of(seconds))

    assert lower * (1 - ROUNDING) <= seconds <= upper * (1 + ROUNDING)


@given(times, times)
def test_a_longer_time_is_in_no_earlier_interval(one: float, other: float) -> None:
    assert interval_of(min(one, other)) <= interval_of(max(one, other))


@given(st.integers(0, 200))
def test_intervals_follow_each_other_without_a_gap(number: int) -> None:
    assert interval_bounds(number)[1] == pytest.approx(interval_bounds(number + 1)[0])


@given(st.lists(st.floats(SMALLEST, 10_000_000), min_size=1), shares)
def test_a_percentile_is_within_five_per_cent_of_the_true_one(
    seconds: list[float], share: float
) -> None:
    rank = max(1, ceil(share * len(seconds)))
    true = sorted(seconds)[rank - 1]

    found = percentile(Counter(map(interval_of, seconds)), share)

    assert found == pytest.approx(true, rel=GROWTH**0.5 - 1 + ROUNDING)


def test_what_is_too_short_to_tell_is_told_as_half_of_the_smallest() -> None:
    assert percentile({0: 3}, 0.5) == SMALLEST / 2


def test_less_than_nothing_counts_as_nothing() -> None:
    assert interval_of(-5) == 0


def test_of_nothing_there_is_no_percentile() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile({}, 0.5)
