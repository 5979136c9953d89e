"""One notice: its text, status history and receipts; cancel, retry, settle by hand."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.notices import labels
from console.notices.flashes import flash_result, missing_page
from helpline.masking import mask
from notices.delivery import history, manual_decision, outbox, receipts
from notices.status import Status
from notices.tables import NoticeRow, ReceiptRow
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

_NONE = "没有这条通知。"
_RESULTS = {it.value: it for it in (Status.DELIVERED, Status.FAILED)}
_CANCELLED = "已取消，不会发送。", "它已不在队列里，没有取消。"
_RETRIED = "已重新进入发送队列。", "它现在的状态不需要再发。"
_MARKED = "已写上结果。", "它的结果已不是“不明”，没有改动。"

_Decision = Callable[[Session, str, datetime], bool]


@dataclass(frozen=True, slots=True)
class ReadableReceipt:
    """A receipt as people read it: its fields by name, numbers masked."""

    row: ReceiptRow
    fields: tuple[tuple[str, str], ...]


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add a notice's page and its buttons."""

    @pages.get("/notices/<id>")
    def notice(id: str) -> ResponseReturnValue:  # noqa: A002 - the glossary's word
        return _page(context, id)

    @pages.post("/notices/<id>/number")
    def unmask_notice(id: str) -> ResponseReturnValue:  # noqa: A002
        with writing(context.engine) as store:
            if store.get(NoticeRow, id) is None:
                return missing_page(_NONE)
            change = AuditEntry("see-number", f"notice:{id}")
            audit.write_entry(store, current_staff_name(), change, context.clock())
        return _page(context, id, whole=True)

    @pages.post("/notices/<id>/cancel")
    def cancel_notice(id: str) -> ResponseReturnValue:  # noqa: A002
        return _apply_decision(
            context, id, "cancel-notice", outbox.cancel_notice, _CANCELLED
        )

    @pages.post("/notices/<id>/retry")
    def retry_notice(id: str) -> ResponseReturnValue:  # noqa: A002
        return _apply_decision(
            context, id, "retry-notice", manual_decision.retry_notice, _RETRIED
        )

    @pages.post("/notices/<id>/settle")
    def settle_notice(id: str) -> ResponseReturnValue:  # noqa: A002
        result = _RESULTS.get(request.form.get("result", ""))

        def settle(store: Session, notice: str, now: datetime) -> bool:
            return result is not None and manual_decision.mark_outcome(
                store, notice, result, now
            )

        return _apply_decision(context, id, "settle-notice", settle, _MARKED)


def _apply_decision(
    context: ConsoleContext,
    notice: str,
    action: str,
    decide: _Decision,
    said: tuple[str, str],
) -> ResponseReturnValue:
    """Do what was decided, with its line in the audit, and show the notice again."""
    now = context.clock()
    with writing(context.engine) as store:
        row = store.get(NoticeRow, notice)
        if row is None:
            return missing_page(_NONE)
        before = labels.STATUSES[Status(row.status)]
        done = decide(store, notice, now)
        if done:
            store.refresh(row)
            after = labels.STATUSES[Status(row.status)]
            change = AuditEntry(action, f"notice:{notice}", before, after)
            audit.write_entry(store, current_staff_name(), change, now)
    flash_result(done=done, yes=said[0], no=said[1])
    return redirect(at("console.notice", id=notice))


def _page(
    context: ConsoleContext, notice: str, *, whole: bool = False
) -> ResponseReturnValue:
    with reading(context.engine) as store:
        row = store.get(NoticeRow, notice)
        if row is None:
            return missing_page(_NONE)
        heard = receipts.list_receipts(store, notice)
        return render_template(
            "console/notices/detail.html",
            row=row,
            status=Status(row.status),
            whole=whole,
            steps=history.read_steps(store, notice),
            receipts=tuple(
                ReadableReceipt(sentence, readable_fields(sentence.raw))
                for sentence in heard
            ),
            retriable=row.status in manual_decision.ENDED,
        )


def readable_fields(raw: str) -> tuple[tuple[str, str], ...]:
    """Read what a receipt brought, field by field, numbers masked."""
    try:
        found = json.loads(raw)
    except ValueError:
        return (("", mask(raw)),)
    if not isinstance(found, dict):
        return (("", mask(raw)),)
    return tuple((str(name), mask(str(value))) for name, value in found.items())
