from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.timezone import CHINA
from notices.delivery.quiet_hours import QuietHours
from notices.token_bucket import TokenBucket

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LARGEST = 8
SECOND = timedelta(seconds=1)

rates = st.floats(0.1, 100)
clocks = st.times().map(lambda it: it.replace(microsecond=0))
takings = st.lists(
    st.tuples(st.floats(0, 3), st.integers(1, LARGEST)), min_size=1, max_size=60
)


@given(rates, takings)
def test_a_bucket_never_gives_more_than_time_brought_and_one_message(
    rate: float, asked: list[tuple[float, int]]
) -> None:
    bucket, now, given_away = TokenBucket(max(rate, 1.0), NOON), NOON, 0
    for wait, tokens in asked:
        now += timedelta(seconds=wait)
        bucket = bucket.refill(rate, now)
        if bucket.is_open():
            bucket = bucket.take(tokens)
            given_away += tokens

    brought = rate * (now - NOON).total_seconds()
    assert given_away <= brought + max(rate, 1.0) + LARGEST + 1e-6


@given(rates, st.integers(1, 1000))
def test_a_bucket_opens_when_it_says_and_no_sooner(rate: float, tokens: int) -> None:
    bucket = TokenBucket(1.0, NOON).take(tokens + 1)

    opens = bucket.open_at(rate)

    assert bucket.refill(rate, opens + SECOND / 1000).is_open()
    assert not bucket.refill(rate, opens - SECOND / 1000).is_open()


def test_a_large_message_goes_at_once_and_those_after_it_wait_the_longer() -> None:
    bucket = TokenBucket(1.0, NOON).take(8)

    assert bucket == TokenBucket(-7.0, NOON)
    assert bucket.open_at(2.0) == NOON + 3.5 * SECOND


def test_an_open_bucket_is_open_now() -> None:
    assert TokenBucket(0.5, NOON).open_at(1.0) == NOON


@pytest.mark.parametrize(("rate", "most"), [(30.0, 30.0), (0.2, 1.0)])
def test_a_bucket_holds_a_second_s_worth_or_one_token(rate: float, most: float) -> None:
    assert TokenBucket(0.0, NOON).refill(rate, NOON + 3600 * SECOND).level == most


def test_a_clock_that_goes_back_takes_nothing_away_and_brings_nothing_twice() -> None:
    bucket = TokenBucket(0.0, NOON).refill(1.0, NOON - 60 * SECOND)

    assert bucket == TokenBucket(0.0, NOON)


def at(clock: str) -> datetime:
    return datetime.combine(datetime(2026, 3, 2, tzinfo=UTC).date(), hour(clock), CHINA)


def hour(clock: str) -> time:
    return time.fromisoformat(clock)


@pytest.mark.parametrize(
    ("begins", "ends", "now", "over"),
    [
        ("21:00", "08:00", "20:59", None),
        ("21:00", "08:00", "21:00", at("08:00") + timedelta(days=1)),
        ("21:00", "08:00", "23:59", at("08:00") + timedelta(days=1)),
        ("21:00", "08:00", "00:00", at("08:00")),
        ("21:00", "08:00", "07:59", at("08:00")),
        ("21:00", "08:00", "08:00", None),
        ("12:00", "14:00", "11:59", None),
        ("12:00", "14:00", "12:00", at("14:00")),
        ("12:00", "14:00", "14:00", None),
        ("22:00", "00:00", "23:00", at("00:00") + timedelta(days=1)),
        ("08:00", "08:00", "08:00", None),
    ],
)
def test_quiet_hours_are_over_when_their_clock_says(
    begins: str, ends: str, now: str, over: datetime | None
) -> None:
    quiet = QuietHours(hour(begins), hour(ends))

    assert quiet.over_at(at(now)) == over


def test_quiet_hours_are_those_of_china_wherever_the_clock_stands() -> None:
    quiet = QuietHours(time(21), time(8))

    assert quiet.over_at(datetime(2026, 3, 2, 12, 59, tzinfo=UTC)) is None
    assert quiet.over_at(datetime(2026, 3, 2, 13, 0, tzinfo=UTC)) == (
        datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    )


@given(clocks, clocks, st.datetimes(timezones=st.just(UTC)))
def test_quiet_hours_end_within_a_day_and_are_not_quiet_then(
    begins: time, ends: time, now: datetime
) -> None:
    quiet = QuietHours(begins, ends)
    if now.year in {1, 9999}:
        return

    over = quiet.over_at(now)

    assert over is None or now < over <= now + timedelta(days=1)
    assert over is None or quiet.over_at(over) is None
