"""Announcements: time-limited sentences before every reply, live within seconds.

They are no part of an edition: one person makes one, and may withdraw it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from faq_store.errors import FaqError
from faq_store.tables import AnnouncementRow
from helpline.text import clean, is_blank
from storage.session import reading

LONGEST = 100
"""Characters: it stands before every reply, and each segment is paid for."""

LONGEST_RUN = timedelta(days=60)

FRESH = timedelta(seconds=2)
"""How long what was read is taken for what stands."""


class BadAnnouncementError(FaqError):
    """The announcement cannot be made."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A sentence from `begins_at` until `ends_at`, unless it was withdrawn."""

    id: int
    text: str
    begins_at: datetime
    ends_at: datetime
    by: str
    withdrawn_at: datetime | None

    def stands(self, now: datetime) -> bool:
        """Tell whether it is said now."""
        return self.withdrawn_at is None and self.begins_at <= now < self.ends_at


def create_announcement(
    session: Session, text: str, begins_at: datetime, ends_at: datetime, by: str
) -> Announcement:
    """Announce something; raise `BadAnnouncementError`."""
    said = " ".join(clean(text).split())
    if is_blank(said) or len(said) > LONGEST:
        raise BadAnnouncementError(f"公告要有1到{LONGEST}个字。")
    if not begins_at < ends_at <= begins_at + LONGEST_RUN:
        raise BadAnnouncementError(f"结束时间要在开始之后，最多{LONGEST_RUN.days}天。")
    row = AnnouncementRow(text=said, begins_at=begins_at, ends_at=ends_at, by=by)
    session.add(row)
    session.flush()
    return _from_row(row)


def withdraw_announcement(
    session: Session, announcement: int, now: datetime
) -> Announcement:
    """Take one back; raise `BadAnnouncementError` if there is none."""
    row = session.get(AnnouncementRow, announcement, with_for_update=True)
    if row is None:
        raise BadAnnouncementError("没有这条公告。")
    row.withdrawn_at = row.withdrawn_at or now
    session.flush()
    return _from_row(row)


def newest_announcements(session: Session, most: int) -> tuple[Announcement, ...]:
    """List the newest, whether they still stand or not."""
    wanted = select(AnnouncementRow).order_by(AnnouncementRow.id.desc()).limit(most)
    return tuple(map(_from_row, session.scalars(wanted)))


def current_announcement(session: Session, now: datetime) -> str:
    """Give what is announced now: the newest that stands, "" for nothing."""
    wanted = (
        select(AnnouncementRow.text)
        .where(
            AnnouncementRow.withdrawn_at.is_(None),
            AnnouncementRow.begins_at <= now,
            AnnouncementRow.ends_at > now,
        )
        .order_by(AnnouncementRow.id.desc())
        .limit(1)
    )
    return session.scalars(wanted).first() or ""


class AnnouncementCache:
    """What is announced, for every reply; read again after `FRESH`, kept without a store."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._said = ""
        self._read_at: datetime | None = None

    def __call__(self) -> str:
        """Give what is announced; with the store gone, what was announced last."""
        now = self._clock()
        if self._read_at is None or now - self._read_at >= FRESH:
            try:
                with reading(self._engine) as session:
                    self._said = current_announcement(session, now)
            except SQLAlchemyError:
                return self._said
            self._read_at = now
        return self._said


def _from_row(row: AnnouncementRow) -> Announcement:
    return Announcement(
        row.id, row.text, row.begins_at, row.ends_at, row.by, row.withdrawn_at
    )
