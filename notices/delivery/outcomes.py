"""Record the outcomes of sending: accepted, retried, failed, unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.delivery import (
    alerts,
    batches,
    circuit_breaker,
    history,
    outbox,
    status_update,
    suppressions,
)
from notices.delivery.outbox import Claim
from notices.delivery.retry import retry_delay
from notices.faults import Fault
from notices.gateways.base import SendAccepted, SendOutcome, SendRefused, SendUnknown
from notices.status import Status
from notices.tables import LONGEST_CODE, NoticeRow

FIRST_LOOKUP_DELAY = timedelta(seconds=5)
"""From an unknown outcome until the gateway's list is asked."""

_OPEN = frozenset({Status.SENDING.value, Status.UNKNOWN.value})


@dataclass(frozen=True, slots=True)
class SendResult:
    """What came of handing a claimed notice over."""

    claim: Claim
    outcome: SendOutcome


def record_results(
    session: Session, results: Sequence[SendResult], now: datetime, jitter: float
) -> None:
    """Record results; what a receipt has meanwhile said of a notice stands."""
    if not results:
        return
    wanted = (
        select(NoticeRow)
        .where(NoticeRow.id.in_([it.claim.id for it in results]))
        .order_by(NoticeRow.id)
        .with_for_update()
    )
    rows = {it.id: it for it in session.scalars(wanted)}
    steps: list[history.HistoryStep] = []
    refused: list[tuple[NoticeRow, SendRefused]] = []
    for result in results:
        row = rows.get(result.claim.id)
        if row is None:  # deleted at its owner's wish meanwhile
            continue
        before = row.status
        _apply_outcome(row, result, now, jitter)
        row.updated_at = now
        if row.status != before:
            steps.append((row.id, Status(row.status), row.code))
            if isinstance(result.outcome, SendRefused):
                refused.append((row, result.outcome))
    outbox.hold_back(session, (row for row, _ in refused))
    session.flush()
    history.write_steps(session, steps, now)
    for row, outcome in refused:  # what ends other notices ends those above as well
        _apply_to_others(session, row, outcome, now)
    circuit_breaker.record_outcomes(session, (it.outcome for it in results), now)


def _apply_outcome(
    row: NoticeRow, result: SendResult, now: datetime, jitter: float
) -> None:
    outcome, ours = result.outcome, row.token == result.claim.token
    match outcome:
        case SendAccepted(sid=sid, status=status):
            status_update.apply_status(row, status, sid, "", now)
        case SendRefused() if ours and row.status in _OPEN:
            _apply_refusal(row, outcome, now, jitter)
        case SendUnknown(code=code) if ours and row.status == Status.SENDING:
            row.status, row.code = Status.UNKNOWN.value, code[:LONGEST_CODE]
            row.leased_until, row.check_at = None, now + FIRST_LOOKUP_DELAY
        case SendRefused() | SendUnknown():
            return  # somebody has claimed it since, or a receipt has spoken
        case _:
            assert_never(outcome)


def _apply_refusal(
    row: NoticeRow, refused: SendRefused, now: datetime, jitter: float
) -> None:
    row.leased_until = row.check_at = None
    row.code = refused.code[:LONGEST_CODE]
    wait = retry_delay(refused.fault, row.attempts, jitter)
    if refused.fault.halting:  # not this notice's fault: the try does not count
        row.status, row.try_at = Status.QUEUED.value, now
        row.attempts -= 1
    elif wait is not None:
        row.status, row.try_at = Status.QUEUED.value, now + wait
    else:
        row.status = (Status.FAILED if refused.permanent else Status.DEAD).value
        row.try_at = None
    row.sent_at = None  # it never left


def _apply_to_others(
    session: Session, row: NoticeRow, refused: SendRefused, now: datetime
) -> None:
    """Do what a refusal means for other notices."""
    if refused.fault is Fault.OPTED_OUT:
        suppressions.suppress_number(session, row.to, f"provider:{refused.code}", now)
    if refused.fault is Fault.CONTENT and row.batch_id:
        # What is still queued rests: it would be refused for the same text.
        batches.stop_batch(session, row.batch_id, now)
        code, batch = refused.code, row.batch_id
        alerts.raise_alert(session, alerts.BATCH_STOPPED, now, code=code, about=batch)
