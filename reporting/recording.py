"""A day's figures are written, all at once and in the place of the earlier ones."""

from collections.abc import Collection
from datetime import UTC, date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from reporting.metrics import Figure, Name, lasting
from reporting.tables import CountedDayRow, FigureRow
from storage.once import insert_once
from storage.session import changed

_NEVER = datetime.min.replace(tzinfo=UTC)


def record(
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
    counted = _locked(session, day)
    if counted.at >= at:
        return False
    counted.at = at
    if past:
        figures = lasting(_recorded(session, day), figures)
    changed(session, delete(FigureRow).where(FigureRow.day == day))
    rows = [
        {"day": day, "name": name.value, "key": key, "value": value}
        for name, key, value in figures
    ]
    if rows:
        session.execute(insert(FigureRow), rows)
    return True


def _locked(session: Session, day: date) -> CountedDayRow:
    """Find or enter the day, and keep others who count it waiting."""
    insert_once(session, CountedDayRow, day=day, at=_NEVER)
    this = select(CountedDayRow).where(CountedDayRow.day == day)
    return session.scalars(this.with_for_update()).one()


def _recorded(session: Session, day: date) -> tuple[Figure, ...]:
    rows = session.execute(
        select(FigureRow.name, FigureRow.key, FigureRow.value).where(
            FigureRow.day == day, FigureRow.name.in_([it.value for it in Name])
        )
    )
    return tuple((Name(name), key, value) for name, key, value in rows)
