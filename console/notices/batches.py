"""Batches of notices: the list, and one with its progress; release, stop, resume."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.notices import labels
from console.notices.flashes import complain, missing
from notices import queries
from notices.delivery import batches, manual_decision
from notices.delivery.batches import NoSuchBatchError
from notices.errors import NoticesError
from notices.queries import Sought
from notices.status import Status
from notices.tables import BatchRow
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

PAGE = 20
_SHOWN = 3
"""Texts shown as examples."""

_DEEDS: dict[str, tuple[Callable[[Session, str, datetime], int], str]] = {
    "release": (batches.release, "{}条已进入发送队列。"),
    "stop": (batches.stop, "{}条已暂停。"),
    "cancel": (batches.cancel, "{}条已取消。"),
    "retry": (manual_decision.retry_failed, "{}条失败的重新排队。"),
}


def install(pages: Blueprint, door: Door) -> None:
    """Add the list of batches, the page of one, and its buttons."""
    _add_list(pages, door)
    _add_one(pages, door)


def _add_list(pages: Blueprint, door: Door) -> None:

    @pages.get("/notices/batches")
    def batches_() -> ResponseReturnValue:
        with reading(door.engine) as store:
            found = batches.listed(store, request.args.get("before", ""), PAGE + 1)
            return render_template(
                "console/notices/batches.html",
                rows=[(row, state(row, waiting=it)) for row, it in found[:PAGE]],
                more=found[PAGE - 1][0].id if len(found) > PAGE else "",
            )


def _add_one(pages: Blueprint, door: Door) -> None:
    @pages.get("/notices/batches/<id>")
    def batch(id: str) -> ResponseReturnValue:  # noqa: A002 - the glossary's word
        try:
            with reading(door.engine) as store:
                return _page(door, store, id)
        except NoSuchBatchError as error:
            return missing(str(error))

    @pages.get("/notices/batches/<id>/progress")
    def batch_progress(id: str) -> ResponseReturnValue:  # noqa: A002
        try:
            with reading(door.engine) as store:
                found = of(store, batches.find(store, id))
        except NoSuchBatchError as error:
            return {"error": str(error)}, 404
        return {
            "label": found.label,
            "total": found.total,
            "done": found.done,
            "counts": {it.value: many for it, _, many in found.counts},
        }

    @pages.post("/notices/batches/<id>")
    def change_batch(id: str) -> ResponseReturnValue:  # noqa: A002
        _change(door, id, request.form.get("do", ""))
        return redirect(at("console.batch", id=id))


def _page(door: Door, store: Session, batch: str) -> str:
    row = batches.find(store, batch)
    found = of(store, row)
    return render_template(
        "console/notices/batch.html",
        row=row,
        standing=found,
        takes=labels.lasting(found.segments, door.rate),
        examples=queries.find(store, Sought(batch=batch), _SHOWN),
    )


def _change(door: Door, batch: str, do: str) -> None:
    if do not in _DEEDS:
        flash("没有这个操作。", "danger")
        return
    deed, sentence = _DEEDS[do]
    now = door.clock()
    try:
        with writing(door.engine) as store:
            batches.find(store, batch)
            many = deed(store, batch, now)
            change = Change(f"{do}-batch", f"batch:{batch}", after={"notices": many})
            audit.write(store, who(), change, now)
    except NoticesError as error:
        complain(error)
        return
    flash(sentence.format(many), "success")
    if many == manual_decision.MOST_AT_ONCE and do == "retry":
        flash("一次最多这么多，余下的请再点一次。", "warning")


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
