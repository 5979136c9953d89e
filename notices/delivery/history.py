"""The status history of notices: its events, many inserted at once."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from notices.status import Status
from notices.tables import NoticeEventRow

HistoryStep = tuple[str, Status, str]
"""A notice's id, its new status, and the code that says why ("" for none)."""


def write_steps(session: Session, steps: Iterable[HistoryStep], at: datetime) -> None:
    """Add steps that happened at one moment."""
    rows = [
        {"notice_id": notice, "at": at, "status": status.value, "code": code}
        for notice, status, code in steps
    ]
    if rows:
        session.execute(insert(NoticeEventRow), rows)


def read_steps(session: Session, notice: str) -> tuple[NoticeEventRow, ...]:
    """Give a notice's history, oldest first."""
    mine = select(NoticeEventRow).where(NoticeEventRow.notice_id == notice)
    return tuple(session.scalars(mine.order_by(NoticeEventRow.id)))
