"""Batches of notices: held until a person releases them; stop and resume."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, insert, literal, select, update
from sqlalchemy.orm import Session

from notices.delivery import alerts, outbox
from notices.errors import NoticesError
from notices.status import Status
from notices.tables import BatchRow, NoticeEventRow, NoticeRow
from storage.columns import UtcTime
from storage.session import execute_and_count, lift_time_limit


class NoSuchBatchError(NoticesError):
    """There is no batch with this id."""


class IncompleteBatchError(NoticesError):
    """The batch's import broke off."""


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """How a batch stands: how many notices in which status, and what they cost."""

    id: str
    name: str
    created_at: datetime
    confirmed_at: datetime | None
    stopped_at: datetime | None
    counts: dict[str, int]
    segments: int

    @property
    def total(self) -> int:
        """How many notices it has."""
        return sum(self.counts.values())


def summarize_batch(session: Session, batch: str) -> BatchSummary:
    """Say how a batch stands; raise `NoSuchBatchError`."""
    row = _lock_batch(session, batch, lock=False)
    wanted = (
        select(NoticeRow.status, func.count(), func.sum(NoticeRow.segments))
        .where(NoticeRow.batch_id == batch)
        .group_by(NoticeRow.status)
    )
    counts: Counter[str] = Counter()
    segments = 0
    for status, many, weight in session.execute(wanted):
        counts[status] = many
        segments += int(weight or 0)
    return BatchSummary(
        row.id,
        row.name,
        row.created_at,
        row.confirmed_at,
        row.stopped_at,
        dict(counts),
        segments,
    )


def newest_batch_ids(session: Session, most: int) -> tuple[str, ...]:
    """List the ids of the newest batches."""
    wanted = select(BatchRow.id).order_by(
        BatchRow.created_at.desc(), BatchRow.id.desc()
    )
    return tuple(session.scalars(wanted.limit(most)))


def find_batch(session: Session, batch: str) -> BatchRow:
    """Find a batch; raise `NoSuchBatchError`."""
    return _lock_batch(session, batch, lock=False)


def list_batches(
    session: Session, before: str, most: int
) -> tuple[tuple[BatchRow, bool], ...]:
    """List batches, newest first, those before one id; True where something waits."""
    waits = select(NoticeRow.id).where(NoticeRow.batch_id == BatchRow.id, outbox.QUEUED)
    wanted = select(BatchRow, waits.exists())
    if before:
        wanted = wanted.where(BatchRow.id < before)
    rows = session.execute(wanted.order_by(BatchRow.id.desc()).limit(most))
    return tuple((row, waiting) for row, waiting in rows)


def release_batch(session: Session, batch: str, now: datetime) -> int:
    """Let a batch go, after its preview or after it was stopped; return how many go.

    What was to be sent later still is. Raises `NoSuchBatchError`, and
    `IncompleteBatchError` for one whose import broke off.
    """
    row = _lock_batch(session, batch)
    if row.complete_at is None:
        raise IncompleteBatchError(f"批次“{batch}”的导入没有完成，请重新导入。")
    row.confirmed_at, row.stopped_at = row.confirmed_at or now, None
    alerts.clear_alert(session, alerts.BATCH_STOPPED, now, about=batch)
    lift_time_limit(session)
    later = case(
        (NoticeRow.send_at > now, NoticeRow.send_at), else_=literal(now, UtcTime)
    )
    return execute_and_count(
        session,
        update(NoticeRow)
        .where(NoticeRow.batch_id == batch, outbox.QUEUED, NoticeRow.try_at.is_(None))
        .values(try_at=later, updated_at=now),
    )


def stop_batch(session: Session, batch: str, now: datetime) -> int:
    """Hold back what is still queued of a batch; return how much that is.

    What is under way rests too, if the gateway does not take it.
    """
    row = _lock_batch(session, batch)
    row.stopped_at = row.stopped_at or now
    lift_time_limit(session)
    return execute_and_count(
        session,
        update(NoticeRow)
        .where(
            NoticeRow.batch_id == batch, outbox.QUEUED, NoticeRow.try_at.is_not(None)
        )
        .values(try_at=None, updated_at=now),
    )


def cancel_batch(session: Session, batch: str, now: datetime) -> int:
    """End what is still queued of a batch; return how much that was.

    What is under way rests, if the gateway does not take it: the batch is stopped.
    """
    row = _lock_batch(session, batch)
    row.stopped_at = row.stopped_at or now
    session.flush()
    lift_time_limit(session)
    waiting = (NoticeRow.batch_id == row.id, outbox.QUEUED)
    steps = select(
        NoticeRow.id,
        literal(now, UtcTime),
        literal(Status.CANCELLED.value),
        literal(""),
    )
    columns = ["notice_id", "at", "status", "code"]
    session.execute(
        select(NoticeRow.id).where(*waiting).order_by(NoticeRow.id).with_for_update()
    )
    session.execute(insert(NoticeEventRow).from_select(columns, steps.where(*waiting)))
    alerts.clear_alert(session, alerts.BATCH_STOPPED, now, about=batch)
    ended = {"status": Status.CANCELLED.value, "try_at": None, "updated_at": now}
    return execute_and_count(session, update(NoticeRow).where(*waiting).values(**ended))


def _lock_batch(session: Session, batch: str, *, lock: bool = True) -> BatchRow:
    row = session.get(BatchRow, batch, with_for_update=lock)
    if row is None:
        raise NoSuchBatchError(f"没有编号为“{batch}”的批次。")
    return row
