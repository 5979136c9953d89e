"""The lists of inquiries: groups that wait, and those that are resolved, with pagination."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console import case_search
from console.auth import has_right
from console.context import ConsoleContext
from console.display import case_labels, phone_display
from console.display.inquiry_labels import REASONS, outcome_label
from console.inquiries.waiting_time import WaitingAge, measure_waiting
from faq_store.errors import FaqError
from faq_store.inquiries import groups as inquiries_groups
from faq_store.inquiries import resolve
from faq_store.inquiries.groups import (
    MOST,
    GroupCursor,
    GroupOrder,
    InquiryGroup,
    InquiryGroupCache,
)
from faq_store.inquiries.resolve import ResolutionKind
from helpline import phone_numbers
from helpline.faq import Case, Edition
from helpline.text import parse_count
from notices import queries
from notices.delivery import daily_caps
from storage.session import reading

PAGE_SIZE = 20
SHOWN = 50
"""Inquiries of one group that are listed singly."""

OFFERED = 6
"""Options of a group that are shown: what was offered most often."""

SOURCE = "inquiry"
"""Where notices come from that answer one; their key is the message's id."""

_DIGITS = 9
_LISTS = {"": "待处理", "new": "要写新问题", "settled": "已处理"}


def install(
    pages: Blueprint, context: ConsoleContext, group_cache: InquiryGroupCache
) -> None:
    """Add the lists and the page of one group."""

    @pages.get("/inquiries")
    def inquiries() -> ResponseReturnValue:
        show = request.args.get("show", "")
        if show in {"new", "settled"}:
            return _resolved_page(context, show)
        return _waiting_page(context, group_cache)

    @pages.get("/inquiries/<int:inquiry>")
    def inquiry(inquiry: int) -> ResponseReturnValue:
        try:
            return render_group(context, find_group(context, group_cache, inquiry))
        except FaqError as error:
            flash(str(error), "warning")
            return redirect(at("console.inquiries"))


def find_group(
    context: ConsoleContext, group_cache: InquiryGroupCache, inquiry: int
) -> InquiryGroup:
    """Find the group of an inquiry; raise `FaqError` if it waits no more."""
    synonyms = context.edition_cache.refresh().edition.synonyms
    with reading(context.engine) as store:
        return inquiries_groups.find_group(group_cache.gather(store, synonyms), inquiry)


def render_group(
    context: ConsoleContext,
    group: InquiryGroup,
    sought: str = "",
    chosen: str = "",
    **more: object,
) -> str:
    """Show a group, with what may be decided about it.

    Raises `FaqError` where there is no edition to choose from.
    """
    shown = group.inquiries[:SHOWN]
    mobiles = {it.id: phone_numbers.parse_mainland_mobile(it.sender) for it in shown}
    named = group.options[:OFFERED]
    with reading(context.engine) as store:
        offer = case_search.search_cases(
            store, context.edition_cache.refresh(), named, sought
        )
        answered = queries.statuses_by_key(store, SOURCE, [it.source for it in shown])
        silent = daily_caps.get_suppressed(store, {it for it in mobiles.values() if it})
    return render_template(
        "console/inquiries/one.html",
        group=group,
        shown=shown,
        answered=answered,
        mobiles=mobiles,
        silent=silent,
        sender=phone_display.sender_label,
        named_options=[
            (str(item), case_labels.case_label(offer.edition, item)) for item in named
        ],
        choices=offer.all,
        found=offer.found,
        sought=sought,
        chosen=chosen,
        endings=ResolutionKind,
        **{"phrasing": group.texts[0].asked, "ids": None, **more},
        **_page_labels(offer.edition, context.clock()),
    )


def _waiting_page(
    context: ConsoleContext, group_cache: InquiryGroupCache
) -> ResponseReturnValue:
    asked = request.args.get("order", "")
    order = GroupOrder(asked) if asked in set(GroupOrder) else GroupOrder.NEWEST
    edition = context.edition_cache.refresh().edition
    with reading(context.engine) as store:
        groups = group_cache.gather(store, edition.synonyms)
    found = inquiries_groups.list_groups(groups, order, _parse_cursor(), PAGE_SIZE + 1)
    last = (
        inquiries_groups.group_cursor(found[PAGE_SIZE - 1], order)
        if len(found) > PAGE_SIZE
        else None
    )
    many = sum(len(it.inquiries) for it in groups)
    return render_template(
        "console/inquiries/list.html",
        groups=found[:PAGE_SIZE],
        order=order,
        more=last,
        many=many,
        alike=len(groups),
        most=MOST if many == MOST else None,
        late=sum(_group_age(it, context.clock()).late for it in groups),
        lists=_LISTS,
        show="",
        undo=parse_count(request.args.get("undo", ""), _DIGITS)
        if has_right("edit")
        else None,
        **_page_labels(edition, context.clock()),
    )


def _resolved_page(context: ConsoleContext, show: str) -> ResponseReturnValue:
    wanted = ResolutionKind.NEW if show == "new" else ""
    with reading(context.engine) as store:
        found = resolve.list_resolved(store, wanted, _parse_before(), PAGE_SIZE + 1)
    more = found[PAGE_SIZE - 1].first.settled_at if len(found) > PAGE_SIZE else None
    edition = context.edition_cache.refresh().edition
    return render_template(
        "console/inquiries/settled.html",
        settlements=found[:PAGE_SIZE],
        more=more and more.isoformat(),
        lists=_LISTS,
        show=show,
        outcome=lambda word: outcome_label(edition, word),
        **_page_labels(edition, context.clock()),
    )


def _parse_cursor() -> GroupCursor | None:
    many = parse_count(request.args.get("many", "0"), _DIGITS)
    newest = parse_count(request.args.get("before", ""), _DIGITS)
    return None if many is None or newest is None else GroupCursor(many, newest)


def _parse_before() -> datetime | None:
    try:
        found = datetime.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _group_age(group: InquiryGroup, now: datetime) -> WaitingAge:
    return measure_waiting(group.oldest.at, now)


def _page_labels(edition: Edition, now: datetime) -> dict[str, object]:
    def label_case(case: Case) -> str:
        return case_labels.case_label(edition, case)

    return {
        "reasons": REASONS,
        "age": lambda it: _group_age(it, now),
        "named": label_case,
    }
