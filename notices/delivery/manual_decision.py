"""Manual decisions (retry, settle) on notices of unknown outcome, also after a restored backup."""

from datetime import datetime

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import Session

from notices.delivery import history, outbox
from notices.status import Status
from notices.tables import NoticeEventRow, NoticeRow
from storage.columns import UtcTime
from storage.session import execute_and_count, lift_time_limit

ENDED = frozenset(
    {
        Status.UNKNOWN,
        Status.UNDELIVERED,
        Status.FAILED,
        Status.EXPIRED,
        Status.DEAD,
    }
)
"""What a person may decide to send once more."""

MOST_AT_ONCE = 2000
"""How many of a batch are sent once more at one word."""

_FAILED = tuple(it.value for it in Status if it in ENDED - {Status.UNKNOWN})
BY_HAND = "by-hand"
"""The code of a status that a person wrote."""

_RESTORED = "restored"


def retry_notice(session: Session, notice: str, now: datetime) -> bool:
    """Send a notice once more, at a person's word; False if it is not stuck.

    It is valid for as long as it was at first. An unknown one may arrive twice.
    """
    mine = select(NoticeRow).where(NoticeRow.id == notice).with_for_update()
    row = session.scalars(mine).one_or_none()
    if row is None or row.status not in ENDED:
        return False
    _queue_again(row, now)
    history.write_steps(session, [(row.id, Status.QUEUED, "retry")], now)
    return True


def retry_failed_of_batch(session: Session, batch: str, now: datetime) -> int:
    """Send what failed of a batch once more, up to `MOST_AT_ONCE`; return how many.

    What is unknown is left alone: each of those is decided by itself. In a batch that
    is stopped they wait with the others.
    """
    wanted = (
        select(NoticeRow)
        .where(NoticeRow.batch_id == batch, NoticeRow.status.in_(_FAILED))
        .order_by(NoticeRow.id)
        .limit(MOST_AT_ONCE)
        .with_for_update()
    )
    rows = session.scalars(wanted).all()
    for row in rows:
        _queue_again(row, now)
    outbox.hold_back(session, rows)
    history.write_steps(session, ((it.id, Status.QUEUED, "retry") for it in rows), now)
    return len(rows)


def mark_outcome(session: Session, notice: str, status: Status, now: datetime) -> bool:
    """Say by hand what became of an unknown notice; False if it is not unknown."""
    mine = select(NoticeRow).where(NoticeRow.id == notice).with_for_update()
    row = session.scalars(mine).one_or_none()
    if row is None or row.status != Status.UNKNOWN:
        return False
    row.status, row.code, row.check_at = status.value, BY_HAND, None
    row.updated_at = now
    history.write_steps(session, [(row.id, status, BY_HAND)], now)
    return True


def _queue_again(row: NoticeRow, now: datetime) -> None:
    validity = row.expires_at - row.send_at
    row.status, row.code, row.sid = Status.QUEUED.value, "", None
    row.try_at, row.expires_at = now, max(row.expires_at, now + validity)
    row.attempts = row.checks = 0
    row.check_at = row.absent_at = row.sent_at = None
    row.updated_at = now


def mark_unconfirmed(session: Session, now: datetime) -> int:
    """Send nothing that may have been sent since a backup was made; return how many.

    They are unknown until the gateway's list has been asked. What was to be sent
    later than now still waits for its time.
    """
    lift_time_limit(session)
    due = (outbox.QUEUED, NoticeRow.try_at <= now)
    steps = select(
        NoticeRow.id,
        literal(now, UtcTime),
        literal(Status.UNKNOWN.value),
        literal(_RESTORED),
    ).where(*due)
    columns = ["notice_id", "at", "status", "code"]
    session.execute(insert(NoticeEventRow).from_select(columns, steps))
    return execute_and_count(
        session,
        update(NoticeRow)
        .where(*due)
        .values(
            status=Status.UNKNOWN.value,
            code=_RESTORED,
            sent_at=NoticeRow.send_at,
            try_at=None,
            check_at=now,
            updated_at=now,
        ),
    )
