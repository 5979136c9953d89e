"""Retire (archive) a question, and restore it: what depends on it is shown first."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.faq import question_form, question_view
from faq_store.content import queries
from faq_store.editing import arrange, question_context
from faq_store.editing import edit as editing_edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import FaqError, StaleEditError
from notices.compose import reason_codes
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the page that asks first, and what may follow."""
    _add_retiring(pages, context)
    _add_restoring(pages, context)


def retired_page(store: Session, key: str) -> ResponseReturnValue:
    """Show a question that only the latest edition has; 404 for any other."""
    published = question_view.find_published(store, key)
    row = queries.working_edition_row(store)
    if published is None or row is None:
        abort(404)
    edit = question_view.find_edit(store, row, f"question:{key}")
    return render_template("console/faq/gone.html", question=published, edit=edit)


def _add_retiring(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/faq/<key>/retire")
    def retiring(key: str) -> ResponseReturnValue:
        return _confirm_page(context, key)

    @pages.post("/faq/<key>/retire")
    def retire_question(key: str) -> ResponseReturnValue:
        now = context.clock()
        try:
            with writing(context.engine) as store:
                before = question_view.find_question(store, key)
                seen = request.form.get("seen", "")
                author = Author(current_staff_name(), now)
                many = editing_edit.retire_question(store, key, seen, author)
                sides = question_form.audit_fields(before), {"phrasings": many}
                change = AuditEntry("retire-question", f"question:{key}", *sides)
                audit.write_entry(store, current_staff_name(), change, now)
        except StaleEditError as stale:
            if stale.current is None:
                flash("别人已经停用了这个问题。", "info")
                return redirect(at("console.faq"))
            flash("您打开这一页之后，别人改过这个问题。请看一遍，再决定。", "warning")
            return _confirm_page(context, key, 409)
        took = f"，连同它的{many}条问法" if many else ""
        flash(f"问题 {key} 已停用{took}；发布后生效，发布前可以恢复。", "success")
        return redirect(at("console.faq"))


def _add_restoring(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/faq/<key>/restore")
    def restore_question(key: str) -> ResponseReturnValue:
        now = context.clock()
        try:
            with writing(context.engine) as store:
                before = question_view.find_question(store, key)
                seen = request.form.get("seen", "")
                arrange.restore_question(
                    store, key, seen, Author(current_staff_name(), now)
                )
                after = question_view.find_question(store, key)
                sides = (
                    question_form.audit_fields(before),
                    question_form.audit_fields(after),
                )
                change = AuditEntry("restore-question", f"question:{key}", *sides)
                audit.write_entry(store, current_staff_name(), change, now)
        except StaleEditError:
            flash("您打开这一页之后，别人改过这个问题。请看一遍，再决定。", "warning")
            return redirect(at("console.question", key=key))
        except FaqError as error:
            flash(f"没有恢复：{error}。", "danger")
            return redirect(at("console.faq"))
        flash("已恢复成发布过的样子。", "success")
        return redirect(at("console.question", key=key))


def _confirm_page(
    context: ConsoleContext, key: str, status: int = 200
) -> ResponseReturnValue:
    """Say what retiring a question takes with it, and what still points at it."""
    with reading(context.engine) as store:
        found = question_view.find_working_question(store, key)
        if found is None:
            abort(404)
        row, question = found
        known = reason_codes.load_reason_codes(store)
        page = render_template(
            "console/faq/retire.html",
            question=question,
            seen=revision_of(question),
            phrasings=question_context.count_phrasings(store, row.id, key),
            codes=[it for it in known.values() if it.question == key],
            pointing=question_context.questions_mentioning(store, row.id, question),
            noticed=key in context.rules.notice_questions,
        )
    return page, status
