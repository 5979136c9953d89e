"""Suppressions (opt-outs): who is sent no notices, since when, by whose word.

A number is named by the id of a change of its suppression: no address holds one.
"""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.forms import field_text
from console.notices.flashes import flash_result, missing_page
from console.notices.forms import NumberForm
from console.notices.labels import mask_number
from helpline import phone_numbers
from helpline.text import parse_count
from notices.delivery import suppressions
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

PAGE_SIZE = 50
_MOST_DIGITS = 18
_NONE = "没有这条退订记录。"


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the list, a number's history, and the buttons."""
    _add_list(pages, context)
    _add_one(pages, context)


def _add_list(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/notices/suppressions")
    def suppressions_() -> ResponseReturnValue:
        return _page(context, NumberForm(formdata=None))

    @pages.post("/notices/suppressions")
    def add_suppression() -> ResponseReturnValue:
        form = NumberForm()
        number = _parse_number(form)
        if number is None:
            return _page(context, form), 400
        now = context.clock()
        with writing(context.engine) as store:
            new = suppressions.suppress_number(
                store, number, f"staff:{current_staff_name()}", now
            )
            if new:
                _write_audit(store, "suppress", number, now)
        flash_result(
            done=new,
            yes=f"{mask_number(number)}已退订，不再发通知；正在排队的也不发了。",
            no=f"{mask_number(number)}本来就已退订。",
        )
        return redirect(at("console.suppressions_"))

    @pages.post("/notices/suppressions/find")
    def find_suppression() -> ResponseReturnValue:
        form = NumberForm()
        number = _parse_number(form)
        if number is None:
            return _page(context, form), 400
        with reading(context.engine) as store:
            change = suppressions.last_change(store, number)
        if change is None:
            flash(f"{mask_number(number)}从没有退订过。", "info")
            return redirect(at("console.suppressions_"))
        return redirect(at("console.suppression", change=change))


def _add_one(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/notices/suppressions/<int:change>")
    def suppression(change: int) -> ResponseReturnValue:
        with reading(context.engine) as store:
            number = suppressions.find_number(store, change)
            if number is None:
                return missing_page(_NONE)
            return render_template(
                "console/notices/suppression.html",
                number=number,
                change=change,
                active=suppressions.is_suppressed(store, number),
                steps=suppressions.suppression_history(store, number),
            )

    @pages.post("/notices/suppressions/<int:change>/remove")
    def remove_suppression(change: int) -> ResponseReturnValue:
        now = context.clock()
        with writing(context.engine) as store:
            number = suppressions.find_number(store, change)
            if number is None:
                return missing_page(_NONE)
            new = suppressions.resume_number(
                store, number, f"staff:{current_staff_name()}", now
            )
            if new:
                _write_audit(store, "resume", number, now)
        flash_result(
            done=new, yes="已恢复，又会给这个号码发通知。", no="这个号码没有退订。"
        )
        return redirect(at("console.suppression", change=change))


def _page(context: ConsoleContext, form: NumberForm) -> str:
    before = parse_count(request.args.get("before", ""), _MOST_DIGITS)
    with reading(context.engine) as store:
        found = suppressions.list_suppressions(store, before, PAGE_SIZE + 1)
        return render_template(
            "console/notices/suppressions.html",
            form=form,
            rows=found[:PAGE_SIZE],
            more=found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None,
        )


def _parse_number(form: NumberForm) -> str | None:
    if not form.validate():
        return None
    number = phone_numbers.parse_mainland_mobile(field_text(form.number))
    if number is None:
        form.number.errors = ["不是中国大陆的手机号码。"]
    return number


def _write_audit(store: Session, action: str, number: str, now: datetime) -> None:
    audit.write_entry(
        store,
        current_staff_name(),
        AuditEntry(action, f"number:{mask_number(number)}"),
        now,
    )
