"""The circuit breaker: after five bad outcomes in a row the gateway is only probed.

The same row holds the gateway's bucket of segments, so that whoever claims locks
one row, and all workers together keep to one pace.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.delivery import alerts
from notices.delivery.retry import backoff_delay
from notices.faults import Fault
from notices.gateways.base import SendAccepted, SendOutcome, SendRefused, SendUnknown
from notices.tables import LONGEST_CODE, GatewayRow
from notices.token_bucket import TokenBucket
from storage.session import insert_once

GATEWAY = "main"
FAILURES_TO_TRIP = 5
"""Outcomes in a row that nobody knows, until claiming pauses."""

_PROBE_TAKES = timedelta(seconds=20)
"""How long a gateway may take to connect, and then to answer, in all."""

_PAUSE_FIRST, _PAUSE_LONGEST = timedelta(seconds=5), timedelta(minutes=5)


def lock_gateway(session: Session, now: datetime) -> GatewayRow:
    """Have the gateway's row to oneself until the transaction ends."""
    insert_once(
        session,
        GatewayRow,
        name=GATEWAY,
        level=1.0,
        at=now,
        streak=0,
        probes=0,
        trouble="",
    )
    ours = select(GatewayRow).where(GatewayRow.name == GATEWAY).with_for_update()
    return session.scalars(ours, execution_options={"populate_existing": True}).one()


def claim_allowance(row: GatewayRow, now: datetime, most: int) -> int:
    """Tell how many may be claimed; while there is trouble, now and then a probe."""
    if row.paused_until is None:
        return most
    return 0 if row.paused_until > now else min(most, 1)


def record_probe(row: GatewayRow, now: datetime) -> None:
    """Note that something was claimed: in trouble, the others wait what becomes of it."""
    if row.paused_until is not None:
        row.probes += 1
        row.paused_until = now + max(_pause_length(row), _PROBE_TAKES)


def read_bucket(row: GatewayRow, rate: float, now: datetime) -> TokenBucket:
    """Read the bucket as it is now."""
    return TokenBucket(row.level, row.at).refill(rate, now)


def store_bucket(row: GatewayRow, left: TokenBucket) -> None:
    """Store what is left in the bucket."""
    row.level, row.at = left.level, left.at


def next_claim_at(session: Session, rate: float, now: datetime) -> datetime:
    """Tell from when on something may be claimed again."""
    row = session.get(GatewayRow, GATEWAY)
    if row is None:
        return now
    ready = read_bucket(row, rate, now).open_at(rate)
    return max(ready, row.paused_until or ready)


def record_outcomes(
    session: Session, outcomes: Iterable[SendOutcome], now: datetime
) -> None:
    """Learn from outcomes, in their order, whether the gateway is working."""
    news = tuple(outcomes)
    known = session.get(GatewayRow, GATEWAY)
    quiet = known and not known.streak and known.paused_until is None
    if quiet and not any(map(_failure_code, news)):
        return  # nothing to lock the row for
    row = lock_gateway(session, now)
    for outcome in news:
        if code := _failure_code(outcome):
            halting = isinstance(outcome, SendRefused) and outcome.fault.halting
            _record_failure(session, row, code, now, halting=halting)
        else:
            _record_success(session, row, now)


def _failure_code(outcome: SendOutcome) -> str:
    """Give the word for what is wrong with the gateway; "" where it works."""
    match outcome:
        case SendUnknown(code=code):
            return code
        case SendRefused(fault=fault, code=code):
            return code if fault is Fault.BUSY or fault.halting else ""
        case SendAccepted():
            return ""
    assert_never(outcome)


def _record_failure(
    session: Session, row: GatewayRow, code: str, now: datetime, *, halting: bool
) -> None:
    row.streak += 1
    if not halting and row.streak < FAILURES_TO_TRIP:
        return
    if row.paused_until is None:
        row.probes += 1
    # A probe's answer ends the wait for it; others under way put nothing off.
    following = now + _pause_length(row)
    row.paused_until = min(row.paused_until or following, following)
    row.trouble = code[:LONGEST_CODE]
    kind = alerts.HALTED if halting else alerts.UNREACHABLE
    alerts.raise_alert(session, kind, now, code=code)


def _pause_length(row: GatewayRow) -> timedelta:
    return backoff_delay(_PAUSE_FIRST, _PAUSE_LONGEST, row.probes, 0.5)


def _record_success(session: Session, row: GatewayRow, now: datetime) -> None:
    if row.paused_until is not None:
        alerts.clear_alert(session, alerts.HALTED, now)
        alerts.clear_alert(session, alerts.UNREACHABLE, now)
    row.streak, row.probes, row.paused_until, row.trouble = 0, 0, None, ""
