"""The list of notices: newest first, with search and pagination.

A number is looked for by POST: no address of a page may hold a whole one.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.context import Door
from helpline import phone_numbers
from helpline.conversation.sent_notices import Event
from helpline.text import legal
from notices import queries
from notices.queries import Sought
from notices.status import Status
from storage.session import reading

PAGE = 50
UNDECIDED = "undecided"
"""What a person must decide: unknown and dead ones together."""

_ASKED = ("status", "application", "batch", "event")
_LONGEST = 64


def install(pages: Blueprint, door: Door) -> None:
    """Add the list and its search."""

    @pages.get("/notices")
    def notices() -> ResponseReturnValue:
        return _page(door, _given(request.args), before=_words(request.args, "before"))

    @pages.post("/notices/search")
    def search_notices() -> ResponseReturnValue:
        given, typed = _given(request.form), _words(request.form, "number")
        if not typed:
            return redirect(at("console.notices", **given))
        number = phone_numbers.mainland_mobile(typed)
        if number is None:
            wrong = f"“{typed}”不是完整的手机号码。要写全十一位。"
            return _page(door, given, typed=typed, wrong=wrong), 400
        before = _words(request.form, "before")
        return _page(door, given, before=before, typed=typed, number=number)


def _page(  # noqa: PLR0913 - each a part of the page
    door: Door,
    given: Mapping[str, Any],
    *,
    before: str = "",
    typed: str = "",
    number: str = "",
    wrong: str = "",
) -> str:
    with reading(door.engine) as store:
        sought = _sought(given, number, before)
        found = () if wrong else queries.find(store, sought, PAGE + 1)
        return render_template(
            "console/notices/list.html",
            rows=found[:PAGE],
            more=found[PAGE - 1].id if len(found) > PAGE else "",
            asked=given,
            typed=typed,
            wrong=wrong,
            statuses=list(Status),
            events=list(Event),
            undecided=UNDECIDED,
        )


def _sought(given: Mapping[str, str], number: str, before: str) -> Sought:
    return Sought(
        statuses=_statuses(given.get("status", "")),
        application=given.get("application", ""),
        number=number,
        batch=given.get("batch", ""),
        event=given.get("event", ""),
        before=before,
    )


def _statuses(word: str) -> tuple[Status, ...]:
    if word == UNDECIDED:
        return (Status.UNKNOWN, Status.DEAD)
    return (Status(word),) if word in set(Status) else ()


def _given(asked: Mapping[str, str]) -> dict[str, Any]:
    given = {name: _words(asked, name) for name in _ASKED}
    return {name: value for name, value in given.items() if value}


def _words(asked: Mapping[str, str], name: str) -> str:
    return legal(asked.get(name, "")).strip()[:_LONGEST]
