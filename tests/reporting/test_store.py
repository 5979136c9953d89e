"""A day's figures are written and read back."""

from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, select

from reporting import store as figures
from reporting import store as reporting_store
from reporting.metrics import Figure, FigureName
from reporting.tables import FigureRow
from storage.session import reading, writing

pytestmark = pytest.mark.both_stores

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
FOUND: tuple[Figure, ...] = (
    (FigureName.TEXTS, "certain", 5),
    (FigureName.TEXTS, "unsure", 2),
    (FigureName.CALLS, "completed", 3),
)
FEWER: tuple[Figure, ...] = ((FigureName.TEXTS, "certain", 1),)


def record(
    store: Engine,
    at: datetime,
    found: tuple[Figure, ...] = FOUND,
    day: date = DAY,
    *,
    past: bool = False,
) -> bool:
    with writing(store) as session:
        return reporting_store.record_day(session, day, found, at, past=past)


def totals(store: Engine, first: date = DAY, last: date = DAY) -> set[Figure]:
    with reading(store) as session:
        found = figures.read_totals(session, first, last)
    return {(name, key, n) for name, kinds in found.items() for key, n in kinds.items()}


def test_what_was_counted_is_read_back(engine: Engine, now: datetime) -> None:
    assert record(engine, now)

    assert totals(engine) == set(FOUND)


def test_counting_twice_leaves_what_counting_once_does(
    engine: Engine, now: datetime
) -> None:
    record(engine, now)

    assert record(engine, now + timedelta(minutes=1))

    assert totals(engine) == set(FOUND)


def test_a_later_count_takes_the_place_of_an_earlier(
    engine: Engine, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    record(engine, later)

    assert not record(engine, now, FEWER)
    assert totals(engine) == set(FOUND)
    assert record(engine, later + timedelta(minutes=1), FEWER)
    assert totals(engine) == set(FEWER)


def test_a_day_that_is_past_keeps_what_was_counted_before_rows_were_deleted(
    engine: Engine, now: datetime
) -> None:
    record(engine, now)
    later = now + timedelta(days=1)

    record(engine, later, FEWER, past=True)

    assert totals(engine) == set(FOUND)
    with reading(engine) as session:  # it need not be tried again at once
        assert figures.count_times(session, DAY, DAY) == {DAY: later}


def test_where_texts_of_a_past_day_were_deleted_its_calls_are_counted_on(
    engine: Engine, now: datetime
) -> None:
    record(engine, now)
    calls: Figure = (FigureName.CALLS, "lost", 3)

    record(engine, now + timedelta(days=1), (*FEWER, calls), past=True)

    assert totals(engine) == {*FOUND[:2], calls}


def test_days_are_added_up_and_told_one_by_one(engine: Engine, now: datetime) -> None:
    record(engine, now)
    record(engine, now, FEWER, NEXT)

    with reading(engine) as session:
        daily = set(figures.read_daily(session, [FigureName.TEXTS], DAY, NEXT))

    assert (FigureName.TEXTS, "certain", 6) in totals(engine, DAY, NEXT)
    assert daily == {
        (DAY, (FigureName.TEXTS, "certain", 5)),
        (DAY, (FigureName.TEXTS, "unsure", 2)),
        (NEXT, (FigureName.TEXTS, "certain", 1)),
    }


def test_it_is_told_which_days_were_counted_and_when(
    engine: Engine, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    record(engine, now)
    record(engine, later, (), NEXT)

    with reading(engine) as session:
        found = figures.counted_days(session, DAY, NEXT)
        none = figures.counted_days(session, date(2025, 1, 1), date(2025, 1, 2))
        earliest = figures.earliest_day(session)

    assert (found.days, found.at) == ((DAY, NEXT), later)
    assert (none.days, none.at) == ((), None)
    assert earliest == DAY


def test_what_another_release_has_counted_is_left_alone(
    engine: Engine, now: datetime
) -> None:
    record(engine, now)
    with writing(engine) as session:
        session.add(FigureRow(day=DAY, name="unheard-of", key="", value=1))

    assert totals(engine) == set(FOUND)
    assert record(engine, now + timedelta(minutes=1), past=True)


@pytest.mark.parametrize("first", [True, False])
def test_two_may_count_a_day_at_once(
    engine: Engine, now: datetime, *, first: bool
) -> None:
    if not first:
        record(engine, now)
    later = [now + timedelta(seconds=it) for it in range(1, 9)]
    threads = [Thread(target=record, args=(engine, it)) for it in later]

    for thread in threads:
        thread.start()
    for item in threads:
        item.join()

    assert totals(engine) == set(FOUND)
    with reading(engine) as session:
        assert len(session.scalars(select(FigureRow)).all()) == len(FOUND)
        assert figures.count_times(session, DAY, DAY) == {DAY: later[-1]}
