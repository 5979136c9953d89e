"""How a batch stands, in the words and figures of its page."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from console.notices import labels
from notices.delivery import batches
from notices.status import Status
from notices.tables import BatchRow

_MOVING = (Status.QUEUED, Status.SENDING)
_FAILED = (Status.FAILED, Status.UNDELIVERED, Status.DEAD, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A batch: `moving` while it changes by itself, `done` of `total` are under way."""

    label: str
    colour: str
    total: int
    done: int
    segments: int
    waiting: int
    failed: int
    moving: bool
    counts: tuple[tuple[Status, str, int], ...]


def of(store: Session, row: BatchRow) -> Standing:
    """Count how a batch stands."""
    found = batches.summary(store, row.id)
    counts = {it: found.counts.get(it.value, 0) for it in Status}
    waiting = counts[Status.QUEUED]
    left = sum(counts[it] for it in _MOVING)
    label, colour = state(row, waiting=bool(left))
    return Standing(
        label=label,
        colour=colour,
        total=found.total,
        done=found.total - left,
        segments=found.segments,
        waiting=waiting,
        failed=sum(counts[it] for it in _FAILED),
        moving=label == "发送中",
        counts=tuple((it, labels.STATUSES[it], n) for it, n in counts.items() if n),
    )


def state(row: BatchRow, *, waiting: bool) -> tuple[str, str]:
    """Name the state of a batch, and its colour."""
    if row.complete_at is None:
        return ("导入没有完成", "danger") if waiting else ("已结束", "secondary")
    if not waiting:
        return "已结束", "secondary"
    if row.confirmed_at is None:
        return "待确认", "warning"
    if row.stopped_at is not None:
        return "已暂停", "warning"
    return "发送中", "primary"
