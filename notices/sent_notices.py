"""Notices sent to one number, for the conversation (by text or call) that asks about them."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from helpline.conversation.sent_notices import Event, Mailbox, Received
from notices.delivery import suppressions
from notices.status import LEFT_US
from notices.tables import NoticeRow

SHOWN = 3


def mailbox(session: Session, number: str, now: datetime) -> Mailbox:
    """Give the newest notices of a number, and the one that its `1` may answer."""
    newest = tuple(_received(it) for it in session.scalars(_sent_to(number, SHOWN)))
    offer = offer_for(session, number, now) if newest else None
    silent = suppressions.is_suppressed(session, number)
    return Mailbox(newest, offer, suppressed=silent)


def offer_for(session: Session, number: str, now: datetime) -> Received | None:
    """Give the newest notice of a number that is still valid."""
    valid = _sent_to(number, 1).where(NoticeRow.expires_at > now)
    row = session.scalars(valid).first()
    return None if row is None else _received(row)


def _sent_to(number: str, most: int) -> Select[NoticeRow]:
    """Choose what may have reached the phone: also what nobody has answered for."""
    return (
        select(NoticeRow)
        .where(
            NoticeRow.to == number,
            NoticeRow.sent_at.is_not(None),
            NoticeRow.status.in_([it.value for it in LEFT_US]),
        )
        .order_by(NoticeRow.sent_at.desc(), NoticeRow.id.desc())
        .limit(most)
    )


def _received(row: NoticeRow) -> Received:
    return Received(
        event=Event(row.event),
        application=row.application,
        reason=row.reason,
        text=row.text,
        question=row.question,
        at=row.sent_at or row.created_at,
        until=row.expires_at,
    )
