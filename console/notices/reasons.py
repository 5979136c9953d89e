"""Reason codes: what each says, and the question that says what to do about it."""

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from console.auth import current_staff_name
from console.case_search import MOST_LISTED
from console.context import ConsoleContext
from console.forms import field_text
from console.notices.flashes import flash_result
from console.notices.forms import NumberedReasonForm, ReasonForm, set_choices
from faq_store.errors import FaqError
from notices.compose import reason_codes
from notices.compose.reason_codes import ReasonCode
from notices.errors import NoticesError
from staff import audit
from staff.audit import AuditEntry
from storage.errors import StorageError
from storage.session import reading, writing

PAGE_SIZE = 50


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the list of reason codes, and how they are changed."""
    _add_list(pages, context)
    _add_removal(pages, context)


def _add_list(pages: Blueprint, context: ConsoleContext) -> None:

    @pages.get("/notices/reasons")
    def reasons_() -> ResponseReturnValue:
        with reading(context.engine) as store:
            known = reason_codes.find_reason_code(store, request.args.get("code", ""))
        given = known or ReasonCode("", "", "")
        form = _form_class(context)(
            formdata=None, code=given.code, text=given.text, question=given.question
        )
        return _page(context, form, changing=known is not None)

    @pages.post("/notices/reasons")
    def save_reason() -> ResponseReturnValue:
        form = _form_class(context)()
        if not form.validate():
            return _page(context, form), 400
        question = field_text(form.question).strip()
        given = ReasonCode(
            field_text(form.code).strip(), field_text(form.text), question
        )
        try:
            _save_code(context, given)
        except NoticesError as error:
            form.code.errors = [str(error)]
            return _page(context, form), 400
        flash(f"原因代码“{given.code}”已保存。", "success")
        return redirect(at("console.reasons_"))


def _add_removal(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/notices/reasons/remove")
    def remove_reason() -> ResponseReturnValue:
        code, now = request.form.get("code", ""), context.clock()
        with writing(context.engine) as store:
            before = reason_codes.find_reason_code(store, code)
            gone = reason_codes.remove_reason_code(store, code)
            if gone:
                change = AuditEntry(
                    "remove-reason", f"reason:{code}", _audit_fields(before)
                )
                audit.write_entry(store, current_staff_name(), change, now)
        flash_result(
            done=gone,
            yes=f"原因代码“{code}”已删除；发过的通知不变。",
            no="没有这个原因代码。",
        )
        return redirect(at("console.reasons_"))


def _save_code(context: ConsoleContext, given: ReasonCode) -> None:
    now = context.clock()
    with writing(context.engine) as store:
        before = reason_codes.find_reason_code(store, given.code)
        reason_codes.save_reason_code(
            store, given, context.compose.is_question, current_staff_name(), now
        )
        after = reason_codes.find_reason_code(store, given.code)
        if before != after:
            shown = (_audit_fields(before), _audit_fields(after))
            change = AuditEntry("set-reason", f"reason:{given.code}", *shown)
            audit.write_entry(store, current_staff_name(), change, now)


def _page(context: ConsoleContext, form: ReasonForm, *, changing: bool = False) -> str:
    questions = _question_titles(context)
    if isinstance(form.question, SelectField):
        asked = field_text(form.question)
        choices = {"": "没有", **{key: f"{key} {it}" for key, it in questions.items()}}
        choices.setdefault(asked, f"{asked}（现在的版本里没有）")
        set_choices(form.question, choices)
    with reading(context.engine) as store:
        found = reason_codes.list_reason_codes(
            store, request.args.get("after", ""), PAGE_SIZE + 1
        )
        return render_template(
            "console/notices/reasons.html",
            form=form,
            rows=found[:PAGE_SIZE],
            more=found[PAGE_SIZE - 1].code if len(found) > PAGE_SIZE else "",
            questions=questions,
            changing=changing,
        )


def _form_class(context: ConsoleContext) -> type[ReasonForm]:
    """Give the form that lists the questions, or takes a number where they are many."""
    many = len(_question_titles(context)) > MOST_LISTED
    return NumberedReasonForm if many else ReasonForm


def _question_titles(context: ConsoleContext) -> dict[str, str]:
    """Give the titles of the edition's questions by their keys."""
    try:
        edition = context.edition_cache.refresh().edition
    except (FaqError, StorageError):
        return {}
    return {it.key: it.title for it in edition.questions}


def _audit_fields(reason: ReasonCode | None) -> dict[str, str] | None:
    return {"text": reason.text, "question": reason.question} if reason else None
