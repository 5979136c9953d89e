"""Templates of notices: those in use, their versions, a new version with a preview."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from console.auth import who
from console.context import Door
from console.forms import said
from console.notices.flashes import missing
from console.notices.forms import TemplateForm
from helpline.conversation.sent_notices import Event
from notices.compose import notice_request, templates
from notices.compose.notice_request import Forms, Order, Prepared
from notices.compose.templates import Template
from notices.errors import NoticesError
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

_SAMPLE = Order("13800138000", "", "HN2026-000123", "身份证照片不清晰")
_OVERTAKEN = "这个模板刚才有了新的版本，请看一遍下面的版本，再决定要不要启用这一版。"


class OvertakenError(NoticesError):
    """Somebody has put another version into use meanwhile."""


def install(pages: Blueprint, door: Door) -> None:
    """Add the list of templates, and the page of one."""
    _add_pages(pages, door)
    _add_saving(pages, door)


def _add_pages(pages: Blueprint, door: Door) -> None:

    @pages.get("/notices/templates")
    def templates_() -> ResponseReturnValue:
        with reading(door.engine) as store:
            found = templates.in_use(store)
        return render_template(
            "console/notices/templates.html",
            templates=found.values(),
            events=set(Event),
            signature=door.office.signature,
        )

    @pages.get("/notices/templates/edit")
    def template() -> ResponseReturnValue:
        name = request.args.get("name", "")
        with reading(door.engine) as store:
            known = templates.in_use(store).get(name)
        if name and known is None:
            return missing(f"没有名为“{name[:32]}”的模板。")
        filled = known or Template("", 0, "")
        form = TemplateForm(
            formdata=None,
            name=filled.name,
            body=filled.body,
            version=str(filled.version),
        )
        return _page(door, form)


def _add_saving(pages: Blueprint, door: Door) -> None:
    @pages.post("/notices/templates/edit")
    def save_template() -> ResponseReturnValue:
        form = TemplateForm()
        if not form.validate():
            return _page(door, form), 400
        sample, wrong = _sample(door, form)
        if wrong or request.form.get("do") != "save":
            form.body.errors = list(wrong)
            return _page(door, form, sample), 400 if wrong else 200
        try:
            made = _saved(door, said(form.name).strip(), form)
        except (OvertakenError, IntegrityError):
            flash(_OVERTAKEN, "warning")
            return _page(door, form, sample), 409
        flash(f"模板“{made.name}”第{made.version}版已启用。", "success")
        return redirect(at("console.template", name=made.name))


def _saved(door: Door, name: str, form: TemplateForm) -> Template:
    now = door.clock()
    with writing(door.engine) as store:
        before = templates.in_use(store).get(name) or Template(name, 0, "")
        if templates.checked(name, said(form.body)).body == before.body:
            return before  # clicked twice, or nothing new
        if str(before.version) != said(form.version):
            raise OvertakenError
        made = templates.add(store, name, said(form.body), who(), now)
        change = Change("set-template", f"template:{name}", before.body, made.body)
        audit.write(store, who(), change, now)
    return made


def _sample(door: Door, form: TemplateForm) -> tuple[Prepared | None, tuple[str, ...]]:
    """Make a text from made up values, or say what is wrong with the template."""
    name = said(form.name).strip()
    try:
        made = templates.checked(name, said(form.body))
    except NoticesError as error:
        return None, (str(error),)
    event = name if name in set(Event) else Event.FREE.value
    variables = {it: f"〔{it}〕" for it in made.variables}
    order = replace(_SAMPLE, event=event, template=name, variables=variables)
    office = door.office
    forms = Forms({name: made}, {}, office.is_question, office.signature)
    match notice_request.prepare(order, forms, door.clock()):
        case Prepared() as found:
            return found, ()
        case defects:
            return None, tuple(it.sentence for it in defects)


def _page(door: Door, form: TemplateForm, sample: Prepared | None = None) -> str:
    name = said(form.name).strip()
    with reading(door.engine) as store:
        in_use = templates.in_use(store).get(name)
        form.version.data = str(in_use.version) if in_use else "0"
        return render_template(
            "console/notices/template.html",
            form=form,
            in_use=in_use,
            versions=templates.versions(store, name),
            packaged=templates.packaged(name),
            sample=sample,
        )
