"""Days in China, and which is counted next."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reporting import days
from reporting.days import RecountPlan

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)  # noon in China
TODAY = date(2026, 3, 10)
PLAN = RecountPlan(today=MINUTE, recent=HOUR, kept=30 * DAY)

Counted = Mapping[date, datetime]

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda it: it.replace(tzinfo=UTC)
)


def week(at: datetime = NOW) -> dict[date, datetime]:
    """Say that today and the seven days before it were counted just now."""
    return {TODAY - it * DAY: at for it in range(8)}


def due(
    counted: Counted, oldest: datetime | None = None, plan: RecountPlan = PLAN
) -> object:
    return plan.due(counted, oldest, NOW)


@given(moments)
def test_every_moment_lies_in_its_day(moment: datetime) -> None:
    day = days.day_of(moment)

    assert days.day_begin(day) <= moment < days.day_end(day)
    assert days.day_end(day) == days.day_begin(day + DAY)


def test_a_day_begins_at_midnight_in_china() -> None:
    assert days.day_begin(TODAY) == datetime(2026, 3, 9, 16, tzinfo=UTC)


def test_today_is_the_first_to_be_counted() -> None:
    assert due({}) == TODAY


def test_today_is_counted_anew_after_a_minute() -> None:
    assert due(week() | {TODAY: NOW - MINUTE}) == TODAY
    assert due(week() | {TODAY: NOW - MINUTE / 2}) is None


def test_the_week_before_is_counted_anew_after_an_hour_the_newest_first() -> None:
    before = {TODAY: NOW}

    assert due(week(NOW - HOUR) | before) == TODAY - DAY
    assert due(week(NOW - HOUR / 2) | before) is None


def test_a_day_counted_before_it_was_over_is_counted_again_at_once() -> None:
    yesterday = TODAY - DAY
    plan = RecountPlan(MINUTE, 30 * DAY, 30 * DAY)

    assert due(week() | {yesterday: days.day_end(yesterday) - MINUTE}, plan=plan) == (
        yesterday
    )
    assert due(week() | {yesterday: days.day_end(yesterday)}, plan=plan) is None


def test_older_days_are_counted_once_the_newest_first() -> None:
    oldest = NOW - 10 * DAY

    assert due(week(), oldest) == TODAY - 8 * DAY
    assert due(week() | {TODAY - 8 * DAY: NOW}, oldest) == TODAY - 9 * DAY
    whole = {TODAY - it * DAY: NOW - DAY / 2 for it in (8, 9, 10)}
    assert due(week() | whole, oldest) is None


def test_a_day_that_was_left_half_counted_is_finished_later() -> None:
    half = TODAY - 9 * DAY
    counted = week() | {TODAY - 8 * DAY: NOW, half: days.day_begin(half) + HOUR}

    assert due(counted, NOW - 9 * DAY) == half


def test_a_day_of_which_some_may_be_deleted_is_not_counted() -> None:
    plan = RecountPlan(MINUTE, HOUR, kept=9 * DAY)
    counted = week() | {TODAY - 8 * DAY: NOW}

    assert due(counted, NOW - 20 * DAY, plan) is None


def test_nor_is_one_of_the_week_before() -> None:
    plan = RecountPlan(MINUTE, HOUR, kept=2 * DAY)

    assert due({TODAY: NOW}, NOW - 20 * DAY, plan) == TODAY - DAY
    assert due({TODAY: NOW, TODAY - DAY: NOW}, NOW - 20 * DAY, plan) is None


def test_where_nothing_ever_happened_no_older_day_is_counted() -> None:
    assert due(week(), None) is None


@given(
    st.dictionaries(
        st.integers(0, 40).map(lambda it: TODAY - it * DAY),
        st.integers(0, 40).map(lambda it: NOW - it * DAY),
    ),
    st.none() | st.integers(0, 60).map(lambda it: NOW - it * DAY),
)
def test_counting_what_is_due_comes_to_an_end(
    counted: dict[date, datetime], oldest: datetime | None
) -> None:
    steps = 0
    while day := PLAN.due(counted, oldest, NOW):
        counted[day] = NOW
        steps += 1

    assert steps <= 31
    assert all(TODAY - it * DAY in counted for it in range(8))
