"""The books of calls: begun once, each key once, ended for good."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ivr.position import Position
from ivr.tables import CallRow, CallStepRow
from ivr.webhook_form import ENDINGS, CallEvent
from storage.once import insert_once

ONGOING = "in-progress"
_KEPT = 64
LOST = "lost"
"""How a call ends of which the provider never told us the end."""


def begin(session: Session, event: CallEvent, edition: int, now: datetime) -> int:
    """Enter a call, once; return the edition it is pinned to."""
    insert_once(
        session,
        CallRow,
        call_sid=event.call_sid,
        sender=event.sender.key,
        edition=edition,
        status=ONGOING,
        started_at=now,
    )
    pinned = select(CallRow.edition).where(CallRow.call_sid == event.call_sid)
    return session.scalars(pinned).one()


def step(session: Session, event: CallEvent, position: Position, now: datetime) -> bool:
    """Enter a key, once for each step; tell whether the call still goes on."""
    begin(session, event, position.edition, now)
    status = select(CallRow.status).where(CallRow.call_sid == event.call_sid)
    if session.scalar(status) in ENDINGS:
        return False
    insert_once(
        session,
        CallStepRow,
        call_sid=event.call_sid,
        step=position.step,
        path=position.path.text[:_KEPT],
        key=event.digits,
        at=now,
    )
    return True


def end(session: Session, event: CallEvent, now: datetime) -> None:
    """Close a call; the first ending stands, whatever is told later."""
    begin(session, event, 0, now)
    session.execute(
        update(CallRow)
        .where(CallRow.call_sid == event.call_sid, CallRow.status.not_in(ENDINGS))
        .values(status=event.status, ended_at=now, duration=event.seconds)
    )


def give_up(session: Session, before: datetime, now: datetime) -> int:
    """Close as lost the calls begun before a time and never ended."""
    closed = session.scalars(
        update(CallRow)
        .where(CallRow.status == ONGOING, CallRow.started_at < before)
        .values(status=LOST, ended_at=now)
        .returning(CallRow.call_sid)
    )
    return len(closed.all())
