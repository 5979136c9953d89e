"""The figures of a range of days: added up, day by day, and when they were counted."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from reporting.metrics import Figure, FigureName, merge_recount
from reporting.tables import CountedDayRow, FigureRow
from storage.session import execute_and_count, insert_once

_NAMES = tuple(it.value for it in FigureName)
"""Those that we know: another release may have counted more."""

Totals = Mapping[FigureName, Mapping[str, int]]
"""By name and key, how many."""


@dataclass(frozen=True, slots=True)
class CountedDays:
    """Which days of a range were counted, the first first, and when that was last done."""

    days: tuple[date, ...]
    at: datetime | None


def read_totals(session: Session, since: date, until: date) -> Totals:
    """Add up every figure of these days, both ends included."""
    many = func.sum(FigureRow.value)
    wanted = (
        select(FigureRow.name, FigureRow.key, many)
        .where(FigureRow.day.between(since, until), FigureRow.name.in_(_NAMES))
        .group_by(FigureRow.name, FigureRow.key)
    )
    found: dict[FigureName, dict[str, int]] = {it: {} for it in FigureName}
    for name, key, value in session.execute(wanted):
        found[FigureName(name)][key] = int(value)
    return found


def read_daily(
    session: Session, names: Collection[FigureName], since: date, until: date
) -> Iterator[tuple[date, Figure]]:
    """List figures of these names day by day, both ends included."""
    wanted = select(FigureRow.day, FigureRow.name, FigureRow.key, FigureRow.value)
    rows = session.execute(
        wanted.where(
            FigureRow.day.between(since, until),
            FigureRow.name.in_([it.value for it in names]),
        )
    )
    for day, name, key, value in rows:
        yield day, (FigureName(name), key, value)


def counted_days(session: Session, since: date, until: date) -> CountedDays:
    """Tell which of these days were counted, both ends included."""
    found = count_times(session, since, until)
    return CountedDays(tuple(sorted(found)), max(found.values(), default=None))


def count_times(session: Session, since: date, until: date) -> dict[date, datetime]:
    """Tell of each day of these that was counted when that was last done."""
    wanted = select(CountedDayRow.day, CountedDayRow.at)
    rows = session.execute(wanted.where(CountedDayRow.day.between(since, until)))
    return {day: at for day, at in rows}  # noqa: C416 - rows are no pairs to mypy


def earliest_day(session: Session) -> date | None:
    """Tell the first day that was ever counted."""
    return session.scalar(select(func.min(CountedDayRow.day)))


_NEVER = datetime.min.replace(tzinfo=UTC)


def record_day(
    session: Session,
    day: date,
    figures: Collection[Figure],
    at: datetime,
    *,
    past: bool,
) -> bool:
    """Put these figures in the place of a day's earlier ones, unless others have since.

    False if somebody has counted later than `at`. Where a day is past and there are
    fewer of what is never fewer, rows were deleted, not wrongly counted: the figures of
    that door stay.
    """
    counted = _lock_day(session, day)
    if counted.at >= at:
        return False
    counted.at = at
    if past:
        figures = merge_recount(_read_figures(session, day), figures)
    execute_and_count(session, delete(FigureRow).where(FigureRow.day == day))
    rows = [
        {"day": day, "name": name.value, "key": key, "value": value}
        for name, key, value in figures
    ]
    if rows:
        session.execute(insert(FigureRow), rows)
    return True


def _lock_day(session: Session, day: date) -> CountedDayRow:
    """Find or enter the day, and keep others who count it waiting."""
    insert_once(session, CountedDayRow, day=day, at=_NEVER)
    this = select(CountedDayRow).where(CountedDayRow.day == day)
    return session.scalars(this.with_for_update()).one()


def _read_figures(session: Session, day: date) -> tuple[Figure, ...]:
    rows = session.execute(
        select(FigureRow.name, FigureRow.key, FigureRow.value).where(
            FigureRow.day == day, FigureRow.name.in_([it.value for it in FigureName])
        )
    )
    return tuple((FigureName(name), key, value) for name, key, value in rows)
