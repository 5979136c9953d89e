"""What is counted of calls."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from helpline.faq import Edition
from reporting import count_calls
from reporting.histogram import interval_of
from reporting.metrics import Figure, FigureName, sum_figures
from storage.session import reading
from tests.helpline.canteen import EDITION
from tests.helpline.papers import edition
from tests.reporting.happened import Happened

DAY = timedelta(days=1)
OTHER = edition((0, 0), (0, 0))


@pytest.fixture
def happened(engine: Engine) -> Happened:
    return Happened(engine)


def editions(number: int) -> Edition:
    return OTHER if number == 2 else EDITION


def counted(store: Engine, begins: datetime) -> set[Figure]:
    with reading(store) as session:
        found = count_calls.count_day(session, begins, begins + DAY, editions=editions)
        return set(sum_figures(found))


def of(name: FigureName, found: set[Figure]) -> dict[str, int]:
    return {key: value for its, key, value in found if its is name}


def test_a_day_without_calls_has_no_figures(engine: Engine, now: datetime) -> None:
    assert counted(engine, now) == set()


def test_calls_are_counted_by_how_they_ended_and_how_long_they_were(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.call(now, duration=60)
    happened.call(now, duration=60)
    happened.call(now, duration=5)
    happened.call(now, status="lost")

    found = counted(engine, now)

    assert of(FigureName.CALLS, found) == {"completed": 3, "lost": 1}
    assert of(FigureName.CALL_SECONDS, found) == {"": 125}
    assert of(FigureName.CALL_LENGTHS, found) == {
        str(interval_of(60)): 2,
        str(interval_of(5)): 1,
    }


def test_a_call_is_left_where_its_last_key_led(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.call(now, [("0", "1"), ("1", "2"), ("1-2", "2")])
    happened.call(now, [("0", "1"), ("1", "2")])
    happened.call(now, [("0", "1")])
    happened.call(now, [("0", "1"), ("1", "0")])
    happened.call(now)

    left = of(FigureName.LEFT_AT, counted(engine, now))

    assert left == {"1.2#2": 1, "1.2": 1, "1": 1, "hotline": 1, "": 1}


def test_a_call_that_goes_on_is_not_left(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.call(now, [("0", "1"), ("1", "1")], status="in-progress")

    found = counted(engine, now)

    assert of(FigureName.LEFT_AT, found) == {}
    assert of(FigureName.HEARD, found) == {"1.1": 1}


def test_answers_are_counted_each_time_a_caller_comes_to_them(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.call(now, [("0", "1"), ("1", "1"), ("1-1", "#"), ("1-1", "*"), ("1", "1")])
    happened.call(now, [("0", "2")])

    assert of(FigureName.HEARD, counted(engine, now)) == {"1.1": 2, "2.1": 1}


def test_a_key_means_what_it_meant_in_the_call_s_own_edition(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.call(now, [("0", "2")], edition=1)
    happened.call(now, [("0", "2")], edition=2)

    found = counted(engine, now)

    assert of(FigureName.LEFT_AT, found) == {"2.1": 1, "2": 1}
    assert of(FigureName.HEARD, found) == {"2.1": 1}


def test_only_the_calls_of_the_day_are_counted(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    instant = timedelta(microseconds=1)
    for at in (now - instant, now, now + DAY - instant, now + DAY):
        happened.call(at, [("0", "1")])

    found = counted(engine, now)

    assert of(FigureName.CALLS, found) == {"completed": 2}
    assert of(FigureName.LEFT_AT, found) == {"1": 2}
