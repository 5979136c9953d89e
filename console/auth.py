"""Authentication and authorization of every request to the console: session, CSRF, permissions."""

from flask import abort, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as Answer

from console.context import Door
from console.permissions import LARGE, PAGES, Open
from staff import logins
from staff.logins import Login, Visitor
from staff.roles import Right, may
from storage.session import reading, writing

TOKEN = "login"  # noqa: S105 - a name in the cookie
"""What the browser's cookie holds the login's token under."""


LARGEST = 32 * 1024 * 1024
"""Bytes of a request that brings a file."""

_THIS_MACHINE = ("127.0.0.1", "::1")


class Entrance:
    """Authenticates and authorizes every request to a page of the console."""

    def __init__(self, door: Door, csrf: CSRFProtect) -> None:
        self._door = door
        self._csrf = csrf

    def let_in(self) -> Answer | None:
        """Let a request in, send it to the login, or refuse it."""
        needed = PAGES.get(str(request.endpoint))
        g.login = None if needed is Open.ANYBODY else self._login()
        if needed is None:
            abort(403)
        if request.endpoint in LARGE and g.login and g.login.whole:
            request.max_content_length = request.max_form_memory_size = LARGEST
        if request.method not in {"GET", "HEAD"}:
            self._csrf.protect()
        return self._turned_away(needed)

    def _turned_away(self, needed: Right | Open) -> Answer | None:
        login: Login | None = g.login
        if needed is Open.ANYBODY:
            return None
        if login is None:
            return redirect(url_for("console.login", next=_here()))
        if needed is Open.LOGGED_IN:
            return None
        if not login.whole:
            set_up = login.person.second_factor
            page = "console.second_factor" if set_up else "console.set_up"
            return redirect(url_for(page, next=_here()))
        if not may(login.person.role, needed):
            abort(403)
        return None

    def _login(self) -> Login | None:
        token = session.get(TOKEN)
        if not isinstance(token, str):
            return None
        now = self._door.clock()
        with reading(self._door.engine) as store:
            found = logins.current(store, token, now)
            stale = found is not None and logins.needs_noting(store, token, now)
        if stale:
            with writing(self._door.engine) as store:
                logins.note(store, token, now)
        return found


def login_here() -> Login:
    """Tell who is logged in, on a page that nobody else comes to."""
    found: Login = g.login
    return found


def who() -> str:
    """Name who is at work, for the audit."""
    return login_here().person.name


def visitor(name: str) -> Visitor:
    """Tell who tries to get in, and from where.

    From this machine it is the proxy that asks; it names the address it was asked
    from last. Without that, "": not everybody is one and the same.
    """
    address = request.remote_addr or ""
    if address in _THIS_MACHINE:
        named = request.headers.get("X-Forwarded-For", "")
        address = named.rpartition(",")[2].strip()
    return Visitor(name, address)


def able(right: str) -> bool:
    """Tell a template whether who is at work has a right."""
    login: Login | None = g.get("login")
    return login is not None and login.whole and may(login.person.role, Right(right))


def _here() -> str | None:
    if request.method != "GET":
        return None
    return request.script_root + request.full_path.rstrip("?")
