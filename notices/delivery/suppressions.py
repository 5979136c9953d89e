"""The suppression list (opt-outs): numbers suppressed by a STOP of theirs, the provider, or staff."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from notices.delivery import outbox
from notices.reference_tables import SuppressionEventRow, SuppressionRow
from notices.status import Status
from notices.tables import NoticeRow
from storage.session import insert_once


def is_suppressed(session: Session, number: str) -> bool:
    """Tell whether a number must not be sent notices."""
    row = session.get(SuppressionRow, number)
    return row is not None and row.active


def suppress_number(session: Session, number: str, cause: str, now: datetime) -> bool:
    """Send this number nothing more, and drop what waits; False if it was so already."""
    changed = _set_active(session, number, cause, now, active=True)
    waiting = (
        select(NoticeRow.id)
        .where(NoticeRow.to == number, outbox.QUEUED)
        .order_by(NoticeRow.id)
        .with_for_update()
    )
    steps = [(it, Status.SUPPRESSED, "") for it in session.scalars(waiting)]
    outbox.end_notices(session, steps, now)
    return changed


def resume_number(session: Session, number: str, cause: str, now: datetime) -> bool:
    """Let this number be sent notices again; False if it was so already."""
    return _set_active(session, number, cause, now, active=False)


def list_active(session: Session) -> tuple[SuppressionRow, ...]:
    """List the suppressed numbers, newest first."""
    wanted = select(SuppressionRow).where(SuppressionRow.active)
    return tuple(session.scalars(wanted.order_by(SuppressionRow.at.desc())))


def list_suppressions(
    session: Session, before: int | None, most: int
) -> tuple[SuppressionEventRow, ...]:
    """List the suppressed numbers by the change that made them so, newest first."""
    later, mine = aliased(SuppressionEventRow), SuppressionEventRow.number
    overtaken = select(later.id).where(
        later.number == mine, later.id > SuppressionEventRow.id
    )
    active = select(SuppressionRow.number).where(
        SuppressionRow.number == mine, SuppressionRow.active
    )
    # Both are asked of one change after another, newest first, until a page is full.
    wanted = select(SuppressionEventRow).where(active.exists(), ~overtaken.exists())
    if before is not None:
        wanted = wanted.where(SuppressionEventRow.id < before)
    return tuple(
        session.scalars(wanted.order_by(SuppressionEventRow.id.desc()).limit(most))
    )


def find_number(session: Session, event: int) -> str | None:
    """Tell whose suppression a change was: its id names a number without showing it."""
    row = session.get(SuppressionEventRow, event)
    return None if row is None else row.number


def last_change(session: Session, number: str) -> int | None:
    """Name the newest change of a number's suppression, None if there was none."""
    theirs = SuppressionEventRow.number == number
    return session.scalar(select(func.max(SuppressionEventRow.id)).where(theirs))


def suppression_history(
    session: Session, number: str
) -> tuple[SuppressionEventRow, ...]:
    """List every change of a number's suppression, oldest first."""
    theirs = select(SuppressionEventRow).where(SuppressionEventRow.number == number)
    return tuple(session.scalars(theirs.order_by(SuppressionEventRow.id)))


def _set_active(
    session: Session, number: str, cause: str, now: datetime, *, active: bool
) -> bool:
    insert_once(session, SuppressionRow, number=number, active=False, at=now)
    mine = select(SuppressionRow).where(SuppressionRow.number == number)
    options = {"populate_existing": True}
    row = session.scalars(mine.with_for_update(), execution_options=options).one()
    if row.active is active:
        return False
    row.active, row.at = active, now
    session.add(
        SuppressionEventRow(number=number, active=active, cause=cause[:64], at=now)
    )
    session.flush()
    return True
