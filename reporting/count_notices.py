"""What is counted of a day's notices: those made on that day, as they stand now."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from helpline.masking import mask
from notices.delivery.manual_decision import BY_HAND
from notices.status import Status
from notices.tables import NoticeEventRow, NoticeRow
from reporting.histogram import interval_of
from reporting.metrics import Figure, FigureName

_AT_ONCE = 1000
"""Deliveries held in memory at a time."""

_FAILED = (Status.FAILED.value, Status.UNDELIVERED.value, Status.DEAD.value)
_MANY = func.count()


def count_day(session: Session, begins: datetime, ends: datetime) -> Iterator[Figure]:
    """Count the notices made from one moment until before another."""
    those = NoticeRow.created_at >= begins, NoticeRow.created_at < ends
    yield from _notices(session, *those)
    yield from _events(session, *those)
    yield from _failures(session, *those)
    yield from _deliveries(session, *those)


def _notices(session: Session, *those: ColumnElement[bool]) -> Iterator[Figure]:
    kinds = select(NoticeRow.status, _MANY, func.sum(NoticeRow.segments))
    rows = session.execute(kinds.where(*those).group_by(NoticeRow.status))
    for status, many, segments in rows:
        yield FigureName.NOTICES, status, many
        if Status(status).left_us:
            yield FigureName.NOTICE_SEGMENTS, "", int(segments)


def _events(session: Session, *those: ColumnElement[bool]) -> Iterator[Figure]:
    kinds = select(NoticeRow.event, _MANY).where(*those).group_by(NoticeRow.event)
    for event, many in session.execute(kinds):
        yield FigureName.NOTICE_EVENTS, event, many


def _failures(session: Session, *those: ColumnElement[bool]) -> Iterator[Figure]:
    failed = (*those, NoticeRow.status.in_(_FAILED))
    codes = select(NoticeRow.code, _MANY).where(*failed).group_by(NoticeRow.code)
    for code, many in session.execute(codes):
        # It is other people's word: should there be a number in it, it stays hidden.
        yield FigureName.NOTICE_FAILURES, mask(code), many


def _deliveries(session: Session, *those: ColumnElement[bool]) -> Iterator[Figure]:
    """Measure from handing over to the word that it is there; not what staff wrote."""
    delivered = NoticeEventRow.status == Status.DELIVERED.value
    heard = (
        select(NoticeRow.sent_at, NoticeEventRow.at)
        .join(NoticeEventRow)
        .where(*those, delivered, NoticeEventRow.code != BY_HAND)
        .execution_options(yield_per=_AT_ONCE)
    )
    for sent_at, at in session.execute(heard):
        if sent_at is not None:
            seconds = (at - sent_at).total_seconds()
            yield FigureName.DELIVERIES, str(interval_of(seconds)), 1
