"""Queries for staff: search notices by filters, newest first, with pagination; counts."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import nlargest
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notices.delivery import receipts
from notices.delivery.circuit_breaker import GATEWAY
from notices.status import LEFT_US, Status
from notices.tables import GatewayRow, NoticeRow


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """What to look for; "" and () ask for anything.

    `number` is whole, E.164. The next page begins below `before`, the last one's id.
    """

    statuses: tuple[Status, ...] = ()
    application: str = ""
    number: str = ""
    batch: str = ""
    event: str = ""
    before: str = ""


def search_notices(
    session: Session, filters: NoticeFilter, most: int
) -> tuple[NoticeRow, ...]:
    """List notices, newest first: their ids sort by the time they were made at."""
    if len(filters.statuses) < 2:  # noqa: PLR2004 - one, or any
        return _search(session, filters, most)
    # One at a time: of several at once, and rare ones, the store would read them all.
    each = (
        _search(session, replace(filters, statuses=(status,)), most)
        for status in filters.statuses
    )
    return tuple(nlargest(most, chain.from_iterable(each), lambda it: it.id))


def find_by_key(session: Session, source: str, key: str) -> NoticeRow | None:
    """Find the notice that a source asked for with this idempotency key."""
    wanted = select(NoticeRow).where(
        NoticeRow.source == source, NoticeRow.idempotency_key == key
    )
    return session.scalars(wanted).one_or_none()


def _search(
    session: Session, filters: NoticeFilter, most: int
) -> tuple[NoticeRow, ...]:
    wanted = select(NoticeRow).order_by(NoticeRow.id.desc())
    for status in filters.statuses:
        wanted = wanted.where(NoticeRow.status == status.value)
    exact = {
        NoticeRow.application: filters.application,
        NoticeRow.to: filters.number,
        NoticeRow.batch_id: filters.batch,
        NoticeRow.event: filters.event,
    }
    for column, value in exact.items():
        if value:
            wanted = wanted.where(column == value)
    if filters.before:
        wanted = wanted.where(NoticeRow.id < filters.before)
    return tuple(session.scalars(wanted.limit(most)))


def statuses_by_key(
    session: Session, source: str, keys: Collection[str]
) -> dict[str, Status]:
    """Give, by its key, the status of each notice that this source had us make."""
    wanted = select(NoticeRow.idempotency_key, NoticeRow.status).where(
        NoticeRow.source == source, NoticeRow.idempotency_key.in_(keys)
    )
    return {key: Status(status) for key, status in session.execute(wanted)}


MOST_COUNTED = 10_000
"""Where counting stops: it is many, and nobody waits to hear how many."""

_DAY = timedelta(days=1)
_OPEN = (Status.QUEUED, Status.SENDING, Status.UNKNOWN, Status.DEAD)


@dataclass(frozen=True, slots=True)
class NoticeSummary:
    """A notice as staff see it; the number is whole, whoever shows it masks it."""

    id: str
    to: str
    event: str
    application: str
    text: str
    segments: int
    status: Status
    code: str
    flagged: bool
    created_at: datetime
    sent_at: datetime | None
    batch: str | None


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """How sending goes: notices by status, whether it is paused, receipts of nobody."""

    counts: dict[str, int]
    paused_until: datetime | None
    trouble: str
    strays: int


@dataclass(frozen=True, slots=True)
class NoticeCounts:
    """Notices that are not done, of each status up to `MOST_COUNTED`; and one day's."""

    open: dict[Status, int]
    day: dict[Status, int]


def find_notice(session: Session, id: str) -> NoticeSummary | None:  # noqa: A002 - the glossary's word
    """Find one notice."""
    row = session.get(NoticeRow, id)
    return None if row is None else _notice_summary(row)


def newest_notices(
    session: Session, status: str | None, most: int
) -> tuple[NoticeSummary, ...]:
    """List the newest notices, of one status if it is given."""
    wanted = select(NoticeRow).order_by(
        NoticeRow.created_at.desc(), NoticeRow.id.desc()
    )
    if status is not None:
        wanted = wanted.where(NoticeRow.status == status)
    return tuple(_notice_summary(it) for it in session.scalars(wanted.limit(most)))


def load_delivery_state(session: Session, now: datetime) -> DeliveryState:
    """Say how sending goes."""
    counted = select(NoticeRow.status, func.count()).group_by(NoticeRow.status)
    found: dict[str, int] = {name: many for name, many in session.execute(counted)}  # noqa: C416
    counts = {str(it): found[it] for it in Status if it in found}
    gateway = session.get(GatewayRow, GATEWAY)
    strays = len(receipts.stray_receipts(session, now))
    if gateway is None:
        return DeliveryState(counts, None, "", strays)
    return DeliveryState(counts, gateway.paused_until, gateway.trouble, strays)


def find_gateway(session: Session) -> GatewayRow | None:
    """Give the way out as it is now, None before anything was sent."""
    return session.get(GatewayRow, GATEWAY)


def count_notices(session: Session, now: datetime) -> NoticeCounts:
    """Count without looking at the whole outbox: what is open, and the last 24 hours."""
    day = (
        select(NoticeRow.status, func.count())
        .where(NoticeRow.created_at > now - _DAY)
        .group_by(NoticeRow.status)
    )
    found: dict[str, int] = {name: many for name, many in session.execute(day)}  # noqa: C416
    return NoticeCounts(
        {it: count_by_status(session, it) for it in _OPEN},
        {it: found[it] for it in Status if it in found},
    )


def count_by_status(session: Session, status: Status, most: int = MOST_COUNTED) -> int:
    """Count the notices of a status, up to `most`."""
    some = select(NoticeRow.id).where(NoticeRow.status == status.value)
    counted = some.limit(most).subquery()
    return session.scalar(select(func.count()).select_from(counted)) or 0


def _notice_summary(row: NoticeRow) -> NoticeSummary:
    return NoticeSummary(
        id=row.id,
        to=row.to,
        event=row.event,
        application=row.application,
        text=row.text,
        segments=row.segments,
        status=Status(row.status),
        code=row.code,
        flagged=row.flagged,
        created_at=row.created_at,
        sent_at=row.sent_at,
        batch=row.batch_id,
    )


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice that may have reached the phone, and when it was handed over."""

    id: str
    text: str
    status: Status
    at: datetime


def list_sent(
    session: Session,
    number: str,
    since: datetime | None,
    until: datetime | None,
    most: int,
) -> tuple[SentNotice, ...]:
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
        SentNotice(row.id, row.text, Status(row.status), row.sent_at or row.created_at)
        for row in rows
    )
