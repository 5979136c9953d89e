"""The list of notices: newest first, with search and pagination.

A number is looked for by POST: no address of a page may hold a whole one.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.context import ConsoleContext
from helpline import phone_numbers
from helpline.conversation.sent_notices import NoticeEvent
from helpline.text import drop_illegal
from notices import queries
from notices.queries import NoticeFilter
from notices.status import Status
from storage.session import reading

PAGE_SIZE = 50
UNDECIDED = "undecided"
"""What a person must decide: unknown and dead ones together."""

_FILTER_ARGS = ("status", "application", "batch", "event")
_LONGEST = 64


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the list and its search."""

    @pages.get("/notices")
    def notices() -> ResponseReturnValue:
        return _page(
            context,
            _search_fields(request.args),
            before=_clean_arg(request.args, "before"),
        )

    @pages.post("/notices/search")
    def search_notices() -> ResponseReturnValue:
        given, typed = _search_fields(request.form), _clean_arg(request.form, "number")
        if not typed:
            return redirect(at("console.notices", **given))
        number = phone_numbers.parse_mainland_mobile(typed)
        if number is None:
            wrong = f"“{typed}”不是完整的手机号码。要写全十一位。"
            return _page(context, given, typed=typed, wrong=wrong), 400
        before = _clean_arg(request.form, "before")
        return _page(context, given, before=before, typed=typed, number=number)


def _page(  # noqa: PLR0913 - each a part of the page
    context: ConsoleContext,
    given: Mapping[str, Any],
    *,
    before: str = "",
    typed: str = "",
    number: str = "",
    wrong: str = "",
) -> str:
    with reading(context.engine) as store:
        sought = _make_filter(given, number, before)
        found = () if wrong else queries.search_notices(store, sought, PAGE_SIZE + 1)
        return render_template(
            "console/notices/list.html",
            rows=found[:PAGE_SIZE],
            more=found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else "",
            asked=given,
            typed=typed,
            wrong=wrong,
            statuses=list(Status),
            events=list(NoticeEvent),
            undecided=UNDECIDED,
        )


def _make_filter(given: Mapping[str, str], number: str, before: str) -> NoticeFilter:
    return NoticeFilter(
        statuses=_parse_statuses(given.get("status", "")),
        application=given.get("application", ""),
        number=number,
        batch=given.get("batch", ""),
        event=given.get("event", ""),
        before=before,
    )


def _parse_statuses(word: str) -> tuple[Status, ...]:
    if word == UNDECIDED:
        return (Status.UNKNOWN, Status.DEAD)
    return (Status(word),) if word in set(Status) else ()


def _search_fields(asked: Mapping[str, str]) -> dict[str, Any]:
    given = {name: _clean_arg(asked, name) for name in _FILTER_ARGS}
    return {name: value for name, value in given.items() if value}


def _clean_arg(asked: Mapping[str, str], name: str) -> str:
    return drop_illegal(asked.get(name, "")).strip()[:_LONGEST]
