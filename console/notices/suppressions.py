"""Suppressions (opt-outs): who is sent no notices, since when, by whose word.

A number is named by the id of a change of its suppression: no address holds one.
"""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.forms import said
from console.notices.flashes import missing, tell
from console.notices.forms import NumberForm
from console.notices.labels import masked
from helpline import phone_numbers
from helpline.text import count
from notices.delivery import suppressions
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

PAGE = 50
_MOST_DIGITS = 18
_NONE = "没有这条退订记录。"


def install(pages: Blueprint, door: Door) -> None:
    """Add the list, a number's history, and the buttons."""
    _add_list(pages, door)
    _add_one(pages, door)


def _add_list(pages: Blueprint, door: Door) -> None:
    @pages.get("/notices/suppressions")
    def suppressions_() -> ResponseReturnValue:
        return _page(door, NumberForm(formdata=None))

    @pages.post("/notices/suppressions")
    def add_suppression() -> ResponseReturnValue:
        form = NumberForm()
        number = _number(form)
        if number is None:
            return _page(door, form), 400
        now = door.clock()
        with writing(door.engine) as store:
            new = suppressions.suppress(store, number, f"staff:{who()}", now)
            if new:
                _note(store, "suppress", number, now)
        tell(
            done=new,
            yes=f"{masked(number)}已退订，不再发通知；正在排队的也不发了。",
            no=f"{masked(number)}本来就已退订。",
        )
        return redirect(at("console.suppressions_"))

    @pages.post("/notices/suppressions/find")
    def find_suppression() -> ResponseReturnValue:
        form = NumberForm()
        number = _number(form)
        if number is None:
            return _page(door, form), 400
        with reading(door.engine) as store:
            change = suppressions.last_change(store, number)
        if change is None:
            flash(f"{masked(number)}从没有退订过。", "info")
            return redirect(at("console.suppressions_"))
        return redirect(at("console.suppression", change=change))


def _add_one(pages: Blueprint, door: Door) -> None:
    @pages.get("/notices/suppressions/<int:change>")
    def suppression(change: int) -> ResponseReturnValue:
        with reading(door.engine) as store:
            number = suppressions.number_of(store, change)
            if number is None:
                return missing(_NONE)
            return render_template(
                "console/notices/suppression.html",
                number=number,
                change=change,
                active=suppressions.is_suppressed(store, number),
                steps=suppressions.history(store, number),
            )

    @pages.post("/notices/suppressions/<int:change>/remove")
    def remove_suppression(change: int) -> ResponseReturnValue:
        now = door.clock()
        with writing(door.engine) as store:
            number = suppressions.number_of(store, change)
            if number is None:
                return missing(_NONE)
            new = suppressions.resume(store, number, f"staff:{who()}", now)
            if new:
                _note(store, "resume", number, now)
        tell(done=new, yes="已恢复，又会给这个号码发通知。", no="这个号码没有退订。")
        return redirect(at("console.suppression", change=change))


def _page(door: Door, form: NumberForm) -> str:
    before = count(request.args.get("before", ""), _MOST_DIGITS)
    with reading(door.engine) as store:
        found = suppressions.listed(store, before, PAGE + 1)
        return render_template(
            "console/notices/suppressions.html",
            form=form,
            rows=found[:PAGE],
            more=found[PAGE - 1].id if len(found) > PAGE else None,
        )


def _number(form: NumberForm) -> str | None:
    if not form.validate():
        return None
    number = phone_numbers.mainland_mobile(said(form.number))
    if number is None:
        form.number.errors = ["不是中国大陆的手机号码。"]
    return number


def _note(store: Session, action: str, number: str, now: datetime) -> None:
    audit.write(store, who(), Change(action, f"number:{masked(number)}"), now)
