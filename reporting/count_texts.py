"""What is counted of a day's texts."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from helpline.sms_segments import segments
from reporting.metrics import Figure, FigureName, TextOutcome
from sms.tables import TurnRow

_AT_ONCE = 1000
"""Different replies held in memory at a time."""

_MANY = func.count()


def count_day(session: Session, begins: datetime, ends: datetime) -> Iterator[Figure]:
    """Count the texts from one moment until before another."""
    those = TurnRow.at >= begins, TurnRow.at < ends
    yield from _texts(session, *those)
    yield from _count_answered(session, *those)
    yield FigureName.REPLY_SEGMENTS, "", _segments(session, *those)


def _texts(session: Session, *those: ColumnElement[bool]) -> Iterator[Figure]:
    replied = TurnRow.reply != ""
    kinds = TurnRow.unrouted, TurnRow.decision, replied
    rows = session.execute(select(*kinds, _MANY).where(*those).group_by(*kinds))
    for unrouted, decision, was_replied, many in rows:
        if unrouted:
            yield FigureName.TEXTS, TextOutcome.STRAY.value, many
        elif decision:
            yield FigureName.TEXTS, decision, many
        else:
            became = TextOutcome.CHOICE if was_replied else TextOutcome.SILENT
            yield FigureName.TEXTS, became.value, many


def _count_answered(session: Session, *those: ColumnElement[bool]) -> Iterator[Figure]:
    told = select(TurnRow.case, _MANY).where(*those, TurnRow.case.is_not(None))
    for case, many in session.execute(told.group_by(TurnRow.case)):
        yield FigureName.ANSWERED, case or "", many


def _segments(session: Session, *those: ColumnElement[bool]) -> int:
    """Add up the segments of all replies; the same reply is measured once."""
    replies = select(TurnRow.reply, _MANY).where(*those, TurnRow.reply != "")
    rows = session.execute(
        replies.group_by(TurnRow.reply).execution_options(yield_per=_AT_ONCE)
    )
    return sum(segments(reply) * many for reply, many in rows)
