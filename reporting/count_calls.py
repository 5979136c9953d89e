"""What is counted of a day's calls."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from helpline.faq import Edition
from helpline.voice import path_labels
from helpline.voice.menu import MenuPath
from helpline.voice.path_labels import KeyDestination
from ivr.call_log import ONGOING
from ivr.tables import CallRow, CallStepRow
from reporting.histogram import interval_of
from reporting.metrics import Figure, FigureName

Editions = Callable[[int], Edition]
"""Finds the edition a call was pinned to."""

_DestinationCount = tuple[KeyDestination, int]
_MANY = func.count()


def count_day(
    session: Session, begins: datetime, ends: datetime, *, editions: Editions
) -> Iterator[Figure]:
    """Count the calls that began from one moment until before another."""
    those = CallRow.started_at >= begins, CallRow.started_at < ends
    yield from _calls(session, *those)
    yield from _lengths(session, *those)
    for landed, many in _key_destinations(session, editions, *those):
        if landed.heard:
            yield FigureName.HEARD, str(landed.heard), many
    yield from _last_positions(session, editions, *those)


def _calls(session: Session, *those: ColumnElement[bool]) -> Iterator[Figure]:
    kinds = select(CallRow.status, _MANY).where(*those).group_by(CallRow.status)
    for status, many in session.execute(kinds):
        yield FigureName.CALLS, status, many


def _lengths(session: Session, *those: ColumnElement[bool]) -> Iterator[Figure]:
    lengths = select(CallRow.duration, _MANY).where(*those).group_by(CallRow.duration)
    for seconds, many in session.execute(lengths):
        if seconds is not None:
            yield FigureName.CALL_SECONDS, "", seconds * many
            yield FigureName.CALL_LENGTHS, str(interval_of(seconds)), many


def _key_destinations(
    session: Session, editions: Editions, *those: ColumnElement[bool]
) -> Iterator[_DestinationCount]:
    """Tell where each key led, and how many times it was pressed there."""
    pressed = CallRow.edition, CallStepRow.path, CallStepRow.key
    rows = session.execute(
        select(*pressed, _MANY).join(CallStepRow).where(*those).group_by(*pressed)
    )
    for edition, path, key, many in rows.all():  # all: editions are read as we go on
        yield (
            path_labels.key_destination(editions(edition), MenuPath.parse(path), key),
            many,
        )


def _last_positions(
    session: Session, editions: Editions, *those: ColumnElement[bool]
) -> Iterator[Figure]:
    """Tell where callers were when their call was over."""
    over = (*those, CallRow.status != ONGOING)
    calls = session.scalar(select(_MANY).select_from(CallRow).where(*over)) or 0
    later = aliased(CallStepRow)
    went_on = (
        select(later.step)
        .where(later.call_sid == CallStepRow.call_sid, later.step > CallStepRow.step)
        .exists()
    )
    for landed, many in _key_destinations(session, editions, *over, ~went_on):
        calls -= many
        yield FigureName.LEFT_AT, landed.place, many
    yield FigureName.LEFT_AT, path_labels.START, calls  # who never pressed a key
