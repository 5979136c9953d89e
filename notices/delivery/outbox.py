"""The outbox: due notices are claimed with a lease, and what became of them is recorded.

A claim raises the notice's token. Only the newest holder may say that a notice was
not sent; that the gateway has it, anybody may.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, literal, select, update
from sqlalchemy.orm import Session

from notices.delivery import circuit_breaker, daily_caps, history
from notices.delivery.history import HistoryStep
from notices.delivery.settings import DeliveryLimits
from notices.status import Status
from notices.tables import BatchRow, NoticeRow

LEVELS = 4
"""Priorities there are: urgent, then single notices, batches, and what may wait."""

QUEUED = NoticeRow.status == literal(Status.QUEUED.value, literal_execute=True)
"""Written into the statement itself: a partial index serves no parameter."""

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """A notice to be handed over now, by whoever holds this token."""

    id: str
    token: int
    to: str
    text: str
    segments: int
    expires_at: datetime


def has_due(session: Session, limits: DeliveryLimits, now: datetime) -> bool:
    """Tell cheaply whether anything may be sent now."""
    levels = range(_allowed_levels(limits, now))
    return any(session.scalar(_select_due(it, now).limit(1)) for it in levels)


def claim_due(
    session: Session, limits: DeliveryLimits, now: datetime, most: int
) -> tuple[Claim, ...]:
    """Take due notices, the most urgent first, as far as pace and gateway allow.

    What has expired, is suppressed or is over a cap is dealt with on the way.
    """
    gateway = circuit_breaker.lock_gateway(session, now)
    most = circuit_breaker.claim_allowance(gateway, now, most)
    bucket = circuit_breaker.read_bucket(gateway, limits.rate, now)
    if not most or not bucket.is_open():
        return ()
    taken: list[Claim] = []
    for item in _sendable(
        session, _candidates(session, limits, now, most), limits, now
    ):
        if not bucket.is_open():
            break
        bucket = bucket.take(item.segments)
        taken.append(item)
    _mark_sending(session, taken, now, limits.lease)
    if taken:
        circuit_breaker.record_probe(gateway, now)
    circuit_breaker.store_bucket(gateway, bucket)
    return tuple(taken)


def expire_leases(session: Session, now: datetime) -> int:
    """Call unknown what was claimed and never recorded: its worker is gone."""
    lost = session.scalars(
        select(NoticeRow.id)
        .where(NoticeRow.status == Status.SENDING.value, NoticeRow.leased_until <= now)
        .order_by(NoticeRow.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    _set(
        session,
        lost,
        now,
        status=Status.UNKNOWN.value,
        code="lease",
        leased_until=None,
        check_at=now,
    )
    history.write_steps(session, ((it, Status.UNKNOWN, "lease") for it in lost), now)
    return len(lost)


def expire_notices(session: Session, now: datetime) -> int:
    """End what was not sent within its validity."""
    late = session.scalars(
        select(NoticeRow.id)
        .where(QUEUED, NoticeRow.expires_at <= now)
        .order_by(NoticeRow.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    end_notices(session, ((it, Status.EXPIRED, "") for it in late), now)
    return len(late)


def cancel_notice(session: Session, notice: str, now: datetime) -> bool:
    """End a notice at somebody's wish; False if it is no longer waiting."""
    waiting = select(NoticeRow.id).where(NoticeRow.id == notice, QUEUED)
    found = session.scalars(waiting.with_for_update()).first()
    if found is None:
        return False
    end_notices(session, [(found, Status.CANCELLED, "")], now)
    return True


def end_notices(session: Session, steps: Iterable[HistoryStep], now: datetime) -> None:
    """End queued notices of one's own accord."""
    done = tuple(steps)
    for status, code in sorted({(it[1], it[2]) for it in done}):
        ids = [it[0] for it in done if it[1:] == (status, code)]
        _set(session, ids, now, status=status.value, code=code, try_at=None)
    history.write_steps(session, done, now)


def hold_back(session: Session, rows: Iterable[NoticeRow]) -> None:
    """Let locked rows that wait anew rest if their batch was stopped meanwhile."""
    waiting = [it for it in rows if it.status == Status.QUEUED and it.batch_id]
    if not waiting:
        return
    # The batch is locked: whoever stops it now finds these rows queued, or we its stop.
    theirs = (
        select(BatchRow.id, BatchRow.stopped_at)
        .where(BatchRow.id.in_({it.batch_id for it in waiting}))
        .order_by(BatchRow.id)
        .with_for_update()
    )
    stopped = {id for id, at in session.execute(theirs) if at is not None}  # noqa: A001
    for row in waiting:
        if row.batch_id in stopped:
            row.try_at = None


def _select_due(priority: int, now: datetime) -> Select[str]:
    return (
        select(NoticeRow.id)
        .where(QUEUED, NoticeRow.priority == priority, NoticeRow.try_at <= now)
        .order_by(NoticeRow.try_at)
    )


def _candidates(
    session: Session, limits: DeliveryLimits, now: datetime, most: int
) -> list[Claim]:
    found: list[Claim] = []
    for priority in range(_allowed_levels(limits, now)):
        if most > len(found):
            found.extend(_next_claims(session, priority, now, most - len(found)))
    return found


def _allowed_levels(limits: DeliveryLimits, now: datetime) -> int:
    """Say how many priorities may go: what is urgent waits for no quiet hours."""
    return 1 if limits.quiet and limits.quiet.over_at(now) else LEVELS


def _next_claims(
    session: Session, priority: int, now: datetime, most: int
) -> Iterator[Claim]:
    wanted = _select_due(priority, now).with_only_columns(
        NoticeRow.id,
        NoticeRow.token + 1,
        NoticeRow.to,
        NoticeRow.text,
        NoticeRow.segments,
        NoticeRow.expires_at,
    )
    mine = wanted.limit(most).with_for_update(skip_locked=True)
    return (Claim(*it) for it in session.execute(mine).all())


def _sendable(
    session: Session, claims: list[Claim], limits: DeliveryLimits, now: datetime
) -> Iterator[Claim]:
    """Give what may really go; end or put off the others."""
    late = {it.id for it in claims if it.expires_at <= now}
    end_notices(session, ((it, Status.EXPIRED, "") for it in late), now)
    fresh = [it for it in claims if it.id not in late]
    silenced = daily_caps.get_suppressed(session, [it.to for it in fresh])
    silent = [it.id for it in fresh if it.to in silenced]
    end_notices(session, ((it, Status.SUPPRESSED, "") for it in silent), now)
    fresh = [it for it in fresh if it.to not in silenced]
    put_off = daily_caps.find_over_cap(session, fresh, limits, now)
    for notice, until in put_off.items():
        _set(session, [notice], now, try_at=until)
    yield from (it for it in fresh if it.id not in put_off)


def _mark_sending(
    session: Session, claims: list[Claim], now: datetime, lease: timedelta
) -> None:
    ids = [it.id for it in claims]
    _set(
        session,
        ids,
        now,
        status=Status.SENDING.value,
        token=NoticeRow.token + 1,
        attempts=NoticeRow.attempts + 1,
        leased_until=now + lease,
        sent_at=now,
        check_at=None,
        checks=0,
        absent_at=None,
        code="",
    )
    history.write_steps(session, ((it, Status.SENDING, "") for it in ids), now)


def _set(session: Session, ids: Collection[str], now: datetime, **values: Any) -> None:  # noqa: ANN401 - a column's value or an expression
    if not ids:
        return
    chosen = NoticeRow.id.in_(bindparam("chosen", expanding=True))
    statement = update(NoticeRow).where(chosen).values(updated_at=now, **values)
    session.execute(
        statement,
        {"chosen": list(ids)},
        execution_options={"synchronize_session": False},
    )
