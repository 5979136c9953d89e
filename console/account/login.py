"""Login and logout: session, password, second factor (TOTP), the link of an invitation."""

from flask import Blueprint, flash, redirect, render_template, request, session
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.auth import TOKEN, login_here, visitor
from console.context import Door
from console.forms import CodeForm, LoginForm, PasswordForm, said
from staff import accounts, audit, logins, passwords
from staff.accounts import Person
from staff.audit import Change
from staff.errors import StaffError
from staff.logins import Attempt, Tokens
from storage.session import reading, writing

UNKNOWN = "（未登录）"
"""Who the audit says it was before anybody has logged in."""

_JOINED = "joined"
"""What the cookie holds the name under of whoever has just set a password."""


def install(pages: Blueprint, door: Door) -> None:
    """Add the pages of logging in."""
    _add_login(pages, door)
    _add_second_factor(pages, door)
    _add_joining(pages, door)


def _add_login(pages: Blueprint, door: Door) -> None:
    @pages.route("/login", methods=["GET", "POST"])
    def login() -> ResponseReturnValue:
        form = LoginForm(name=session.pop(_JOINED, ""))
        if form.validate_on_submit():
            begun = _begin(door, said(form.name).strip(), said(form.password))
            if isinstance(begun, Person):
                return redirect(_next())
            form.password.errors = [str(begun)]
        if said(form.name):
            form.go_on_with_password()
        page = render_template("console/account/login.html", form=form)
        return page, 400 if form.errors else 200

    @pages.post("/logout")
    def log_out() -> ResponseReturnValue:
        name, now = login_here().person.name, door.clock()
        with writing(door.engine) as store:
            logins.end(store, session[TOKEN])
            audit.write(store, name, Change("logout", f"staff:{name}"), now)
        session.clear()
        return redirect(at("console.login"))


def _begin(door: Door, name: str, password: str) -> Person | StaffError:
    token, now = door.tokens(), door.clock()
    with writing(door.engine) as store:
        attempt = logins.attempt(store, visitor(name), now)
    if not isinstance(attempt, Attempt):
        return attempt
    good = attempt.fits(password)
    with writing(door.engine) as store:
        begun = logins.begin(store, attempt, token, now) if good else None
        if isinstance(begun, Person):
            audit.write(store, name, Change("login", f"staff:{name}"), now)
        elif attempt.staff:  # other names are not kept: one may be a password
            change = Change("login-refused", f"staff:{name}")
            audit.write(store, UNKNOWN, change, now)
    if not isinstance(begun, Person):
        return begun or logins.RefusedError()
    session.clear()  # whatever the browser came with is worth nothing now
    session[TOKEN] = token
    return begun


def _add_second_factor(pages: Blueprint, door: Door) -> None:
    @pages.route("/second-factor", methods=["GET", "POST"])
    def second_factor() -> ResponseReturnValue:
        if not login_here().person.second_factor:
            return redirect(at("console.set_up"))
        form = CodeForm()
        if form.validate_on_submit():
            wrong = _verify(door, said(form.code))
            if wrong is None:
                return redirect(_next())
            form.code.errors = [str(wrong)]
        page = render_template("console/account/second_factor.html", form=form)
        return page, 400 if form.errors else 200


def _verify(door: Door, code: str) -> StaffError | None:
    name, now = login_here().person.name, door.clock()
    tokens = Tokens(session[TOKEN], door.tokens())
    with writing(door.engine) as store:
        wrong = logins.verify(store, tokens, code, visitor(name), now)
        done = "verify-refused" if wrong else "verify"
        if not isinstance(wrong, logins.ThrottledError):
            audit.write(store, name, Change(done, f"staff:{name}"), now)
    if wrong is None:
        session[TOKEN] = tokens.fresh
    return wrong


def _add_joining(pages: Blueprint, door: Door) -> None:
    @pages.route("/join/<token>", methods=["GET", "POST"])
    def join(token: str) -> ResponseReturnValue:
        form = PasswordForm()
        with reading(door.engine) as store:
            person = accounts.invited(store, token, door.clock())
        if form.validate_on_submit():
            try:
                _join(door, token, person, said(form.password))
            except passwords.WeakPasswordError as error:
                form.password.errors = [str(error)]
            else:
                session[_JOINED] = person.name  # spares typing it, at the next page
                flash(f"密码已设好，请用“{person.name}”登录。", "success")
                return redirect(at("console.login"))
        page = render_template("console/account/join.html", form=form, person=person)
        return page, 400 if form.errors else 200


def _join(door: Door, token: str, person: Person, password: str) -> None:
    hashed, now = passwords.hashed(password, person.name), door.clock()
    with writing(door.engine) as store:
        accounts.join(store, token, hashed, now)
        audit.write(store, person.name, Change("join", f"staff:{person.name}"), now)


def _next() -> str:
    """Go on where the visitor wanted to go; never away from the console."""
    wanted, home = request.args.get("next", ""), at("console.home")
    within = wanted.startswith(home.rstrip("/") + "/")
    return wanted if within and "\\" not in wanted else home
