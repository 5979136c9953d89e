"""Staff accounts, for whoever manages them: add, invite, change the role, disable."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.forms import PersonForm, said
from staff import accounts, audit
from staff.accounts import Person
from staff.audit import Change
from staff.errors import StaffError
from staff.roles import Role
from storage.session import reading, writing


def install(pages: Blueprint, door: Door) -> None:
    """Add the pages about accounts."""
    _add_list(pages, door)
    _add_changes(pages, door)


def _add_list(pages: Blueprint, door: Door) -> None:
    @pages.get("/people")
    def people() -> ResponseReturnValue:
        return _page(door, PersonForm())

    @pages.post("/people")
    def add_person() -> ResponseReturnValue:
        form, now = PersonForm(), door.clock()
        if not form.validate():
            return _page(door, form), 400
        role = Role(said(form.role))
        try:
            with writing(door.engine) as store:
                made = accounts.add(store, said(form.name).strip(), role, now)
                change = Change("add-staff", f"staff:{made.name}", after=role)
                audit.write(store, who(), change, now)
                link = _invited(store, door, made)
        except StaffError as error:
            form.name.errors = [str(error)]
            return _page(door, form), 400
        return _page(door, PersonForm(formdata=None), link=link, about=made)


def _add_changes(pages: Blueprint, door: Door) -> None:
    @pages.post("/people/<int:staff>/invitation")
    def invite_person(staff: int) -> ResponseReturnValue:
        try:
            with writing(door.engine) as store:
                person = accounts.find(store, staff)
                link = _invited(store, door, person)
                change = Change("invite-staff", f"staff:{person.name}")
                audit.write(store, who(), change, door.clock())
        except StaffError as error:
            flash(str(error), "danger")
            return redirect(at("console.people"))
        return _page(door, PersonForm(formdata=None), link=link, about=person)

    @pages.post("/people/<int:staff>")
    def change_person(staff: int) -> ResponseReturnValue:
        _change(door, staff, request.form.get("do", ""))
        return redirect(at("console.people"))


def _page(
    door: Door, form: PersonForm, link: str = "", about: Person | None = None
) -> str:
    with reading(door.engine) as store:
        everybody = accounts.everybody(store)
    return render_template(
        "console/account/staff.html",
        people=everybody,
        roles=list(Role),
        form=form,
        link=link,
        about=about,
    )


def _invited(store: Session, door: Door, person: Person) -> str:
    token = door.tokens()
    accounts.invite(store, person.id, token, door.clock())
    page = at("console.join", token=token)
    return door.base_url + page.removeprefix(request.script_root)


def _change(door: Door, staff: int, do: str) -> None:
    now = door.clock()
    try:
        with writing(door.engine) as store:
            before = accounts.find(store, staff)
            after = _done(store, staff, do, now)
            change = Change(
                "change-staff", f"staff:{after.name}", _shown(before), _shown(after)
            )
            audit.write(store, who(), change, now)
    except StaffError as error:
        flash(str(error), "danger")
    else:
        flash(f"“{after.name}”已更改。", "success")


def _done(store: Session, staff: int, do: str, now: datetime) -> Person:
    if do == "disable":
        return accounts.disable(store, staff, now)
    if do == "enable":
        return accounts.enable(store, staff)
    if do in set(Role):
        return accounts.change_role(store, staff, Role(do))
    raise StaffError("请先选择要做的更改。")


def _shown(person: Person) -> dict[str, object]:
    return {"role": person.role.value, "disabled": person.disabled}
