"""Staff accounts, for whoever manages them: add, invite, change the role, disable."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.forms import PersonForm, field_text
from staff import accounts, audit
from staff.accounts import Person
from staff.audit import AuditEntry
from staff.errors import StaffError
from staff.roles import Role
from storage.session import reading, writing


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the pages about accounts."""
    _add_list(pages, context)
    _add_changes(pages, context)


def _add_list(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/people")
    def people() -> ResponseReturnValue:
        return _page(context, PersonForm())

    @pages.post("/people")
    def add_person() -> ResponseReturnValue:
        form, now = PersonForm(), context.clock()
        if not form.validate():
            return _page(context, form), 400
        role = Role(field_text(form.role))
        try:
            with writing(context.engine) as store:
                made = accounts.add_account(
                    store, field_text(form.name).strip(), role, now
                )
                change = AuditEntry("add-staff", f"staff:{made.name}", after=role)
                audit.write_entry(store, current_staff_name(), change, now)
                link = _invite_person(store, context, made)
        except StaffError as error:
            form.name.errors = [str(error)]
            return _page(context, form), 400
        return _page(context, PersonForm(formdata=None), link=link, about=made)


def _add_changes(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/people/<int:staff>/invitation")
    def invite_person(staff: int) -> ResponseReturnValue:
        try:
            with writing(context.engine) as store:
                person = accounts.find_account(store, staff)
                link = _invite_person(store, context, person)
                change = AuditEntry("invite-staff", f"staff:{person.name}")
                audit.write_entry(store, current_staff_name(), change, context.clock())
        except StaffError as error:
            flash(str(error), "danger")
            return redirect(at("console.people"))
        return _page(context, PersonForm(formdata=None), link=link, about=person)

    @pages.post("/people/<int:staff>")
    def change_person(staff: int) -> ResponseReturnValue:
        _change_account(context, staff, request.form.get("do", ""))
        return redirect(at("console.people"))


def _page(
    context: ConsoleContext,
    form: PersonForm,
    link: str = "",
    about: Person | None = None,
) -> str:
    with reading(context.engine) as store:
        everybody = accounts.list_accounts(store)
    return render_template(
        "console/account/staff.html",
        people=everybody,
        roles=list(Role),
        form=form,
        link=link,
        about=about,
    )


def _invite_person(store: Session, context: ConsoleContext, person: Person) -> str:
    token = context.tokens()
    accounts.create_invitation(store, person.id, token, context.clock())
    page = at("console.join", token=token)
    return context.base_url + page.removeprefix(request.script_root)


def _change_account(context: ConsoleContext, staff: int, do: str) -> None:
    now = context.clock()
    try:
        with writing(context.engine) as store:
            before = accounts.find_account(store, staff)
            after = _apply_action(store, staff, do, now)
            change = AuditEntry(
                "change-staff",
                f"staff:{after.name}",
                _audit_fields(before),
                _audit_fields(after),
            )
            audit.write_entry(store, current_staff_name(), change, now)
    except StaffError as error:
        flash(str(error), "danger")
    else:
        flash(f"“{after.name}”已更改。", "success")


def _apply_action(store: Session, staff: int, do: str, now: datetime) -> Person:
    if do == "disable":
        return accounts.disable_account(store, staff, now)
    if do == "enable":
        return accounts.enable_account(store, staff)
    if do in set(Role):
        return accounts.change_role(store, staff, Role(do))
    raise StaffError("请先选择要做的更改。")


def _audit_fields(person: Person) -> dict[str, object]:
    return {"role": person.role.value, "disabled": person.disabled}
