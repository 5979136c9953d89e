"""Batches of notices: the list, and one with its progress; release, stop, resume."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.notices import labels
from console.notices.flashes import flash_error, missing_page
from notices import queries
from notices.delivery import batches, manual_decision
from notices.delivery.batches import NoSuchBatchError
from notices.errors import NoticesError
from notices.queries import NoticeFilter
from notices.status import Status
from notices.tables import BatchRow
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

PAGE_SIZE = 20
_SHOWN = 3
"""Texts shown as examples."""

_ACTIONS: dict[str, tuple[Callable[[Session, str, datetime], int], str]] = {
    "release": (batches.release_batch, "{}条已进入发送队列。"),
    "stop": (batches.stop_batch, "{}条已暂停。"),
    "cancel": (batches.cancel_batch, "{}条已取消。"),
    "retry": (manual_decision.retry_failed_of_batch, "{}条失败的重新排队。"),
}


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the list of batches, the page of one, and its buttons."""
    _add_list(pages, context)
    _add_one(pages, context)


def _add_list(pages: Blueprint, context: ConsoleContext) -> None:

    @pages.get("/notices/batches")
    def batches_() -> ResponseReturnValue:
        with reading(context.engine) as store:
            found = batches.list_batches(
                store, request.args.get("before", ""), PAGE_SIZE + 1
            )
            return render_template(
                "console/notices/batches.html",
                rows=[
                    (row, batch_state(row, waiting=item))
                    for row, item in found[:PAGE_SIZE]
                ],
                more=found[PAGE_SIZE - 1][0].id if len(found) > PAGE_SIZE else "",
            )


def _add_one(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/notices/batches/<id>")
    def batch(id: str) -> ResponseReturnValue:  # noqa: A002 - the glossary's word
        try:
            with reading(context.engine) as store:
                return _page(context, store, id)
        except NoSuchBatchError as error:
            return missing_page(str(error))

    @pages.get("/notices/batches/<id>/progress")
    def batch_progress(id: str) -> ResponseReturnValue:  # noqa: A002
        try:
            with reading(context.engine) as store:
                found = count_progress(store, batches.find_batch(store, id))
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
        _change_batch(context, id, request.form.get("do", ""))
        return redirect(at("console.batch", id=id))


def _page(context: ConsoleContext, store: Session, batch: str) -> str:
    row = batches.find_batch(store, batch)
    found = count_progress(store, row)
    return render_template(
        "console/notices/batch.html",
        row=row,
        standing=found,
        takes=labels.sending_time(found.segments, context.segments_per_second),
        examples=queries.search_notices(store, NoticeFilter(batch=batch), _SHOWN),
    )


def _change_batch(context: ConsoleContext, batch: str, do: str) -> None:
    if do not in _ACTIONS:
        flash("没有这个操作。", "danger")
        return
    deed, sentence = _ACTIONS[do]
    now = context.clock()
    try:
        with writing(context.engine) as store:
            batches.find_batch(store, batch)
            many = deed(store, batch, now)
            change = AuditEntry(
                f"{do}-batch", f"batch:{batch}", after={"notices": many}
            )
            audit.write_entry(store, current_staff_name(), change, now)
    except NoticesError as error:
        flash_error(error)
        return
    flash(sentence.format(many), "success")
    if many == manual_decision.MOST_AT_ONCE and do == "retry":
        flash("一次最多这么多，余下的请再点一次。", "warning")


_MOVING = (Status.QUEUED, Status.SENDING)
_FAILED = (Status.FAILED, Status.UNDELIVERED, Status.DEAD, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class BatchProgress:
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


def count_progress(store: Session, row: BatchRow) -> BatchProgress:
    """Count how a batch stands."""
    found = batches.summarize_batch(store, row.id)
    counts = {it: found.counts.get(it.value, 0) for it in Status}
    waiting = counts[Status.QUEUED]
    left = sum(counts[it] for it in _MOVING)
    label, colour = batch_state(row, waiting=bool(left))
    return BatchProgress(
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


def batch_state(row: BatchRow, *, waiting: bool) -> tuple[str, str]:
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
