"""Turns as staff read them: the newest, those of one number, those around one."""

from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest
from itertools import chain

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from sms.tables import TurnRow

Place = tuple[datetime, str]
"""Where a turn stands among all: when it was, and its MessageSid."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What turns to look for; () and "" and None ask for any.

    `senders` are keys of numbers. Only what is older than `below` is found.
    """

    senders: tuple[str, ...] = ()
    decision: str = ""
    since: datetime | None = None
    until: datetime | None = None
    below: Place | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Turns of one conversation that follow each other, the oldest first."""

    turns: tuple[TurnRow, ...]
    older: bool
    newer: bool


def find(session: Session, sought: Sought, most: int) -> tuple[TurnRow, ...]:
    """List turns, newest first; the next page begins below the last one's place."""
    if len(sought.senders) < 2:  # noqa: PLR2004 - one, or nobody in particular
        return _find(session, sought, most)
    # One key at a time: of several at once the store would rather read all turns there
    # are, newest first, and pass over those of others.
    each = (
        _find(session, replace(sought, senders=(it,)), most)
        for it in dict.fromkeys(sought.senders)
    )
    found = chain.from_iterable(each)
    return tuple(nlargest(most, found, lambda it: (it.at, it.message_sid)))


def sender(session: Session, message_sid: str) -> str | None:
    """Tell who sent a text, by the key of the number."""
    return session.scalar(
        select(TurnRow.sender).where(TurnRow.message_sid == message_sid)
    )


def around(session: Session, message_sid: str, each_way: int) -> Stretch | None:
    """Find a turn, with what its sender texted before and after it."""
    turn = session.get(TurnRow, message_sid)
    if turn is None:
        return None
    own = select(TurnRow).where(TurnRow.sender == turn.sender).limit(each_way + 1)
    place = turn.at, turn.message_sid
    newest = TurnRow.at.desc(), TurnRow.message_sid.desc()
    oldest = TurnRow.at, TurnRow.message_sid
    before = session.scalars(own.where(_older(place)).order_by(*newest)).all()
    after = session.scalars(own.where(_newer(place)).order_by(*oldest)).all()
    turns = (*reversed(before[:each_way]), turn, *after[:each_way])
    return Stretch(turns, len(before) > each_way, len(after) > each_way)


def _older(place: Place) -> ColumnElement[bool]:
    at, sid = place
    tie = or_(TurnRow.at < at, TurnRow.message_sid < sid)
    return and_(TurnRow.at <= at, tie)


def _newer(place: Place) -> ColumnElement[bool]:
    at, sid = place
    tie = or_(TurnRow.at > at, TurnRow.message_sid > sid)
    return and_(TurnRow.at >= at, tie)


def _find(session: Session, sought: Sought, most: int) -> tuple[TurnRow, ...]:
    newest = TurnRow.at.desc(), TurnRow.message_sid.desc()
    wanted = select(TurnRow).order_by(*newest).limit(most)
    for sender_ in sought.senders:
        wanted = wanted.where(TurnRow.sender == sender_)
    if sought.decision:
        wanted = wanted.where(TurnRow.decision == sought.decision)
    if sought.since:
        wanted = wanted.where(TurnRow.at >= sought.since)
    if sought.until:
        wanted = wanted.where(TurnRow.at < sought.until)
    if sought.below:
        wanted = wanted.where(_older(sought.below))
    return tuple(session.scalars(wanted))
