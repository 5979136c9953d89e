"""The figures of a range of days: added up, day by day, and when they were counted."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reporting.metrics import Figure, Name
from reporting.tables import CountedDayRow, FigureRow

_NAMES = tuple(it.value for it in Name)
"""Those that we know: another release may have counted more."""

Totals = Mapping[Name, Mapping[str, int]]
"""By name and key, how many."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Which days of a range were counted, the first first, and when that was last done."""

    days: tuple[date, ...]
    at: datetime | None


def totals(session: Session, since: date, until: date) -> Totals:
    """Add up every figure of these days, both ends included."""
    many = func.sum(FigureRow.value)
    wanted = (
        select(FigureRow.name, FigureRow.key, many)
        .where(FigureRow.day.between(since, until), FigureRow.name.in_(_NAMES))
        .group_by(FigureRow.name, FigureRow.key)
    )
    found: dict[Name, dict[str, int]] = {it: {} for it in Name}
    for name, key, value in session.execute(wanted):
        found[Name(name)][key] = int(value)
    return found


def daily(
    session: Session, names: Collection[Name], since: date, until: date
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
        yield day, (Name(name), key, value)


def counted(session: Session, since: date, until: date) -> Counted:
    """Tell which of these days were counted, both ends included."""
    found = counts(session, since, until)
    return Counted(tuple(sorted(found)), max(found.values(), default=None))


def counts(session: Session, since: date, until: date) -> dict[date, datetime]:
    """Tell of each day of these that was counted when that was last done."""
    wanted = select(CountedDayRow.day, CountedDayRow.at)
    rows = session.execute(wanted.where(CountedDayRow.day.between(since, until)))
    return {day: at for day, at in rows}  # noqa: C416 - rows are no pairs to mypy


def earliest(session: Session) -> date | None:
    """Tell the first day that was ever counted."""
    return session.scalar(select(func.min(CountedDayRow.day)))
