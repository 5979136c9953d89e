"""The list of calls, with search and pagination, and the path of one call through the menu."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.display import pagination, phone_display
from console.display.phone_display import Shown
from helpline import phone_numbers
from helpline.faq import Edition
from helpline.masking import mask
from helpline.voice import key_meaning
from helpline.voice.key_meaning import Pressed
from helpline.voice.menu import Path
from ivr import queries as calls_
from ivr.call_log import LOST, ONGOING
from ivr.tables import CallRow, CallStepRow
from staff import audit
from staff.audit import Change
from storage.keyset import Bounds
from storage.session import reading, writing

PAGE = 50
_ASKED = ("of", "ended", "since", "until", "before")
_MOST_KEYS = 500

_FAILED = ("busy", "failed", "no-answer", "canceled")
ENDINGS = {
    "completed": ("正常结束", ("completed",)),
    "ongoing": ("进行中", (ONGOING,)),
    "failed": ("没有接通或中断", _FAILED),
    "lost": ("没有收到结束的消息", (LOST,)),
}
"""How a call stands or ended: what staff read, and the provider's words for it."""

_SAID = {status: said for said, statuses in ENDINGS.values() for status in statuses}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a call: when it was pressed, and what it did."""

    at: datetime
    key: str
    pressed: Pressed


def install(pages: Blueprint, door: Door) -> None:
    """Add the pages about calls."""
    _add_list(pages, door)

    @pages.get("/calls/<sid>")
    def call(sid: str) -> ResponseReturnValue:
        with reading(door.engine) as store:
            found = calls_.call(store, sid)
            if found is None:
                abort(404)
            return _page(door, store, found, mask)

    @pages.post("/calls/<sid>")
    def unmask_call(sid: str) -> ResponseReturnValue:
        with writing(door.engine) as store:
            found = calls_.call(store, sid)
            if found is None:
                abort(404)
            change = Change("see-number", f"call:{sid}")
            audit.write(store, who(), change, door.clock())
            return _page(door, store, found, phone_display.whole)


def _add_list(pages: Blueprint, door: Door) -> None:
    @pages.get("/calls")
    def calls() -> ResponseReturnValue:
        of = request.args.get("of", "")
        with reading(door.engine) as store:
            sender = calls_.sender(store, of) if of else None
            bounds = pagination.bounds(phone_display.keys(sender, of))
            found = calls_.find(store, bounds, PAGE + 1, statuses=_statuses())
            last = found[PAGE - 1] if len(found) > PAGE else None
            return render_template(
                "console/calls.html",
                calls=found[:PAGE],
                more=last and pagination.written(last.started_at, last.call_sid),
                asked=pagination.kept(_ASKED),
                sender=sender and phone_display.sender(sender),
                of_sender=phone_display.sender,
                said=_SAID,
                endings=ENDINGS,
            )

    @pages.post("/calls")
    def find_call() -> ResponseReturnValue:
        """Look a number up; it is sent in a form, as none may stand in an address."""
        keys = phone_numbers.keys(request.form.get("number", ""))
        with reading(door.engine) as store:
            found = [it.call_sid for it in calls_.find(store, Bounds(keys), 1)]
        if found:
            return redirect(at("console.calls", of=found[0]))
        flash("没有这个号码的来电。请核对号码；到期的记录已经删除。", "warning")
        return redirect(at("console.calls"))


def _statuses() -> tuple[str, ...]:
    _, statuses = ENDINGS.get(request.args.get("ended", ""), ("", ()))
    return statuses


def _page(
    door: Door, store: Session, found: CallRow, shown: Shown
) -> ResponseReturnValue:
    # A call whose end came first is pinned to none.
    number = found.edition or door.shelf.refresh().edition.number
    edition = door.shelf.edition(number)
    rows = calls_.keys(store, found.call_sid, _MOST_KEYS)
    return render_template(
        "console/call.html",
        call=found,
        keys=tuple(_keys(edition, rows)),
        edition=edition,
        ended=_SAID.get(found.status, found.status),
        sender=phone_display.sender(found.sender, shown),
        masked=shown is mask,
    )


def _keys(edition: Edition, rows: tuple[CallStepRow, ...]) -> Iterator[Key]:
    for row in rows:
        path = Path.parse(row.path)
        yield Key(row.at, row.key, key_meaning.retell(edition, path, row.key))
