"""The page of one question: read by everybody, edited by those who may."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.faq import (
    lint_remarks,
    new_question,
    question_diff,
    question_form,
    question_view,
    retire,
)
from console.faq.lint_remarks import LintRemarks
from console.faq.live_preview import QuestionFormState, live_preview_context
from faq_store.content import queries
from faq_store.editing import edit, lint
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import BadContentError, StaleEditError
from helpline.faq import Question
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing


def install(pages: Blueprint, context: ConsoleContext, remarks: LintRemarks) -> None:
    """Add the page, how it is saved, and the preview that follows the typing."""
    _add_page(pages, context, remarks)
    _add_saving(pages, context, remarks)
    _add_preview(pages, context, remarks)


def _add_page(pages: Blueprint, context: ConsoleContext, remarks: LintRemarks) -> None:
    @pages.get("/faq/<key>")
    def question(key: str) -> ResponseReturnValue:
        return render_question(context, remarks, key)


def _add_saving(
    pages: Blueprint, context: ConsoleContext, remarks: LintRemarks
) -> None:
    @pages.post("/faq/<key>")
    def save_question(key: str) -> ResponseReturnValue:
        written, pressed = (
            question_form.parse_question(key),
            request.form.get("do", "save"),
        )
        seen = request.form.get("seen", "")
        if pressed != "save":
            found, focus = question_form.rearrange_situations(written, pressed) or (
                written,
                "",
            )
            filled = QuestionFormState(found, seen, unsaved=True, focus=focus)
            return render_question(context, remarks, key, filled)
        try:
            _save_question(context, written, seen)
        except BadContentError:
            filled = QuestionFormState(written, seen, unsaved=True)
            return render_question(context, remarks, key, filled, 400)
        except StaleEditError as stale:
            if not isinstance(stale.current, Question):
                return new_question.offer_as_new(context, remarks, written)
            newer = revision_of(stale.current)
            filled = QuestionFormState(written, newer, unsaved=True, stale=stale)
            return render_question(context, remarks, key, filled, 409)
        return redirect(at("console.question", key=key))


def _add_preview(
    pages: Blueprint, context: ConsoleContext, remarks: LintRemarks
) -> None:
    @pages.post("/faq/preview")
    def preview_question() -> ResponseReturnValue:
        written = question_form.parse_question(request.form.get("key", ""))
        with reading(context.engine) as store:
            row = queries.working_edition_row(store)
            if row is None:
                abort(404)
            section = queries.read_section(
                store, row.id, request.form.get("section", "")
            )
            if section is None:
                abort(404)
            live = live_preview_context(store, context, remarks, row, section, written)
        fields = ("situations", *(it for it, _ in lint.question_fields(written)))
        return render_template("console/faq/_live.html", fields=fields, **live)


def render_question(
    context: ConsoleContext,
    remarks: LintRemarks,
    key: str,
    filled: QuestionFormState | None = None,
    status: int = 200,
    **more: object,
) -> ResponseReturnValue:
    """Show a question, its form filled with what is there unless it is told."""
    with reading(context.engine) as store:
        found = question_view.find_working_question(store, key)
        if found is None:
            return retire.retired_page(store, key)
        row, stored = found
        sheet = question_view.load_question_view(store, row, stored)
        filled = filled or QuestionFormState(stored, revision_of(stored))
        stale = filled.stale and filled.stale.current
        live = live_preview_context(
            store, context, remarks, row, sheet.section, filled.question
        )
    page = render_template(
        "console/faq/question.html",
        sheet=sheet,
        form=filled,
        theirs=question_diff.diff_questions(stale, filled.question)
        if isinstance(stale, Question)
        else (),
        changed=question_diff.diff_questions(sheet.published, stored)
        if sheet.published
        else (),
        **live,
        **more,
    )
    return page, status


def _save_question(context: ConsoleContext, written: Question, seen: str) -> None:
    """Save it, unless it says that already: then nothing has to be reviewed anew."""
    with writing(context.engine) as store:
        now = context.clock()
        before = question_view.find_question(store, written.key)
        kept = lint_remarks.normalize_question(written)
        if before and before == replace(kept, contacts=before.contacts):
            flash("没有改动。", "info")
            return
        after = edit.save_question(
            store, written, seen, Author(current_staff_name(), now)
        )
        sides = question_form.audit_fields(before), question_form.audit_fields(after)
        change = AuditEntry("save-question", f"question:{written.key}", *sides)
        audit.write_entry(store, current_staff_name(), change, now)
    flash("已保存到草稿，发布后生效。", "success")
