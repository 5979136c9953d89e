"""Queries on the call log for staff: the newest calls, those of one number, keys pressed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ivr.tables import CallRow, CallStepRow
from storage.keyset import Bounds, Keyset

CALLS: Keyset[CallRow] = Keyset(CallRow.sender, CallRow.started_at, CallRow.call_sid)


def find_calls(
    session: Session, bounds: Bounds, most: int, *, statuses: tuple[str, ...] = ()
) -> tuple[CallRow, ...]:
    """List calls, newest first; `statuses` say how a call stands or ended, () any.

    The next page begins below the last one's place.
    """
    wanted = select(CallRow)
    if statuses:
        wanted = wanted.where(CallRow.status.in_(statuses))
    return CALLS.find(session, wanted, bounds, most)


def find_call(session: Session, call_sid: str) -> CallRow | None:
    """Find one call."""
    return session.get(CallRow, call_sid)


def find_sender(session: Session, call_sid: str) -> str | None:
    """Tell who called, by the key of the number."""
    return session.scalar(select(CallRow.sender).where(CallRow.call_sid == call_sid))


def list_keys(session: Session, call_sid: str, most: int) -> tuple[CallStepRow, ...]:
    """List the keys pressed in a call, in their order."""
    pressed = select(CallStepRow).where(CallStepRow.call_sid == call_sid)
    return tuple(session.scalars(pressed.order_by(CallStepRow.step).limit(most)))
