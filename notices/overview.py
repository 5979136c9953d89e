"""What staff see of the notices: single ones, the newest, and how sending goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notices.delivery import receipts
from notices.delivery.circuit_breaker import GATEWAY
from notices.status import Status
from notices.tables import GatewayRow, NoticeRow

MOST_COUNTED = 10_000
"""Where counting stops: it is many, and nobody waits to hear how many."""

_DAY = timedelta(days=1)
_OPEN = (Status.QUEUED, Status.SENDING, Status.UNKNOWN, Status.DEAD)


@dataclass(frozen=True, slots=True)
class Seen:
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
class State:
    """How sending goes: notices by status, whether it is paused, receipts of nobody."""

    counts: dict[str, int]
    paused_until: datetime | None
    trouble: str
    strays: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Notices that are not done, of each status up to `MOST_COUNTED`; and one day's."""

    open: dict[Status, int]
    day: dict[Status, int]


def notice(session: Session, id: str) -> Seen | None:  # noqa: A002 - the glossary's word
    """Find one notice."""
    row = session.get(NoticeRow, id)
    return None if row is None else _seen(row)


def newest(session: Session, status: str | None, most: int) -> tuple[Seen, ...]:
    """List the newest notices, of one status if it is given."""
    wanted = select(NoticeRow).order_by(
        NoticeRow.created_at.desc(), NoticeRow.id.desc()
    )
    if status is not None:
        wanted = wanted.where(NoticeRow.status == status)
    return tuple(_seen(it) for it in session.scalars(wanted.limit(most)))


def state(session: Session, now: datetime) -> State:
    """Say how sending goes."""
    counted = select(NoticeRow.status, func.count()).group_by(NoticeRow.status)
    found: dict[str, int] = {name: many for name, many in session.execute(counted)}  # noqa: C416
    counts = {str(it): found[it] for it in Status if it in found}
    gateway = session.get(GatewayRow, GATEWAY)
    strays = len(receipts.strays(session, now))
    if gateway is None:
        return State(counts, None, "", strays)
    return State(counts, gateway.paused_until, gateway.trouble, strays)


def gateway(session: Session) -> GatewayRow | None:
    """Give the way out as it is now, None before anything was sent."""
    return session.get(GatewayRow, GATEWAY)


def tally(session: Session, now: datetime) -> Tally:
    """Count without looking at the whole outbox: what is open, and the last 24 hours."""
    day = (
        select(NoticeRow.status, func.count())
        .where(NoticeRow.created_at > now - _DAY)
        .group_by(NoticeRow.status)
    )
    found: dict[str, int] = {name: many for name, many in session.execute(day)}  # noqa: C416
    return Tally(
        {it: count(session, it) for it in _OPEN},
        {it: found[it] for it in Status if it in found},
    )


def count(session: Session, status: Status, most: int = MOST_COUNTED) -> int:
    """Count the notices of a status, up to `most`."""
    some = select(NoticeRow.id).where(NoticeRow.status == status.value)
    counted = some.limit(most).subquery()
    return session.scalar(select(func.count()).select_from(counted)) or 0


def _seen(row: NoticeRow) -> Seen:
    return Seen(
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
