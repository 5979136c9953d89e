"""Send one notice: previewed as it will arrive, then queued once, however often it is posted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from console.auth import who
from console.context import Door
from console.forms import said
from console.notices import labels
from console.notices.forms import NoticeForm, offer
from helpline.masking import mask
from helpline.text import legal
from notices import queries
from notices.compose import enqueue, notice_request
from notices.compose.enqueue import Origin
from notices.compose.notice_request import Defect, Forms, Order, Prepared, Priority
from notices.status import Status
from notices.tables import NoticeRow
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

_TOKEN = re.compile(r"[0-9a-f]{32}")
_OWN = frozenset({"application", "reason", "event"})
_VARIABLE = "var-"
_AGAIN = "内容和预览的不一样了，请再看一遍。"
_USED = "这张表单已经发过一条通知。要再发，请看一遍预览，再点“发送”。"


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page shows besides the form: the text, or what is wrong beyond fields.

    `variables` are the template's own, each with what was typed and what is wrong.
    """

    made: Prepared | None = None
    wrong: tuple[str, ...] = ()
    variables: dict[str, tuple[str, str]] = field(default_factory=dict)


def install(pages: Blueprint, door: Door) -> None:
    """Add the page that sends one notice."""

    @pages.get("/notices/new")
    def new_notice() -> ResponseReturnValue:
        form = NoticeForm(formdata=None, token=door.office.ids())
        return _page(door, form, Preview())

    @pages.post("/notices/new")
    def send_notice() -> ResponseReturnValue:
        form = NoticeForm()
        if not _TOKEN.fullmatch(said(form.token)):
            form.token.data = door.office.ids()
        valid = form.validate()
        preview = _preview(door, form)
        if not valid or preview.made is None:
            return _page(door, form, replace(preview, made=None)), 400
        if request.form.get("do") != "send":
            return _page(door, form, preview)
        if said(form.seen) != _digest(preview.made):
            flash(_AGAIN, "warning")
            return _page(door, form, preview)
        return _sent(door, form, preview)


def _sent(door: Door, form: NoticeForm, preview: Preview) -> ResponseReturnValue:
    made = preview.made
    assert made is not None  # noqa: S101 - its caller has looked
    try:
        row, fresh = _queue(door, made, said(form.token))
    except IntegrityError:  # clicked twice at once: the other was first
        row, fresh = _queue(door, made, said(form.token))
    if not fresh and (row.to, row.text) != (made.to, made.text):
        form.token.data = door.office.ids()
        flash(_USED, "warning")
        return _page(door, form, preview)
    flash(*_told(row, fresh=fresh))
    return redirect(at("console.notice", id=row.id))


def _queue(door: Door, made: Prepared, key: str) -> tuple[NoticeRow, bool]:
    """Write the notice, unless its key was used; the same click twice is one notice."""
    now, source = door.clock(), f"staff:{who()}"
    with writing(door.engine) as store:
        if known := queries.made_by(store, source, key):
            return known, False
        (new,) = enqueue.enqueue(
            store, [(key, made)], Origin(source), door.office.ids, now
        )
        shown = {
            "event": made.event.value,
            "to": labels.masked(made.to),
            "text": mask(made.text),
        }
        change = Change("send-notice", f"notice:{new.id}", after=shown)
        audit.write(store, who(), change, now)
        return store.get_one(NoticeRow, new.id), True


def _told(row: NoticeRow, *, fresh: bool) -> tuple[str, str]:
    if not fresh:
        return "这条通知刚才已经发了，没有再发。", "warning"
    if row.status == Status.SUPPRESSED:
        return "这个号码已退订，没有发。", "warning"
    return "已进入发送队列。", "success"


def _preview(door: Door, form: NoticeForm) -> Preview:
    """Make the text, and put what is wrong beside the fields it is about."""
    given = _variables()
    with reading(door.engine) as store:
        forms = door.office.forms(store)
    made = notice_request.prepare(_order(form, given), forms, door.clock())
    wrong = () if isinstance(made, Prepared) else made
    shown = {it: (given.get(it, ""), "") for it in _named(form, forms)}
    beyond = []
    for it in wrong:
        name = it.field.removeprefix("variables.")
        if name in shown:
            shown[name] = (shown[name][0], it.sentence)
        elif not _beside(form, it):
            beyond.append(it.sentence)
    found = made if isinstance(made, Prepared) else None
    return Preview(found, tuple(beyond), shown)


def _beside(form: NoticeForm, defect: Defect) -> bool:
    place = form._fields.get(defect.field)
    if place is None:
        return False
    place.errors = [*place.errors, defect.sentence]
    return True


def _order(form: NoticeForm, variables: Mapping[str, str]) -> Order:
    priority = Priority.URGENT if form.urgent.data else Priority.NORMAL
    return Order(
        to=said(form.to).strip(),
        event=said(form.event),
        application=legal(said(form.application)).strip(),
        reason=said(form.reason),
        reason_code=said(form.reason_code),
        template=said(form.template),
        variables=variables,
        priority=priority,
    )


def _named(form: NoticeForm, forms: Forms) -> list[str]:
    """Name the variables that only this template has."""
    template = forms.templates.get(said(form.template) or said(form.event))
    return [it for it in template.variables if it not in _OWN] if template else []


def _variables() -> dict[str, str]:
    given = request.form.items()
    return {
        name.removeprefix(_VARIABLE): value
        for name, value in given
        if name.startswith(_VARIABLE)
    }


def _digest(made: Prepared) -> str:
    said_ = f"{made.to}\n{made.priority}\n{made.question}\n{made.text}"
    return sha256(said_.encode()).hexdigest()


def _page(door: Door, form: NoticeForm, preview: Preview) -> str:
    with reading(door.engine) as store:
        forms = door.office.forms(store)
    offer(form.template, {"": "事件自己的模板", **{it: it for it in forms.templates}})
    codes = {it.code: f"{it.code} {it.text}" for it in forms.reasons.values()}
    offer(form.reason_code, {"": "不用", **codes})
    form.seen.data = _digest(preview.made) if preview.made else ""
    return render_template("console/notices/send.html", form=form, preview=preview)
