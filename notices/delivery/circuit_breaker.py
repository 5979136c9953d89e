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
from notices.delivery.retry import backoff
from notices.faults import Fault
from notices.gateways.base import Accepted, Outcome, Refused, Unknown
from notices.tables import LONGEST_CODE, GatewayRow
from notices.token_bucket import Bucket
from storage.session import insert_once

GATEWAY = "main"
STREAK = 5
"""Outcomes in a row that nobody knows, until claiming pauses."""

_PROBE_TAKES = timedelta(seconds=20)
"""How long a gateway may take to connect, and then to answer, in all."""

_PAUSE_FIRST, _PAUSE_LONGEST = timedelta(seconds=5), timedelta(minutes=5)


def locked(session: Session, now: datetime) -> GatewayRow:
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


def room(row: GatewayRow, now: datetime, most: int) -> int:
    """Tell how many may be claimed; while there is trouble, now and then a probe."""
    if row.paused_until is None:
        return most
    return 0 if row.paused_until > now else min(most, 1)


def probed(row: GatewayRow, now: datetime) -> None:
    """Note that something was claimed: in trouble, the others wait what becomes of it."""
    if row.paused_until is not None:
        row.probes += 1
        row.paused_until = now + max(_wait(row), _PROBE_TAKES)


def bucket(row: GatewayRow, rate: float, now: datetime) -> Bucket:
    """Read the bucket as it is now."""
    return Bucket(row.level, row.at).refilled(rate, now)


def keep(row: GatewayRow, left: Bucket) -> None:
    """Store what is left in the bucket."""
    row.level, row.at = left.level, left.at


def opens_at(session: Session, rate: float, now: datetime) -> datetime:
    """Tell from when on something may be claimed again."""
    row = session.get(GatewayRow, GATEWAY)
    if row is None:
        return now
    ready = bucket(row, rate, now).open_at(rate)
    return max(ready, row.paused_until or ready)


def weigh(session: Session, outcomes: Iterable[Outcome], now: datetime) -> None:
    """Learn from outcomes, in their order, whether the gateway is working."""
    news = tuple(outcomes)
    known = session.get(GatewayRow, GATEWAY)
    quiet = known and not known.streak and known.paused_until is None
    if quiet and not any(map(_trouble, news)):
        return  # nothing to lock the row for
    row = locked(session, now)
    for outcome in news:
        if code := _trouble(outcome):
            halting = isinstance(outcome, Refused) and outcome.fault.halting
            _worry(session, row, code, now, halting=halting)
        else:
            _resume(session, row, now)


def _trouble(outcome: Outcome) -> str:
    """Give the word for what is wrong with the gateway; "" where it works."""
    match outcome:
        case Unknown(code=code):
            return code
        case Refused(fault=fault, code=code):
            return code if fault is Fault.BUSY or fault.halting else ""
        case Accepted():
            return ""
    assert_never(outcome)


def _worry(
    session: Session, row: GatewayRow, code: str, now: datetime, *, halting: bool
) -> None:
    row.streak += 1
    if not halting and row.streak < STREAK:
        return
    if row.paused_until is None:
        row.probes += 1
    # A probe's answer ends the wait for it; others under way put nothing off.
    following = now + _wait(row)
    row.paused_until = min(row.paused_until or following, following)
    row.trouble = code[:LONGEST_CODE]
    kind = alerts.HALTED if halting else alerts.UNREACHABLE
    alerts.sound(session, kind, now, code=code)


def _wait(row: GatewayRow) -> timedelta:
    return backoff(_PAUSE_FIRST, _PAUSE_LONGEST, row.probes, 0.5)


def _resume(session: Session, row: GatewayRow, now: datetime) -> None:
    if row.paused_until is not None:
        alerts.clear(session, alerts.HALTED, now)
        alerts.clear(session, alerts.UNREACHABLE, now)
    row.streak, row.probes, row.paused_until, row.trouble = 0, 0, None, ""
