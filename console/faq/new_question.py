"""A new question: written from nothing, or from what an inquiry asked."""

from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.faq import question_form
from console.faq.lint_remarks import LintRemarks
from console.faq.live_preview import QuestionFormState, live_preview_context
from faq_store.content import queries
from faq_store.content.queries import SectionLine
from faq_store.editing import edit, phrasings
from faq_store.editing.edit import Author
from faq_store.errors import BadContentError, FaqError
from faq_store.inquiries import inquiries
from faq_store.inquiries.inquiries import Inquiry
from helpline.faq import Case, Question, Section
from helpline.text import is_blank, parse_count
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class NewQuestionPrefill:
    """What a new question comes with: its section, a first phrasing, the inquiry."""

    section: str = ""
    phrasing: str = ""
    inquiry: str = ""


def install(pages: Blueprint, context: ConsoleContext, remarks: LintRemarks) -> None:
    """Add the page where a question is written anew."""

    @pages.get("/faq/new")
    def new_question() -> ResponseReturnValue:
        asked = request.args
        given = NewQuestionPrefill(
            asked.get("section", ""), "", asked.get("inquiry", "")
        )
        return _new_question_page(
            context, remarks, QuestionFormState(Question("", "", "")), given
        )

    @pages.post("/faq/new")
    def add_question() -> ResponseReturnValue:
        written, pressed = (
            question_form.parse_question(""),
            request.form.get("do", "save"),
        )
        given, filled = _parse_prefill(), QuestionFormState(written, unsaved=True)
        if pressed != "save":
            found, focus = question_form.rearrange_situations(written, pressed) or (
                written,
                "",
            )
            filled = replace(filled, question=found, focus=focus)
            return _new_question_page(context, remarks, filled, given)
        try:
            key = _add_question(context, written, given)
        except BadContentError:
            return _new_question_page(context, remarks, filled, given, 400)
        except FaqError as error:
            flash(f"没有保存：{error}。", "danger")
            return _new_question_page(context, remarks, filled, given, 400)
        flash(f"新问题 {key} 已写进草稿，发布后生效。", "success")
        return redirect(at("console.question", key=key))


def offer_as_new(
    context: ConsoleContext, remarks: LintRemarks, written: Question
) -> ResponseReturnValue:
    """Offer to keep as a new question what was written over one that is gone."""
    flash("这个问题刚被别人停用，没有保存。您写的都在下面，可以存成新问题。", "warning")
    new = tuple(replace(it, key=0) for it in written.situations)
    filled = QuestionFormState(replace(written, key="", situations=new), unsaved=True)
    return _new_question_page(context, remarks, filled, _parse_prefill(), 409)


def _parse_prefill() -> NewQuestionPrefill:
    asked = request.form
    names = ("section", "phrasing", "inquiry")
    return NewQuestionPrefill(*(asked.get(it, "") for it in names))


def _new_question_page(
    context: ConsoleContext,
    remarks: LintRemarks,
    filled: QuestionFormState,
    given: NewQuestionPrefill,
    status: int = 200,
) -> ResponseReturnValue:
    with reading(context.engine) as store:
        row = queries.working_edition_row(store)
        sections = queries.list_sections(store, row.id) if row else ()
        if row is None or not sections:
            flash("还没有阶段，请先增加一个阶段。", "warning")
            return redirect(at("console.faq"))
        section = _section(sections, given.section)
        inquiry = _inquiry(store, given.inquiry)
        live = live_preview_context(
            store, context, remarks, row, section, filled.question
        )
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
    found = parse_count(number, _DIGITS)
    try:
        return None if found is None else inquiries.find_inquiry(store, found)
    except FaqError:
        return None


def _add_question(
    context: ConsoleContext, written: Question, given: NewQuestionPrefill
) -> str:
    now = context.clock()
    with writing(context.engine) as store:
        key = edit.add_question(
            store, given.section, written, Author(current_staff_name(), now)
        )
        after = question_form.audit_fields(written)
        audit.write_entry(
            store,
            current_staff_name(),
            AuditEntry("add-question", f"question:{key}", None, after),
            now,
        )
        if not is_blank(given.phrasing):
            phrasings.add_phrasing(store, given.phrasing, Case(key), now=now)
            taught = {"phrasing": given.phrasing, "case": key}
            change = AuditEntry("add-phrasing", f"question:{key}", None, taught)
            audit.write_entry(store, current_staff_name(), change, now)
    return key
