"""The call log: writes each call once, each key press once, and how and when it ended."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ivr.context import CallContext
from ivr.position import Position
from ivr.tables import CallRow, CallStepRow
from ivr.webhook_form import ENDINGS, CallEvent
from storage.session import insert_once, writing

ONGOING = "in-progress"
_KEPT = 64
LOST = "lost"
"""How a call ends of which the provider never told us the end."""


def insert_call(session: Session, event: CallEvent, edition: int, now: datetime) -> int:
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


def insert_step(
    session: Session, event: CallEvent, position: Position, now: datetime
) -> bool:
    """Enter a key, once for each step; tell whether the call still goes on."""
    insert_call(session, event, position.edition, now)
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


def close_call(session: Session, event: CallEvent, now: datetime) -> None:
    """Close a call; the first ending stands, whatever is told later."""
    insert_call(session, event, 0, now)
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


_log = logging.getLogger(__name__)
_Kept = TypeVar("_Kept")


def log_call(context: CallContext, event: CallEvent, edition: int) -> int:
    """Enter the call; return the edition it is pinned to."""
    now = context.clock()
    return _try_store(
        context,
        lambda session: insert_call(session, event, edition, now),
        otherwise=edition,
    )


def log_key(context: CallContext, event: CallEvent, position: Position) -> bool:
    """Enter a key; tell whether the call goes on (it does if nobody can tell)."""
    now = context.clock()
    return _try_store(
        context,
        lambda session: insert_step(session, event, position, now),
        otherwise=True,
    )


def log_end(context: CallContext, event: CallEvent) -> None:
    """Close the call; raises SQLAlchemy's errors, for an end is told only once."""
    now = context.clock()
    with writing(context.engine) as session:
        close_call(session, event, now)


def _try_store(
    context: CallContext, use: Callable[[Session], _Kept], otherwise: _Kept
) -> _Kept:
    try:
        with writing(context.engine) as session:
            return use(session)
    except SQLAlchemyError:
        _log.exception("call not entered in the books")
        return otherwise
