"""My account: change the password, the second factor (TOTP), recovery codes."""

from dataclasses import replace

import segno
from flask import Blueprint, flash, g, redirect, render_template, session
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.auth import TOKEN, current_login, describe_visitor
from console.context import ConsoleContext
from console.forms import ChangeForm, CodeForm, field_text
from staff import accounts, audit, logins, passwords, recovery_codes, second_factor
from staff.accounts import Person
from staff.audit import AuditEntry
from staff.errors import StaffError
from staff.logins import Attempt, Tokens
from storage.session import reading, writing

_SECRET = "totp"  # noqa: S105 - a name in the cookie


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the pages about one's own account."""
    _add_own(pages, context)
    _add_set_up(pages, context)


def _add_own(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.route("/own", methods=["GET", "POST"])
    def own() -> ResponseReturnValue:
        form, person = ChangeForm(), current_login().person
        if form.validate_on_submit():
            wrong = _change_password(context, person, form)
            if wrong is None:
                flash("密码已换好，别处的登录都已退出。", "success")
                return redirect(at("console.own"))
        with reading(context.engine) as store:
            left = recovery_codes.codes_left(store, person.id)
        page = render_template(
            "console/account/my_account.html", form=form, person=person, codes_left=left
        )
        return page, 400 if form.errors else 200

    @pages.post("/own/codes")
    def renew_codes() -> ResponseReturnValue:
        person, now = current_login().person, context.clock()
        if not person.second_factor:
            return redirect(at("console.set_up"))
        codes = recovery_codes.new_codes(context.tokens)
        with writing(context.engine) as store:
            recovery_codes.renew_codes(store, person.id, codes)
            change = AuditEntry("recovery-codes", f"staff:{person.name}")
            audit.write_entry(store, person.name, change, now)
        return render_template("console/account/recovery_codes.html", codes=codes)


def _change_password(
    context: ConsoleContext, person: Person, form: ChangeForm
) -> StaffError | None:
    now = context.clock()
    with writing(context.engine) as store:
        attempt = logins.record_attempt(store, describe_visitor(person.name), now)
    if not isinstance(attempt, Attempt):
        form.old.errors = [str(attempt)]
        return attempt
    if not attempt.fits(field_text(form.old)):
        form.old.errors = ["现在的密码不对。"]
        return logins.WrongPasswordError()
    try:
        hashed = passwords.hash_password(field_text(form.password), person.name)
    except passwords.WeakPasswordError as error:
        form.password.errors = [str(error)]
        return error
    with writing(context.engine) as store:
        logins.forgive_attempt(store, attempt)
        accounts.change_password(store, person.id, hashed, keep=session[TOKEN])
        change = AuditEntry("change-password", f"staff:{person.name}")
        audit.write_entry(store, person.name, change, now)
    return None


def _add_set_up(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.route("/second-factor/new", methods=["GET", "POST"])
    def set_up() -> ResponseReturnValue:
        form, login = CodeForm(), current_login()
        person = login.person
        if not (login.whole or not person.second_factor):
            return redirect(at("console.second_factor"))
        secret = session.setdefault(_SECRET, context.secrets())
        if form.validate_on_submit():
            step = second_factor.match_time_step(
                secret, field_text(form.code), context.clock()
            )
            if step is not None:
                return _set_second_factor(context, person, secret, step)
            form.code.errors = ["验证码不对，请看手机上现在显示的六位数字。"]
        address = second_factor.provisioning_uri(secret, person.name, context.name)
        page = render_template(
            "console/account/set_up.html",
            form=form,
            picture=segno.make(address).svg_data_uri(scale=5),
            secret=secret,
        )
        return page, 400 if form.errors else 200


def _set_second_factor(
    context: ConsoleContext, person: Person, secret: str, step: int
) -> ResponseReturnValue:
    codes, now = recovery_codes.new_codes(context.tokens), context.clock()
    tokens = Tokens(session[TOKEN], context.tokens())
    with writing(context.engine) as store:
        second_factor.set_up(store, person.id, secret, step, codes)
        logins.confirm_login(store, tokens, now)
        change = AuditEntry("second-factor", f"staff:{person.name}")
        audit.write_entry(store, person.name, change, now)
    session.pop(_SECRET)
    session[TOKEN] = tokens.fresh
    g.login = replace(current_login(), verified=True)
    return render_template("console/account/recovery_codes.html", codes=codes)
