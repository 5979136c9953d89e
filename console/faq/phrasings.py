"""The phrasings of one question: list, add, delete."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.faq import question_view
from console.faq.lint_remarks import LintRemarks
from console.faq.question_page import render_question
from faq_store.content import queries
from faq_store.editing import phrasings as editing_phrasings
from faq_store.errors import BadPhrasingError, FaqError
from helpline.errors import HelplineError
from helpline.faq import Case
from helpline.masking import mask
from helpline.text import clean, parse_count
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

_DIGITS = 9


def install(pages: Blueprint, context: ConsoleContext, remarks: LintRemarks) -> None:
    """Add the further pages of a list, and how it is changed."""
    _add_list(pages, context)
    _add_teaching(pages, context, remarks)
    _add_forgetting(pages, context)


def _add_list(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/faq/<key>/phrasings")
    def phrasings(key: str) -> ResponseReturnValue:
        asked = request.args
        case = Case(key, parse_count(asked.get("situation", ""), _DIGITS))
        after = parse_count(asked.get("after", ""), _DIGITS)
        with reading(context.engine) as store:
            found = question_view.find_working_question(store, key)
            if found is None:
                abort(404)
            row, question = found
            said = question_view.list_case_phrasings(
                store, row, question, case, -1 if after is None else after
            )
        return render_template(
            "console/faq/phrasings.html", question=question, said=said
        )


def _add_teaching(
    pages: Blueprint, context: ConsoleContext, remarks: LintRemarks
) -> None:
    @pages.post("/faq/<key>/phrasings")
    def add_question_phrasing(key: str) -> ResponseReturnValue:
        text, of = request.form.get("phrasing", ""), request.form.get("of", key)
        try:
            before = _add_phrasing(context, key, text, of)
        except (FaqError, HelplineError) as error:
            more = {"phrasing": text, "of": of, "unteachable": str(error)}
            return render_question(context, remarks, key, None, 400, **more)
        flash(f"已增加问法“{mask(clean(text))}”，发布后生效。{before}", "success")
        return redirect(at("console.question", key=key, _anchor="phrasings"))


def _add_forgetting(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/faq/<key>/phrasings/remove")
    def remove_question_phrasing(key: str) -> ResponseReturnValue:
        text, now = request.form.get("phrasing", ""), context.clock()
        try:
            with writing(context.engine) as store:
                meant = _meanings(store, text)
                if not any(it and it.question == key for it in meant):
                    raise BadPhrasingError(f"“{text}”不是这个问题的问法")
                editing_phrasings.remove_phrasing(store, text, now=now)
                was = {"phrasing": text, "case": " ".join(map(str, meant))}
                change = AuditEntry("remove-phrasing", f"question:{key}", was)
                audit.write_entry(store, current_staff_name(), change, now)
        except FaqError as error:
            flash(f"没有去掉：{error}。", "warning")
        else:
            flash(f"已去掉问法“{text}”，发布后生效。", "success")
        return redirect(at("console.question", key=key, _anchor="phrasings"))


def _add_phrasing(context: ConsoleContext, key: str, text: str, of: str) -> str:
    """Teach it, and say what it meant before, "" for nothing."""
    case, now = Case.parse(of), context.clock()
    if case.question != key:
        raise BadPhrasingError(f"“{of}”不是这个问题的情形")
    with writing(context.engine) as store:
        meant = _meanings(store, text)
        editing_phrasings.add_phrasing(store, text, case, now=now)
        was = {"case": " ".join(str(it or "不在范围内") for it in meant)}
        after = {"phrasing": mask(clean(text)), "case": of}
        change = AuditEntry(
            "add-phrasing", f"question:{key}", was if meant else None, after
        )
        audit.write_entry(store, current_staff_name(), change, now)
    others = "、".join(str(it or "不在范围内") for it in meant)
    return f"它原来归“{others}”，现在归到这里。" if others else ""


def _meanings(store: Session, text: str) -> tuple[Case | None, ...]:
    row = queries.working_edition_row(store)
    return editing_phrasings.find_meanings(store, row, mask(clean(text))) if row else ()
