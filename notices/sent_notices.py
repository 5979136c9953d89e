"""Notices sent to one number, for the conversation (by text or call) that asks about them."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from helpline.conversation.sent_notices import NoticeEvent, ReceivedNotice, SentNotices
from notices.delivery import suppressions
from notices.status import LEFT_US
from notices.tables import NoticeRow

SHOWN = 3


def load_mailbox(session: Session, number: str, now: datetime) -> SentNotices:
    """Give the newest notices of a number, and the one that its `1` may answer."""
    newest = tuple(
        _received_notice(row) for row in session.scalars(_select_sent(number, SHOWN))
    )
    offer = newest_valid_notice(session, number, now) if newest else None
    silent = suppressions.is_suppressed(session, number)
    return SentNotices(newest, offer, suppressed=silent)


def newest_valid_notice(
    session: Session, number: str, now: datetime
) -> ReceivedNotice | None:
    """Give the newest notice of a number that is still valid."""
    valid = _select_sent(number, 1).where(NoticeRow.expires_at > now)
    row = session.scalars(valid).first()
    return None if row is None else _received_notice(row)


def _select_sent(number: str, most: int) -> Select[NoticeRow]:
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


def _received_notice(row: NoticeRow) -> ReceivedNotice:
    return ReceivedNotice(
        event=NoticeEvent(row.event),
        application=row.application,
        reason=row.reason,
        text=row.text,
        question=row.question,
        at=row.sent_at or row.created_at,
        until=row.expires_at,
    )
