"""Templates of notices: those in use, their versions, a new version with a preview."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.forms import field_text
from console.notices.flashes import missing_page
from console.notices.forms import TemplateForm
from helpline.conversation.sent_notices import NoticeEvent
from notices.compose import notice_request, templates
from notices.compose.notice_request import ComposeInputs, NoticeRequest, RenderedNotice
from notices.compose.templates import Template
from notices.errors import NoticesError
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

_SAMPLE = NoticeRequest("13800138000", "", "HN2026-000123", "身份证照片不清晰")
_STALE = "这个模板刚才有了新的版本，请看一遍下面的版本，再决定要不要启用这一版。"


class StaleTemplateError(NoticesError):
    """Somebody has put another version into use meanwhile."""


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the list of templates, and the page of one."""
    _add_pages(pages, context)
    _add_saving(pages, context)


def _add_pages(pages: Blueprint, context: ConsoleContext) -> None:

    @pages.get("/notices/templates")
    def templates_() -> ResponseReturnValue:
        with reading(context.engine) as store:
            found = templates.templates_in_use(store)
        return render_template(
            "console/notices/templates.html",
            templates=found.values(),
            events=set(NoticeEvent),
            signature=context.compose.signature,
        )

    @pages.get("/notices/templates/edit")
    def template() -> ResponseReturnValue:
        name = request.args.get("name", "")
        with reading(context.engine) as store:
            known = templates.templates_in_use(store).get(name)
        if name and known is None:
            return missing_page(f"没有名为“{name[:32]}”的模板。")
        filled = known or Template("", 0, "")
        form = TemplateForm(
            formdata=None,
            name=filled.name,
            body=filled.body,
            version=str(filled.version),
        )
        return _page(context, form)


def _add_saving(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/notices/templates/edit")
    def save_template() -> ResponseReturnValue:
        form = TemplateForm()
        if not form.validate():
            return _page(context, form), 400
        sample, wrong = _render_sample(context, form)
        if wrong or request.form.get("do") != "save":
            form.body.errors = list(wrong)
            return _page(context, form, sample), 400 if wrong else 200
        try:
            made = _save_template(context, field_text(form.name).strip(), form)
        except (StaleTemplateError, IntegrityError):
            flash(_STALE, "warning")
            return _page(context, form, sample), 409
        flash(f"模板“{made.name}”第{made.version}版已启用。", "success")
        return redirect(at("console.template", name=made.name))


def _save_template(context: ConsoleContext, name: str, form: TemplateForm) -> Template:
    now = context.clock()
    with writing(context.engine) as store:
        before = templates.templates_in_use(store).get(name) or Template(name, 0, "")
        if templates.parse_template(name, field_text(form.body)).body == before.body:
            return before  # clicked twice, or nothing new
        if str(before.version) != field_text(form.version):
            raise StaleTemplateError
        made = templates.add_template(
            store, name, field_text(form.body), current_staff_name(), now
        )
        change = AuditEntry("set-template", f"template:{name}", before.body, made.body)
        audit.write_entry(store, current_staff_name(), change, now)
    return made


def _render_sample(
    context: ConsoleContext, form: TemplateForm
) -> tuple[RenderedNotice | None, tuple[str, ...]]:
    """Make a text from made up values, or say what is wrong with the template."""
    name = field_text(form.name).strip()
    try:
        made = templates.parse_template(name, field_text(form.body))
    except NoticesError as error:
        return None, (str(error),)
    event = name if name in set(NoticeEvent) else NoticeEvent.FREE.value
    variables = {it: f"〔{it}〕" for it in made.variables}
    order = replace(_SAMPLE, event=event, template=name, variables=variables)
    compose = context.compose
    forms = ComposeInputs({name: made}, {}, compose.is_question, compose.signature)
    match notice_request.render_notice(order, forms, context.clock()):
        case RenderedNotice() as found:
            return found, ()
        case defects:
            return None, tuple(it.sentence for it in defects)


def _page(
    context: ConsoleContext, form: TemplateForm, sample: RenderedNotice | None = None
) -> str:
    name = field_text(form.name).strip()
    with reading(context.engine) as store:
        in_use = templates.templates_in_use(store).get(name)
        form.version.data = str(in_use.version) if in_use else "0"
        return render_template(
            "console/notices/template.html",
            form=form,
            in_use=in_use,
            versions=templates.template_versions(store, name),
            packaged=templates.packaged_body(name),
            sample=sample,
        )
