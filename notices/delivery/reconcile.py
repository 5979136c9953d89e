"""Reconciliation: notices of unknown outcome are looked up in the gateway's log, never resent blindly.

An unknown one is looked for among what the gateway carried to its number; one that
was accepted, and of which no final receipt came, by the gateway's id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.delivery import circuit_breaker, history, outbox, status_update
from notices.delivery.retry import MOST_ATTEMPTS, backoff_delay
from notices.delivery.settings import DeliveryLimits
from notices.gateways.base import Gateway, GatewayError, ProviderRecord
from notices.status import Status
from notices.tables import NoticeRow

SURE_AFTER = timedelta(minutes=3)
"""Absent from the gateway's list twice, this far apart: it surely has no trace."""

GIVE_UP = timedelta(days=3)
"""How long after it was handed over a notice is still looked up."""

_FIRST, _LONGEST = timedelta(seconds=5), timedelta(hours=1)
_LONGEST_UNCONFIRMED = timedelta(minutes=1)
_LOOKUP_LEASE = timedelta(minutes=1)
"""How long whoever asks may take, before another worker asks as well."""

_CLOCK_SLACK = timedelta(minutes=1)
"""How far the gateway's clock may be behind ours."""


@dataclass(frozen=True, slots=True)
class UnconfirmedNotice:
    """A notice to ask the gateway about; `sid` is "" where its id is not known.

    What is found holds as long as nobody has claimed it anew, raising its `token`.
    """

    id: str
    to: str
    text: str
    sid: str
    since: datetime
    token: int


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What the gateway's log says; None: it was not asked with success."""

    notice: UnconfirmedNotice
    records: tuple[ProviderRecord, ...] | None


def has_unconfirmed(session: Session, now: datetime) -> bool:
    """Tell cheaply whether anything must be asked about now."""
    wanted = select(NoticeRow.id).where(NoticeRow.check_at <= now).limit(1)
    return session.scalars(wanted).first() is not None


def claim_unconfirmed(
    session: Session, now: datetime, most: int
) -> tuple[UnconfirmedNotice, ...]:
    """Take the notices that must be asked about now; nobody else asks meanwhile."""
    wanted = (
        select(NoticeRow)
        .where(NoticeRow.check_at <= now)
        .order_by(NoticeRow.check_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = session.scalars(wanted).all()
    for row in rows:
        row.check_at = now + _LOOKUP_LEASE
    return tuple(
        UnconfirmedNotice(
            record.id,
            record.to,
            record.text,
            record.sid or "",
            record.sent_at or record.created_at,
            record.token,
        )
        for record in rows
    )


def look_up_notice(gateway: Gateway, doubt: UnconfirmedNotice) -> LookupResult:
    """Look the notice up in the gateway's log; outside of any transaction, it takes a while."""
    try:
        if doubt.sid:
            carried = gateway.look_up(doubt.sid)
            return LookupResult(doubt, (carried,) if carried else ())
        sent = gateway.list_sent_to(doubt.to, doubt.since - _CLOCK_SLACK)
    except GatewayError:
        return LookupResult(doubt, None)
    return LookupResult(doubt, tuple(it for it in sent if it.text == doubt.text))


def apply_lookup(
    session: Session, found: LookupResult, limits: DeliveryLimits, now: datetime
) -> None:
    """Apply what was found; what a receipt has said meanwhile stands."""
    mine = select(NoticeRow).where(NoticeRow.id == found.notice.id).with_for_update()
    row = session.scalars(mine).one_or_none()
    if row is None or row.check_at is None or row.token != found.notice.token:
        return
    row.checks += 1
    row.check_at = _next_check(row, now)
    if found.records is None:
        return
    carried = _match_record(session, row, found.records, now)
    if carried is not None:
        _apply_record(session, row, carried, now)
    elif row.status == Status.UNKNOWN:
        _apply_absence(session, row, limits, now)


def _next_check(row: NoticeRow, now: datetime) -> datetime | None:
    if now - (row.sent_at or now) > GIVE_UP:
        return None
    in_doubt = row.status == Status.UNKNOWN
    longest = _LONGEST_UNCONFIRMED if in_doubt else _LONGEST
    return now + backoff_delay(_FIRST, longest, row.checks, 0.5)


def _match_record(
    session: Session, row: NoticeRow, carried: Sequence[ProviderRecord], now: datetime
) -> ProviderRecord | None:
    """Pick the message that is this notice's: its sid, or one of no other notice."""
    if row.sid:
        return next((it for it in carried if it.sid == row.sid), None)
    circuit_breaker.lock_gateway(
        session, now
    )  # two equal notices must not pick the same one at once
    theirs = select(NoticeRow.sid).where(NoticeRow.sid.in_([it.sid for it in carried]))
    taken = set(session.scalars(theirs))
    free = [it for it in carried if it.sid not in taken]
    return min(free, key=lambda it: it.at, default=None)


def _apply_record(
    session: Session, row: NoticeRow, carried: ProviderRecord, now: datetime
) -> None:
    step = status_update.apply_status(
        row, carried.status, carried.sid, carried.code, now
    )
    if step:
        history.write_steps(session, [step], now)


def _apply_absence(
    session: Session, row: NoticeRow, limits: DeliveryLimits, now: datetime
) -> None:
    """Note that the gateway has no trace of it; twice, well apart, settles it."""
    row.absent_at = row.absent_at or now
    if now - row.absent_at < SURE_AFTER:
        return
    row.check_at = None  # a receipt may still say otherwise
    resend = limits.resend_unknown and row.attempts < MOST_ATTEMPTS
    if not resend or row.expires_at <= now:
        history.write_steps(session, [(row.id, Status.UNKNOWN, "no-trace")], now)
        row.code = "no-trace"
        return
    row.status, row.code, row.try_at = Status.QUEUED.value, "no-trace", now
    row.absent_at = row.sent_at = None
    row.checks = 0
    outbox.hold_back(session, [row])
    history.write_steps(session, [(row.id, Status.QUEUED, "no-trace")], now)
