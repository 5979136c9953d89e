"""Calls as staff read them: the newest, those of one number, the keys of one."""

from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest
from itertools import chain

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ivr.tables import CallRow, CallStepRow

Place = tuple[datetime, str]
"""Where a call stands among all: when it began, and its CallSid."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What calls to look for; () and None ask for any.

    `senders` are keys of numbers, `statuses` how a call stands or ended. Only what
    is older than `below` is found.
    """

    senders: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    below: Place | None = None


def find(session: Session, sought: Sought, most: int) -> tuple[CallRow, ...]:
    """List calls, newest first; the next page begins below the last one's place."""
    if len(sought.senders) < 2:  # noqa: PLR2004 - one, or nobody in particular
        return _find(session, sought, most)
    # One key at a time: see `sms.queries`.
    each = (
        _find(session, replace(sought, senders=(it,)), most)
        for it in dict.fromkeys(sought.senders)
    )
    found = chain.from_iterable(each)
    return tuple(nlargest(most, found, lambda it: (it.started_at, it.call_sid)))


def call(session: Session, call_sid: str) -> CallRow | None:
    """Find one call."""
    return session.get(CallRow, call_sid)


def sender(session: Session, call_sid: str) -> str | None:
    """Tell who called, by the key of the number."""
    return session.scalar(select(CallRow.sender).where(CallRow.call_sid == call_sid))


def keys(session: Session, call_sid: str, most: int) -> tuple[CallStepRow, ...]:
    """List the keys pressed in a call, in their order."""
    pressed = select(CallStepRow).where(CallStepRow.call_sid == call_sid)
    return tuple(session.scalars(pressed.order_by(CallStepRow.step).limit(most)))


def _find(session: Session, sought: Sought, most: int) -> tuple[CallRow, ...]:
    newest = CallRow.started_at.desc(), CallRow.call_sid.desc()
    wanted = select(CallRow).order_by(*newest).limit(most)
    for sender_ in sought.senders:
        wanted = wanted.where(CallRow.sender == sender_)
    if sought.statuses:
        wanted = wanted.where(CallRow.status.in_(sought.statuses))
    if sought.since:
        wanted = wanted.where(CallRow.started_at >= sought.since)
    if sought.until:
        wanted = wanted.where(CallRow.started_at < sought.until)
    if sought.below:
        at, sid = sought.below
        tie = or_(CallRow.started_at < at, CallRow.call_sid < sid)
        wanted = wanted.where(and_(CallRow.started_at <= at, tie))
    return tuple(session.scalars(wanted))
