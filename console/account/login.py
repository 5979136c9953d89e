"""Login and logout: session, password, second factor (TOTP), the link of an invitation."""

from flask import Blueprint, flash, redirect, render_template, request, session
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.auth import TOKEN, current_login, describe_visitor
from console.context import ConsoleContext
from console.forms import CodeForm, LoginForm, PasswordForm, field_text
from staff import accounts, audit, logins, passwords
from staff.accounts import Person
from staff.audit import AuditEntry
from staff.errors import StaffError
from staff.logins import Attempt, Tokens
from storage.session import reading, writing

UNKNOWN = "（未登录）"
"""Who the audit says it was before anybody has logged in."""

_INVITED = "joined"
"""What the cookie holds the name under of whoever has just set a password."""


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the pages of logging in."""
    _add_login(pages, context)
    _add_second_factor(pages, context)
    _add_joining(pages, context)


def _add_login(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.route("/login", methods=["GET", "POST"])
    def login() -> ResponseReturnValue:
        form = LoginForm(name=session.pop(_INVITED, ""))
        if form.validate_on_submit():
            begun = _check_password(
                context, field_text(form.name).strip(), field_text(form.password)
            )
            if isinstance(begun, Person):
                return redirect(_next_address())
            form.password.errors = [str(begun)]
        if field_text(form.name):
            form.go_on_with_password()
        page = render_template("console/account/login.html", form=form)
        return page, 400 if form.errors else 200

    @pages.post("/logout")
    def log_out() -> ResponseReturnValue:
        name, now = current_login().person.name, context.clock()
        with writing(context.engine) as store:
            logins.end_login(store, session[TOKEN])
            audit.write_entry(store, name, AuditEntry("logout", f"staff:{name}"), now)
        session.clear()
        return redirect(at("console.login"))


def _check_password(
    context: ConsoleContext, name: str, password: str
) -> Person | StaffError:
    token, now = context.tokens(), context.clock()
    with writing(context.engine) as store:
        attempt = logins.record_attempt(store, describe_visitor(name), now)
    if not isinstance(attempt, Attempt):
        return attempt
    good = attempt.fits(password)
    with writing(context.engine) as store:
        begun = logins.begin_login(store, attempt, token, now) if good else None
        if isinstance(begun, Person):
            audit.write_entry(store, name, AuditEntry("login", f"staff:{name}"), now)
        elif attempt.staff:  # other names are not kept: one may be a password
            change = AuditEntry("login-refused", f"staff:{name}")
            audit.write_entry(store, UNKNOWN, change, now)
    if not isinstance(begun, Person):
        return begun or logins.WrongPasswordError()
    session.clear()  # whatever the browser came with is worth nothing now
    session[TOKEN] = token
    return begun


def _add_second_factor(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.route("/second-factor", methods=["GET", "POST"])
    def second_factor() -> ResponseReturnValue:
        if not current_login().person.second_factor:
            return redirect(at("console.set_up"))
        form = CodeForm()
        if form.validate_on_submit():
            wrong = _verify_code(context, field_text(form.code))
            if wrong is None:
                return redirect(_next_address())
            form.code.errors = [str(wrong)]
        page = render_template("console/account/second_factor.html", form=form)
        return page, 400 if form.errors else 200


def _verify_code(context: ConsoleContext, code: str) -> StaffError | None:
    name, now = current_login().person.name, context.clock()
    tokens = Tokens(session[TOKEN], context.tokens())
    with writing(context.engine) as store:
        wrong = logins.verify_login(store, tokens, code, describe_visitor(name), now)
        done = "verify-refused" if wrong else "verify"
        if not isinstance(wrong, logins.LoginThrottledError):
            audit.write_entry(store, name, AuditEntry(done, f"staff:{name}"), now)
    if wrong is None:
        session[TOKEN] = tokens.fresh
    return wrong


def _add_joining(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.route("/join/<token>", methods=["GET", "POST"])
    def join(token: str) -> ResponseReturnValue:
        form = PasswordForm()
        with reading(context.engine) as store:
            person = accounts.find_invited(store, token, context.clock())
        if form.validate_on_submit():
            try:
                _accept_invitation(context, token, person, field_text(form.password))
            except passwords.WeakPasswordError as error:
                form.password.errors = [str(error)]
            else:
                session[_INVITED] = person.name  # spares typing it, at the next page
                flash(f"密码已设好，请用“{person.name}”登录。", "success")
                return redirect(at("console.login"))
        page = render_template("console/account/join.html", form=form, person=person)
        return page, 400 if form.errors else 200


def _accept_invitation(
    context: ConsoleContext, token: str, person: Person, password: str
) -> None:
    hashed, now = passwords.hash_password(password, person.name), context.clock()
    with writing(context.engine) as store:
        accounts.accept_invitation(store, token, hashed, now)
        audit.write_entry(
            store, person.name, AuditEntry("join", f"staff:{person.name}"), now
        )


def _next_address() -> str:
    """Go on where the visitor wanted to go; never away from the console."""
    wanted, home = request.args.get("next", ""), at("console.home")
    within = wanted.startswith(home.rstrip("/") + "/")
    return wanted if within and "\\" not in wanted else home
