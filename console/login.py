"""Logging in and out: name and password, second factor, the link of an invitation."""

import segno
from flask import Blueprint, flash, g, redirect, render_template, request, session
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.door import Door
from console.entrance import TOKEN
from console.forms import CodeForm, LoginForm, PasswordForm, said
from staff import accounts, audit, logins, secondfactor
from staff.accounts import Person
from staff.audit import Change
from staff.errors import StaffError
from staff.logins import Login, Tokens, Visitor
from storage.session import reading, writing

_SECRET = "totp"  # noqa: S105 - a name in the cookie
_CODES = 10
"""Recovery codes given at once."""


def install(pages: Blueprint, door: Door) -> None:
    """Add the pages of logging in."""
    _add_login(pages, door)
    _add_second_factor(pages, door)
    _add_joining(pages, door)


def _add_login(pages: Blueprint, door: Door) -> None:
    @pages.route("/login", methods=["GET", "POST"])
    def login() -> ResponseReturnValue:
        form = LoginForm()
        if form.validate_on_submit():
            begun = _begin(door, said(form.name).strip(), said(form.password))
            if isinstance(begun, Person):
                return redirect(_next())
            form.password.errors = [str(begun)]
        return render_template("console/login.html", form=form), _status(form)

    @pages.post("/logout")
    def log_out() -> ResponseReturnValue:
        with writing(door.engine) as store:
            logins.end(store, session.get(TOKEN, ""))
        session.clear()
        return redirect(at("console.login"))


def _begin(door: Door, name: str, password: str) -> Person | StaffError:
    token, now = door.tokens(), door.clock()
    visitor = Visitor(name, request.remote_addr or "")
    with writing(door.engine) as store:
        begun = logins.begin(store, visitor, password, token, now)
        done = "login" if isinstance(begun, Person) else "login-refused"
        audit.write(store, name, Change(done, f"staff:{name}"), now)
    if isinstance(begun, Person):
        session.clear()  # whatever the browser came with is worth nothing now
        session[TOKEN] = token
    return begun


def _add_second_factor(pages: Blueprint, door: Door) -> None:
    @pages.route("/second-factor", methods=["GET", "POST"])
    def second_factor() -> ResponseReturnValue:
        form, login = CodeForm(), _login()
        if form.validate_on_submit():
            visitor = Visitor(login.person.name, request.remote_addr or "")
            tokens = Tokens(session[TOKEN], door.tokens())
            with writing(door.engine) as store:
                good = logins.verify(
                    store, tokens, said(form.code), visitor, door.clock()
                )
            if good:
                session[TOKEN] = tokens.fresh
                return redirect(_next())
            form.code.errors = ["验证码不对，或失败次数太多。恢复码也可以写在这里。"]
        return render_template("console/second_factor.html", form=form), _status(form)

    @pages.route("/second-factor/new", methods=["GET", "POST"])
    def set_up() -> ResponseReturnValue:
        form, person = CodeForm(), _login().person
        if person.second_factor and not _login().verified:
            return redirect(at("console.second_factor"))
        secret = session.setdefault(_SECRET, door.secrets())
        if form.validate_on_submit():
            step = secondfactor.fits(secret, said(form.code), door.clock())
            if step is not None:
                return _set_up(door, person, secret, step)
            form.code.errors = ["验证码不对，请看手机上现在显示的六位数字。"]
        address = secondfactor.address(secret, person.name, door.name)
        picture = segno.make(address).svg_data_uri(scale=5)
        return (
            render_template(
                "console/set_up.html", form=form, picture=picture, secret=secret
            ),
            _status(form),
        )


def _set_up(door: Door, person: Person, secret: str, step: int) -> ResponseReturnValue:
    codes = tuple(_code(door.tokens()) for _ in range(_CODES))
    tokens, now = Tokens(session[TOKEN], door.tokens()), door.clock()
    with writing(door.engine) as store:
        secondfactor.set_up(store, person.id, secret, step, codes)
        logins.confirm(store, tokens, now)
        change = Change("second-factor", f"staff:{person.name}")
        audit.write(store, person.name, change, now)
    session.pop(_SECRET)
    session[TOKEN] = tokens.fresh
    return render_template("console/recovery_codes.html", codes=codes)


def _add_joining(pages: Blueprint, door: Door) -> None:
    @pages.route("/join/<token>", methods=["GET", "POST"])
    def join(token: str) -> ResponseReturnValue:
        form, now = PasswordForm(), door.clock()
        try:
            with reading(door.engine) as store:
                person = accounts.invited(store, token, now)
        except StaffError as error:
            return render_template("console/refused.html", reason=str(error)), 410
        if form.validate_on_submit():
            try:
                with writing(door.engine) as store:
                    accounts.join(store, token, said(form.password), now)
                    change = Change("join", f"staff:{person.name}")
                    audit.write(store, person.name, change, now)
            except StaffError as error:
                form.password.errors = [str(error)]
            else:
                flash("密码已设好，请登录。", "success")
                return redirect(at("console.login"))
        page = render_template("console/join.html", form=form, person=person)
        return page, _status(form)


def _login() -> Login:
    found: Login = g.login
    return found


def _code(chance: str) -> str:
    letters = "".join(it for it in chance.lower() if it.isalnum())[:10]
    return f"{letters[:5]}-{letters[5:]}"


def _next() -> str:
    """Go on where the visitor wanted to go; never away from the console."""
    wanted = request.args.get("next", "")
    home = at("console.home")
    return wanted if wanted.startswith(home) and "\\" not in wanted else home


def _status(form: LoginForm | CodeForm | PasswordForm) -> int:
    return 400 if form.errors else 200
