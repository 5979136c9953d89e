"""Send one notice: previewed as it will arrive, then queued once, however often it is posted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.forms import field_text
from console.notices import labels
from console.notices.forms import NoticeForm, set_choices
from helpline.masking import mask
from helpline.text import drop_illegal
from notices import queries
from notices.compose import enqueue, notice_request
from notices.compose.enqueue import NoticeSource
from notices.compose.notice_request import (
    ComposeInputs,
    InvalidField,
    NoticeRequest,
    Priority,
    RenderedNotice,
)
from notices.status import Status
from notices.tables import NoticeRow
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

_TOKEN = re.compile(r"[0-9a-f]{32}")
_OWN = frozenset({"application", "reason", "event"})
_VARIABLE = "var-"
_CHANGED = "内容和预览的不一样了，请再看一遍。"
_USED = "这张表单已经发过一条通知。要再发，请看一遍预览，再点“发送”。"


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """What the page shows besides the form: the text, or what is wrong beyond fields.

    `variables` are the template's own, each with what was typed and what is wrong.
    """

    made: RenderedNotice | None = None
    wrong: tuple[str, ...] = ()
    variables: dict[str, tuple[str, str]] = field(default_factory=dict)


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the page that sends one notice."""

    @pages.get("/notices/new")
    def new_notice() -> ResponseReturnValue:
        form = NoticeForm(formdata=None, token=context.compose.ids())
        return _page(context, form, NoticePreview())

    @pages.post("/notices/new")
    def send_notice() -> ResponseReturnValue:
        form = NoticeForm()
        if not _TOKEN.fullmatch(field_text(form.token)):
            form.token.data = context.compose.ids()
        valid = form.validate()
        preview = _make_preview(context, form)
        if not valid or preview.made is None:
            return _page(context, form, replace(preview, made=None)), 400
        if request.form.get("do") != "send":
            return _page(context, form, preview)
        if field_text(form.seen) != _content_digest(preview.made):
            flash(_CHANGED, "warning")
            return _page(context, form, preview)
        return _send_notice(context, form, preview)


def _send_notice(
    context: ConsoleContext, form: NoticeForm, preview: NoticePreview
) -> ResponseReturnValue:
    made = preview.made
    assert made is not None  # noqa: S101 - its caller has looked
    try:
        row, fresh = _enqueue_once(context, made, field_text(form.token))
    except IntegrityError:  # clicked twice at once: the other was first
        row, fresh = _enqueue_once(context, made, field_text(form.token))
    if not fresh and (row.to, row.text) != (made.to, made.text):
        form.token.data = context.compose.ids()
        flash(_USED, "warning")
        return _page(context, form, preview)
    flash(*_result_flash(row, fresh=fresh))
    return redirect(at("console.notice", id=row.id))


def _enqueue_once(
    context: ConsoleContext, made: RenderedNotice, key: str
) -> tuple[NoticeRow, bool]:
    """Write the notice, unless its key was used; the same click twice is one notice."""
    now, source = context.clock(), f"staff:{current_staff_name()}"
    with writing(context.engine) as store:
        if known := queries.find_by_key(store, source, key):
            return known, False
        (new,) = enqueue.enqueue(
            store, [(key, made)], NoticeSource(source), context.compose.ids, now
        )
        shown = {
            "event": made.event.value,
            "to": labels.mask_number(made.to),
            "text": mask(made.text),
        }
        change = AuditEntry("send-notice", f"notice:{new.id}", after=shown)
        audit.write_entry(store, current_staff_name(), change, now)
        return store.get_one(NoticeRow, new.id), True


def _result_flash(row: NoticeRow, *, fresh: bool) -> tuple[str, str]:
    if not fresh:
        return "这条通知刚才已经发了，没有再发。", "warning"
    if row.status == Status.SUPPRESSED:
        return "这个号码已退订，没有发。", "warning"
    return "已进入发送队列。", "success"


def _make_preview(context: ConsoleContext, form: NoticeForm) -> NoticePreview:
    """Make the text, and put what is wrong beside the fields it is about."""
    given = _form_variables()
    with reading(context.engine) as store:
        forms = context.compose.load_inputs(store)
    made = notice_request.render_notice(
        _notice_request(form, given), forms, context.clock()
    )
    wrong = () if isinstance(made, RenderedNotice) else made
    shown = {it: (given.get(it, ""), "") for it in _extra_variables(form, forms)}
    beyond = []
    for item in wrong:
        name = item.field.removeprefix("variables.")
        if name in shown:
            shown[name] = (shown[name][0], item.sentence)
        elif not _add_field_error(form, item):
            beyond.append(item.sentence)
    found = made if isinstance(made, RenderedNotice) else None
    return NoticePreview(found, tuple(beyond), shown)


def _add_field_error(form: NoticeForm, defect: InvalidField) -> bool:
    place = form._fields.get(defect.field)
    if place is None:
        return False
    place.errors = [*place.errors, defect.sentence]
    return True


def _notice_request(form: NoticeForm, variables: Mapping[str, str]) -> NoticeRequest:
    priority = Priority.URGENT if form.urgent.data else Priority.NORMAL
    return NoticeRequest(
        to=field_text(form.to).strip(),
        event=field_text(form.event),
        application=drop_illegal(field_text(form.application)).strip(),
        reason=field_text(form.reason),
        reason_code=field_text(form.reason_code),
        template=field_text(form.template),
        variables=variables,
        priority=priority,
    )


def _extra_variables(form: NoticeForm, forms: ComposeInputs) -> list[str]:
    """Name the variables that only this template has."""
    template = forms.templates.get(field_text(form.template) or field_text(form.event))
    return [it for it in template.variables if it not in _OWN] if template else []


def _form_variables() -> dict[str, str]:
    given = request.form.items()
    return {
        name.removeprefix(_VARIABLE): value
        for name, value in given
        if name.startswith(_VARIABLE)
    }


def _content_digest(made: RenderedNotice) -> str:
    said_ = f"{made.to}\n{made.priority}\n{made.question}\n{made.text}"
    return sha256(said_.encode()).hexdigest()


def _page(context: ConsoleContext, form: NoticeForm, preview: NoticePreview) -> str:
    with reading(context.engine) as store:
        forms = context.compose.load_inputs(store)
    set_choices(
        form.template, {"": "事件自己的模板", **{it: it for it in forms.templates}}
    )
    codes = {it.code: f"{it.code} {it.text}" for it in forms.reasons.values()}
    set_choices(form.reason_code, {"": "不用", **codes})
    form.seen.data = _content_digest(preview.made) if preview.made else ""
    return render_template("console/notices/send.html", form=form, preview=preview)
