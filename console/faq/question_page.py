"""The page of one question: read by everybody, edited by those who may."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.auth import who
from console.context import Door
from console.faq import (
    lint_remarks,
    new_question,
    question_diff,
    question_form,
    question_view,
    retire,
)
from console.faq.lint_remarks import Remarks
from console.faq.live_preview import Filled, alive
from faq_store.content import queries
from faq_store.editing import edit, lint
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import BadContentError, StaleEditError
from helpline.faq import Question
from staff import audit
from staff.audit import Change
from storage.session import reading, writing


def install(pages: Blueprint, door: Door, looked_at: Remarks) -> None:
    """Add the page, how it is saved, and the preview that follows the typing."""
    _add_page(pages, door, looked_at)
    _add_saving(pages, door, looked_at)
    _add_preview(pages, door, looked_at)


def _add_page(pages: Blueprint, door: Door, looked_at: Remarks) -> None:
    @pages.get("/faq/<key>")
    def question(key: str) -> ResponseReturnValue:
        return shown(door, looked_at, key)


def _add_saving(pages: Blueprint, door: Door, looked_at: Remarks) -> None:
    @pages.post("/faq/<key>")
    def save_question(key: str) -> ResponseReturnValue:
        written, pressed = question_form.question(key), request.form.get("do", "save")
        seen = request.form.get("seen", "")
        if pressed != "save":
            found, focus = question_form.arranged(written, pressed) or (written, "")
            filled = Filled(found, seen, unsaved=True, focus=focus)
            return shown(door, looked_at, key, filled)
        try:
            _save(door, written, seen)
        except BadContentError:
            filled = Filled(written, seen, unsaved=True)
            return shown(door, looked_at, key, filled, 400)
        except StaleEditError as stale:
            if not isinstance(stale.current, Question):
                return new_question.instead(door, looked_at, written)
            newer = revision_of(stale.current)
            filled = Filled(written, newer, unsaved=True, stale=stale)
            return shown(door, looked_at, key, filled, 409)
        return redirect(at("console.question", key=key))


def _add_preview(pages: Blueprint, door: Door, looked_at: Remarks) -> None:
    @pages.post("/faq/preview")
    def preview_question() -> ResponseReturnValue:
        written = question_form.question(request.form.get("key", ""))
        with reading(door.engine) as store:
            row = queries.standing(store)
            if row is None:
                abort(404)
            section = queries.section(store, row.id, request.form.get("section", ""))
            if section is None:
                abort(404)
            live = alive(store, door, looked_at, row, section, written)
        fields = ("situations", *(it for it, _ in lint.fields(written)))
        return render_template("console/faq/_live.html", fields=fields, **live)


def shown(
    door: Door,
    looked_at: Remarks,
    key: str,
    filled: Filled | None = None,
    status: int = 200,
    **more: object,
) -> ResponseReturnValue:
    """Show a question, its form filled with what is there unless it is told."""
    with reading(door.engine) as store:
        found = question_view.there(store, key)
        if found is None:
            return retire.gone(store, key)
        row, stored = found
        sheet = question_view.read(store, row, stored)
        filled = filled or Filled(stored, revision_of(stored))
        stale = filled.stale and filled.stale.current
        live = alive(store, door, looked_at, row, sheet.section, filled.question)
    page = render_template(
        "console/faq/question.html",
        sheet=sheet,
        form=filled,
        theirs=question_diff.rows(stale, filled.question)
        if isinstance(stale, Question)
        else (),
        changed=question_diff.rows(sheet.published, stored) if sheet.published else (),
        **live,
        **more,
    )
    return page, status


def _save(door: Door, written: Question, seen: str) -> None:
    """Save it, unless it says that already: then nothing has to be reviewed anew."""
    with writing(door.engine) as store:
        now = door.clock()
        before = question_view.question(store, written.key)
        kept = lint_remarks.cleaned(written)
        if before and before == replace(kept, contacts=before.contacts):
            flash("没有改动。", "info")
            return
        after = edit.save_question(store, written, seen, Author(who(), now))
        sides = question_form.plain(before), question_form.plain(after)
        change = Change("save-question", f"question:{written.key}", *sides)
        audit.write(store, who(), change, now)
    flash("已保存到草稿，发布后生效。", "success")
