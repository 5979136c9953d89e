"""Notices are looked for by what staff know of them, the newest first, page by page."""

from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.status import Status
from notices.tables import NoticeRow


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for; "" and () ask for anything.

    `number` is whole, E.164. The next page begins below `before`, the last one's id.
    """

    statuses: tuple[Status, ...] = ()
    application: str = ""
    number: str = ""
    batch: str = ""
    event: str = ""
    before: str = ""


def find(session: Session, sought: Sought, most: int) -> tuple[NoticeRow, ...]:
    """List notices, newest first: their ids sort by the time they were made at."""
    if len(sought.statuses) < 2:  # noqa: PLR2004 - one, or any
        return _find(session, sought, most)
    # One at a time: of several at once, and rare ones, the store would read them all.
    each = (
        _find(session, replace(sought, statuses=(it,)), most) for it in sought.statuses
    )
    return tuple(nlargest(most, chain.from_iterable(each), lambda it: it.id))


def made_by(session: Session, source: str, key: str) -> NoticeRow | None:
    """Find the notice that a source asked for with this idempotency key."""
    wanted = select(NoticeRow).where(
        NoticeRow.source == source, NoticeRow.idempotency_key == key
    )
    return session.scalars(wanted).one_or_none()


def _find(session: Session, sought: Sought, most: int) -> tuple[NoticeRow, ...]:
    wanted = select(NoticeRow).order_by(NoticeRow.id.desc())
    for status in sought.statuses:
        wanted = wanted.where(NoticeRow.status == status.value)
    exact = {
        NoticeRow.application: sought.application,
        NoticeRow.to: sought.number,
        NoticeRow.batch_id: sought.batch,
        NoticeRow.event: sought.event,
    }
    for column, value in exact.items():
        if value:
            wanted = wanted.where(column == value)
    if sought.before:
        wanted = wanted.where(NoticeRow.id < sought.before)
    return tuple(session.scalars(wanted.limit(most)))
