"""The list of calls, with search and pagination, and the path of one call through the menu."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.display import pagination, phone_display
from console.display.phone_display import MaskFunction
from helpline import phone_numbers
from helpline.faq import Edition
from helpline.masking import mask
from helpline.voice import path_labels
from helpline.voice.menu import MenuPath
from helpline.voice.path_labels import KeyMeaning
from ivr import queries as calls_
from ivr.call_log import LOST, ONGOING
from ivr.tables import CallRow, CallStepRow
from staff import audit
from staff.audit import AuditEntry
from storage.keyset import Bounds
from storage.session import reading, writing

PAGE_SIZE = 50
_FILTER_ARGS = ("of", "ended", "since", "until", "before")
_MOST_KEYS = 500

_FAILED = ("busy", "failed", "no-answer", "canceled")
ENDINGS = {
    "completed": ("正常结束", ("completed",)),
    "ongoing": ("进行中", (ONGOING,)),
    "failed": ("没有接通或中断", _FAILED),
    "lost": ("没有收到结束的消息", (LOST,)),
}
"""How a call stands or ended: what staff read, and the provider's words for it."""

_ENDING_LABELS = {
    status: said for said, statuses in ENDINGS.values() for status in statuses
}


@dataclass(frozen=True, slots=True)
class KeyPress:
    """A key of a call: when it was pressed, and what it did."""

    at: datetime
    key: str
    pressed: KeyMeaning


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the pages about calls."""
    _add_list(pages, context)

    @pages.get("/calls/<sid>")
    def call(sid: str) -> ResponseReturnValue:
        with reading(context.engine) as store:
            found = calls_.find_call(store, sid)
            if found is None:
                abort(404)
            return _page(context, store, found, mask)

    @pages.post("/calls/<sid>")
    def unmask_call(sid: str) -> ResponseReturnValue:
        with writing(context.engine) as store:
            found = calls_.find_call(store, sid)
            if found is None:
                abort(404)
            change = AuditEntry("see-number", f"call:{sid}")
            audit.write_entry(store, current_staff_name(), change, context.clock())
            return _page(context, store, found, phone_display.show_whole)


def _add_list(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/calls")
    def calls() -> ResponseReturnValue:
        of = request.args.get("of", "")
        with reading(context.engine) as store:
            sender = calls_.find_sender(store, of) if of else None
            bounds = pagination.bounds(phone_display.sender_keys(sender, of))
            found = calls_.find_calls(
                store, bounds, PAGE_SIZE + 1, statuses=_statuses()
            )
            last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
            return render_template(
                "console/calls.html",
                calls=found[:PAGE_SIZE],
                more=last and pagination.format_cursor(last.started_at, last.call_sid),
                asked=pagination.keep_args(_FILTER_ARGS),
                sender=sender and phone_display.sender_label(sender),
                of_sender=phone_display.sender_label,
                said=_ENDING_LABELS,
                endings=ENDINGS,
            )

    @pages.post("/calls")
    def find_call() -> ResponseReturnValue:
        """Look a number up; it is sent in a form, as none may stand in an address."""
        keys = phone_numbers.sender_keys(request.form.get("number", ""))
        with reading(context.engine) as store:
            found = [it.call_sid for it in calls_.find_calls(store, Bounds(keys), 1)]
        if found:
            return redirect(at("console.calls", of=found[0]))
        flash("没有这个号码的来电。请核对号码；到期的记录已经删除。", "warning")
        return redirect(at("console.calls"))


def _statuses() -> tuple[str, ...]:
    _, statuses = ENDINGS.get(request.args.get("ended", ""), ("", ()))
    return statuses


def _page(
    context: ConsoleContext, store: Session, found: CallRow, shown: MaskFunction
) -> ResponseReturnValue:
    # A call whose end came first is pinned to none.
    number = found.edition or context.edition_cache.refresh().edition.number
    edition = context.edition_cache.edition(number)
    rows = calls_.list_keys(store, found.call_sid, _MOST_KEYS)
    return render_template(
        "console/call.html",
        call=found,
        keys=tuple(_key_presses(edition, rows)),
        edition=edition,
        ended=_ENDING_LABELS.get(found.status, found.status),
        sender=phone_display.sender_label(found.sender, shown),
        masked=shown is mask,
    )


def _key_presses(edition: Edition, rows: tuple[CallStepRow, ...]) -> Iterator[KeyPress]:
    for row in rows:
        path = MenuPath.parse(row.path)
        yield KeyPress(
            row.at, row.key, path_labels.describe_key(edition, path, row.key)
        )
