"""The lists of inquiries: groups that wait, and those that are resolved, with pagination."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console import case_search
from console.auth import able
from console.context import Door
from console.display import case_labels, phone_display
from console.display.inquiry_labels import REASONS, outcome
from console.inquiries.waiting_time import Age, age
from faq_store.errors import FaqError
from faq_store.inquiries import groups as inquiries_groups
from faq_store.inquiries import resolve
from faq_store.inquiries.groups import MOST, Gatherer, Group, Order, Place
from faq_store.inquiries.resolve import Ending
from helpline import phone_numbers
from helpline.faq import Case, Edition
from helpline.text import count
from notices import queries
from notices.delivery import daily_caps
from storage.session import reading

PAGE = 20
SHOWN = 50
"""Inquiries of one group that are listed singly."""

OFFERED = 6
"""Options of a group that are shown: what was offered most often."""

SOURCE = "inquiry"
"""Where notices come from that answer one; their key is the message's id."""

_DIGITS = 9
_LISTS = {"": "待处理", "new": "要写新问题", "settled": "已处理"}


def install(pages: Blueprint, door: Door, gatherer: Gatherer) -> None:
    """Add the lists and the page of one group."""

    @pages.get("/inquiries")
    def inquiries() -> ResponseReturnValue:
        show = request.args.get("show", "")
        if show in {"new", "settled"}:
            return _settled(door, show)
        return _waiting(door, gatherer)

    @pages.get("/inquiries/<int:inquiry>")
    def inquiry(inquiry: int) -> ResponseReturnValue:
        try:
            return render_group(door, group_of(door, gatherer, inquiry))
        except FaqError as error:
            flash(str(error), "warning")
            return redirect(at("console.inquiries"))


def group_of(door: Door, gatherer: Gatherer, inquiry: int) -> Group:
    """Find the group of an inquiry; raise `FaqError` if it waits no more."""
    synonyms = door.shelf.refresh().edition.synonyms
    with reading(door.engine) as store:
        return inquiries_groups.group_of(gatherer.gather(store, synonyms), inquiry)


def render_group(
    door: Door, group: Group, sought: str = "", chosen: str = "", **more: object
) -> str:
    """Show a group, with what may be decided about it.

    Raises `FaqError` where there is no edition to choose from.
    """
    shown = group.inquiries[:SHOWN]
    mobiles = {it.id: phone_numbers.mainland_mobile(it.sender) for it in shown}
    named = group.options[:OFFERED]
    with reading(door.engine) as store:
        offer = case_search.offer(store, door.shelf.refresh(), named, sought)
        answered = queries.made_for(store, SOURCE, [it.source for it in shown])
        silent = daily_caps.suppressed(store, {it for it in mobiles.values() if it})
    return render_template(
        "console/inquiries/one.html",
        group=group,
        shown=shown,
        answered=answered,
        mobiles=mobiles,
        silent=silent,
        sender=phone_display.sender,
        named_options=[(str(it), case_labels.named(offer.edition, it)) for it in named],
        choices=offer.all,
        found=offer.found,
        sought=sought,
        chosen=chosen,
        endings=Ending,
        **{"phrasing": group.texts[0].asked, "ids": None, **more},
        **_words(offer.edition, door.clock()),
    )


def _waiting(door: Door, gatherer: Gatherer) -> ResponseReturnValue:
    asked = request.args.get("order", "")
    order = Order(asked) if asked in set(Order) else Order.NEWEST
    edition = door.shelf.refresh().edition
    with reading(door.engine) as store:
        groups = gatherer.gather(store, edition.synonyms)
    found = inquiries_groups.ordered(groups, order, _place(), PAGE + 1)
    last = inquiries_groups.place(found[PAGE - 1], order) if len(found) > PAGE else None
    many = sum(len(it.inquiries) for it in groups)
    return render_template(
        "console/inquiries/list.html",
        groups=found[:PAGE],
        order=order,
        more=last,
        many=many,
        alike=len(groups),
        most=MOST if many == MOST else None,
        late=sum(_age(it, door.clock()).late for it in groups),
        lists=_LISTS,
        show="",
        undo=count(request.args.get("undo", ""), _DIGITS) if able("edit") else None,
        **_words(edition, door.clock()),
    )


def _settled(door: Door, show: str) -> ResponseReturnValue:
    wanted = Ending.NEW if show == "new" else ""
    with reading(door.engine) as store:
        found = resolve.settlements(store, wanted, _before(), PAGE + 1)
    more = found[PAGE - 1].first.settled_at if len(found) > PAGE else None
    edition = door.shelf.refresh().edition
    return render_template(
        "console/inquiries/settled.html",
        settlements=found[:PAGE],
        more=more and more.isoformat(),
        lists=_LISTS,
        show=show,
        outcome=lambda word: outcome(edition, word),
        **_words(edition, door.clock()),
    )


def _place() -> Place | None:
    many = count(request.args.get("many", "0"), _DIGITS)
    newest = count(request.args.get("before", ""), _DIGITS)
    return None if many is None or newest is None else Place(many, newest)


def _before() -> datetime | None:
    try:
        found = datetime.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _age(group: Group, now: datetime) -> Age:
    return age(group.oldest.at, now)


def _words(edition: Edition, now: datetime) -> dict[str, object]:
    def named(case: Case) -> str:
        return case_labels.named(edition, case)

    return {"reasons": REASONS, "age": lambda it: _age(it, now), "named": named}
