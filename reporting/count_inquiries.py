"""What is counted of a day's inquiries: how many came, were settled, and still waited."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from faq_store.tables import InquiryRow
from reporting.metrics import Figure, FigureName, InquiryFlow


def count_day(session: Session, begins: datetime, ends: datetime) -> Iterator[Figure]:
    """Count from one moment until before another; those open at the second one."""
    new = InquiryRow.at >= begins, InquiryRow.at < ends
    settled = InquiryRow.settled_at >= begins, InquiryRow.settled_at < ends
    open_ = (
        InquiryRow.at < ends,
        or_(InquiryRow.settled_at.is_(None), InquiryRow.settled_at >= ends),
    )
    for kind, those in (
        (InquiryFlow.NEW, new),
        (InquiryFlow.SETTLED, settled),
        (InquiryFlow.OPEN, open_),
    ):
        yield FigureName.INQUIRIES, kind.value, _count_rows(session, *those)


def _count_rows(session: Session, *those: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(InquiryRow).where(*those)
    return session.scalar(counted) or 0
