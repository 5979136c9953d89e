"""What one number was sent in a stretch of time, beside what it texted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.status import LEFT_US, Status
from notices.tables import NoticeRow


@dataclass(frozen=True, slots=True)
class Sent:
    """A notice that may have reached the phone, and when it was handed over."""

    id: str
    text: str
    status: Status
    at: datetime


def sent(
    session: Session,
    number: str,
    since: datetime | None,
    until: datetime | None,
    most: int,
) -> tuple[Sent, ...]:
    """List the newest notices of a number between two times, the oldest first."""
    wanted = select(NoticeRow).where(
        NoticeRow.to == number,
        NoticeRow.sent_at.is_not(None),
        NoticeRow.status.in_([it.value for it in LEFT_US]),
    )
    if since:
        wanted = wanted.where(NoticeRow.sent_at >= since)
    if until:
        wanted = wanted.where(NoticeRow.sent_at < until)
    newest = wanted.order_by(NoticeRow.sent_at.desc(), NoticeRow.id.desc()).limit(most)
    rows = reversed(session.scalars(newest).all())
    return tuple(
        Sent(it.id, it.text, Status(it.status), it.sent_at or it.created_at)
        for it in rows
    )
