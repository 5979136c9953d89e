"""Reason codes: what each says, and the question that says what to do about it."""

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from console.auth import who
from console.case_search import MOST_LISTED
from console.context import Door
from console.forms import said
from console.notices.flashes import tell
from console.notices.forms import NumberedReasonForm, ReasonForm, offer
from faq_store.errors import FaqError
from notices.compose import reason_codes
from notices.compose.reason_codes import Reason
from notices.errors import NoticesError
from staff import audit
from staff.audit import Change
from storage.errors import StorageError
from storage.session import reading, writing

PAGE = 50


def install(pages: Blueprint, door: Door) -> None:
    """Add the list of reason codes, and how they are changed."""
    _add_list(pages, door)
    _add_removal(pages, door)


def _add_list(pages: Blueprint, door: Door) -> None:

    @pages.get("/notices/reasons")
    def reasons_() -> ResponseReturnValue:
        with reading(door.engine) as store:
            known = reason_codes.find(store, request.args.get("code", ""))
        given = known or Reason("", "", "")
        form = _form(door)(
            formdata=None, code=given.code, text=given.text, question=given.question
        )
        return _page(door, form, changing=known is not None)

    @pages.post("/notices/reasons")
    def save_reason() -> ResponseReturnValue:
        form = _form(door)()
        if not form.validate():
            return _page(door, form), 400
        question = said(form.question).strip()
        given = Reason(said(form.code).strip(), said(form.text), question)
        try:
            _save(door, given)
        except NoticesError as error:
            form.code.errors = [str(error)]
            return _page(door, form), 400
        flash(f"原因代码“{given.code}”已保存。", "success")
        return redirect(at("console.reasons_"))


def _add_removal(pages: Blueprint, door: Door) -> None:
    @pages.post("/notices/reasons/remove")
    def remove_reason() -> ResponseReturnValue:
        code, now = request.form.get("code", ""), door.clock()
        with writing(door.engine) as store:
            before = reason_codes.find(store, code)
            gone = reason_codes.remove(store, code)
            if gone:
                change = Change("remove-reason", f"reason:{code}", _shown(before))
                audit.write(store, who(), change, now)
        tell(
            done=gone,
            yes=f"原因代码“{code}”已删除；发过的通知不变。",
            no="没有这个原因代码。",
        )
        return redirect(at("console.reasons_"))


def _save(door: Door, given: Reason) -> None:
    now = door.clock()
    with writing(door.engine) as store:
        before = reason_codes.find(store, given.code)
        reason_codes.put(store, given, door.office.is_question, who(), now)
        after = reason_codes.find(store, given.code)
        if before != after:
            shown = (_shown(before), _shown(after))
            change = Change("set-reason", f"reason:{given.code}", *shown)
            audit.write(store, who(), change, now)


def _page(door: Door, form: ReasonForm, *, changing: bool = False) -> str:
    questions = _questions(door)
    if isinstance(form.question, SelectField):
        asked = said(form.question)
        choices = {"": "没有", **{key: f"{key} {it}" for key, it in questions.items()}}
        choices.setdefault(asked, f"{asked}（现在的版本里没有）")
        offer(form.question, choices)
    with reading(door.engine) as store:
        found = reason_codes.listed(store, request.args.get("after", ""), PAGE + 1)
        return render_template(
            "console/notices/reasons.html",
            form=form,
            rows=found[:PAGE],
            more=found[PAGE - 1].code if len(found) > PAGE else "",
            questions=questions,
            changing=changing,
        )


def _form(door: Door) -> type[ReasonForm]:
    """Give the form that lists the questions, or takes a number where they are many."""
    many = len(_questions(door)) > MOST_LISTED
    return NumberedReasonForm if many else ReasonForm


def _questions(door: Door) -> dict[str, str]:
    """Give the titles of the edition's questions by their keys."""
    try:
        edition = door.shelf.refresh().edition
    except (FaqError, StorageError):
        return {}
    return {it.key: it.title for it in edition.questions}


def _shown(reason: Reason | None) -> dict[str, str] | None:
    return {"text": reason.text, "question": reason.question} if reason else None
