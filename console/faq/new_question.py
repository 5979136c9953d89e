"""A new question: written from nothing, or from what an inquiry asked."""

from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.faq import question_form
from console.faq.lint_remarks import Remarks
from console.faq.live_preview import Filled, alive
from faq_store.content import queries
from faq_store.content.queries import SectionLine
from faq_store.editing import edit, phrasings
from faq_store.editing.edit import Author
from faq_store.errors import BadContentError, FaqError
from faq_store.inquiries import inquiries
from faq_store.inquiries.inquiries import Inquiry
from helpline.faq import Case, Question, Section
from helpline.text import count, is_blank
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Given:
    """What a new question comes with: its section, a first phrasing, the inquiry."""

    section: str = ""
    phrasing: str = ""
    inquiry: str = ""


def install(pages: Blueprint, door: Door, looked_at: Remarks) -> None:
    """Add the page where a question is written anew."""

    @pages.get("/faq/new")
    def new_question() -> ResponseReturnValue:
        asked = request.args
        given = Given(asked.get("section", ""), "", asked.get("inquiry", ""))
        return _shown(door, looked_at, Filled(Question("", "", "")), given)

    @pages.post("/faq/new")
    def add_question() -> ResponseReturnValue:
        written, pressed = question_form.question(""), request.form.get("do", "save")
        given, filled = _given(), Filled(written, unsaved=True)
        if pressed != "save":
            found, focus = question_form.arranged(written, pressed) or (written, "")
            filled = replace(filled, question=found, focus=focus)
            return _shown(door, looked_at, filled, given)
        try:
            key = _add(door, written, given)
        except BadContentError:
            return _shown(door, looked_at, filled, given, 400)
        except FaqError as error:
            flash(f"没有保存：{error}。", "danger")
            return _shown(door, looked_at, filled, given, 400)
        flash(f"新问题 {key} 已写进草稿，发布后生效。", "success")
        return redirect(at("console.question", key=key))


def instead(door: Door, looked_at: Remarks, written: Question) -> ResponseReturnValue:
    """Offer to keep as a new question what was written over one that is gone."""
    flash("这个问题刚被别人停用，没有保存。您写的都在下面，可以存成新问题。", "warning")
    new = tuple(replace(it, key=0) for it in written.situations)
    filled = Filled(replace(written, key="", situations=new), unsaved=True)
    return _shown(door, looked_at, filled, _given(), 409)


def _given() -> Given:
    asked = request.form
    names = ("section", "phrasing", "inquiry")
    return Given(*(asked.get(it, "") for it in names))


def _shown(
    door: Door, looked_at: Remarks, filled: Filled, given: Given, status: int = 200
) -> ResponseReturnValue:
    with reading(door.engine) as store:
        row = queries.standing(store)
        sections = queries.outline(store, row.id) if row else ()
        if row is None or not sections:
            flash("还没有阶段，请先增加一个阶段。", "warning")
            return redirect(at("console.faq"))
        section = _section(sections, given.section)
        inquiry = _inquiry(store, given.inquiry)
        live = alive(store, door, looked_at, row, section, filled.question)
    if inquiry and not filled.unsaved:
        given = replace(given, phrasing=inquiry.asked)
    page = render_template(
        "console/faq/new_question.html",
        form=filled,
        section=section,
        sections=sections,
        given=given,
        inquiry=inquiry,
        **live,
    )
    return page, status


def _section(sections: tuple[SectionLine, ...], wanted: str) -> Section:
    found = next((it for it in sections if it.key == wanted), sections[0])
    return Section(found.key, found.title, ())


def _inquiry(store: Session, number: str) -> Inquiry | None:
    found = count(number, _DIGITS)
    try:
        return None if found is None else inquiries.find(store, found)
    except FaqError:
        return None


def _add(door: Door, written: Question, given: Given) -> str:
    now = door.clock()
    with writing(door.engine) as store:
        key = edit.add_question(store, given.section, written, Author(who(), now))
        after = question_form.plain(written)
        audit.write(
            store, who(), Change("add-question", f"question:{key}", None, after), now
        )
        if not is_blank(given.phrasing):
            phrasings.add_phrasing(store, given.phrasing, Case(key), now=now)
            taught = {"phrasing": given.phrasing, "case": key}
            change = Change("add-phrasing", f"question:{key}", None, taught)
            audit.write(store, who(), change, now)
    return key
