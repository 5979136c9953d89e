"""Calls: the newest, and the path of one through the menu."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.context import Door
from console.display import pagination, phone_display
from console.display.phone_display import Shown
from console.sender_list import SenderList, audit_unmasking
from helpline.faq import Edition
from helpline.masking import mask
from helpline.voice import key_meaning
from helpline.voice.key_meaning import Pressed
from helpline.voice.menu import Path
from ivr import queries as calls_
from ivr.call_log import LOST, ONGOING
from ivr.queries import Sought
from ivr.tables import CallRow, CallStepRow
from storage.session import reading, writing

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
            return _page(door, store, _call(store, sid), mask)

    @pages.post("/calls/<sid>")
    def unmask_call(sid: str) -> ResponseReturnValue:
        with writing(door.engine) as store:
            found = _call(store, sid)
            audit_unmasking(door, store, f"call:{sid}")
            return _page(door, store, found, phone_display.whole)


def _add_list(pages: Blueprint, door: Door) -> None:
    @pages.get("/calls")
    def calls() -> ResponseReturnValue:
        with reading(door.engine) as store:
            page = _LIST.read_page(store)
            return render_template(
                "console/calls.html",
                calls=page.rows,
                more=page.more,
                asked=pagination.kept(_ASKED),
                sender=page.sender,
                of_sender=phone_display.sender,
                said=_SAID,
                endings=ENDINGS,
            )

    @pages.post("/calls")
    def find_call() -> ResponseReturnValue:
        return _LIST.search_number(door)


def _find(store: Session, senders: tuple[str, ...], most: int) -> tuple[CallRow, ...]:
    asked = request.args
    _, statuses = ENDINGS.get(asked.get("ended", ""), ("", ()))
    sought = Sought(
        senders=senders,
        statuses=statuses,
        since=pagination.day(asked.get("since", "")),
        until=pagination.day(asked.get("until", ""), days=1),
        below=pagination.read(asked.get("before", "")),
    )
    return calls_.find(store, sought, most)


_LIST = SenderList(
    endpoint="console.calls",
    missing="没有这个号码的来电。请核对号码；到期的记录已经删除。",
    sender=calls_.sender,
    find=_find,
    place=calls_.CALLS.place,
)


def _call(store: Session, sid: str) -> CallRow:
    found = calls_.call(store, sid)
    if found is None:
        abort(404)
    return found


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
