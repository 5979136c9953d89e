"""Authentication and authorization of every request to the console: session, CSRF, permissions."""

from flask import abort, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as Answer

from console.context import ConsoleContext
from console.permissions import LARGE_UPLOADS, PAGES, OpenAccess
from staff import logins
from staff.logins import Login, Visitor
from staff.roles import Right, may
from storage.session import reading, writing

TOKEN = "login"  # noqa: S105 - a name in the cookie
"""What the browser's cookie holds the login's token under."""


LARGEST_UPLOAD = 32 * 1024 * 1024
"""Bytes of a request that brings a file."""

_THIS_MACHINE = ("127.0.0.1", "::1")


class ConsoleAuth:
    """Authenticates and authorizes every request to a page of the console."""

    def __init__(self, context: ConsoleContext, csrf: CSRFProtect) -> None:
        self._context = context
        self._csrf = csrf

    def authorize_request(self) -> Answer | None:
        """Let a request in, send it to the login, or refuse it."""
        needed = PAGES.get(str(request.endpoint))
        g.login = None if needed is OpenAccess.ANYBODY else self._find_login()
        if needed is None:
            abort(403)
        if request.endpoint in LARGE_UPLOADS and g.login and g.login.whole:
            request.max_content_length = request.max_form_memory_size = LARGEST_UPLOAD
        if request.method not in {"GET", "HEAD"}:
            self._csrf.protect()
        return self._deny_request(needed)

    def _deny_request(self, needed: Right | OpenAccess) -> Answer | None:
        login: Login | None = g.login
        if needed is OpenAccess.ANYBODY:
            return None
        if login is None:
            return redirect(url_for("console.login", next=_return_address()))
        if needed is OpenAccess.LOGGED_IN:
            return None
        if not login.whole:
            set_up = login.person.second_factor
            page = "console.second_factor" if set_up else "console.set_up"
            return redirect(url_for(page, next=_return_address()))
        if not may(login.person.role, needed):
            abort(403)
        return None

    def _find_login(self) -> Login | None:
        token = session.get(TOKEN)
        if not isinstance(token, str):
            return None
        now = self._context.clock()
        with reading(self._context.engine) as store:
            found = logins.current_login(store, token, now)
            stale = found is not None and logins.needs_touch(store, token, now)
        if stale:
            with writing(self._context.engine) as store:
                logins.touch_login(store, token, now)
        return found


def current_login() -> Login:
    """Tell who is logged in, on a page that nobody else comes to."""
    found: Login = g.login
    return found


def current_staff_name() -> str:
    """Name who is at work, for the audit."""
    return current_login().person.name


def describe_visitor(name: str) -> Visitor:
    """Tell who tries to get in, and from where.

    From this machine it is the proxy that asks; it names the address it was asked
    from last. Without that, "": not everybody is one and the same.
    """
    address = request.remote_addr or ""
    if address in _THIS_MACHINE:
        named = request.headers.get("X-Forwarded-For", "")
        address = named.rpartition(",")[2].strip()
    return Visitor(name, address)


def has_right(right: str) -> bool:
    """Tell a template whether who is at work has a right."""
    login: Login | None = g.get("login")
    return login is not None and login.whole and may(login.person.role, Right(right))


def _return_address() -> str | None:
    if request.method != "GET":
        return None
    return request.script_root + request.full_path.rstrip("?")
