"""Who is at the door: every request is let in by the table of permissions, or not."""

from flask import Response, abort, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as Answer

from console.door import Door
from console.permissions import PAGES, Open
from staff import logins
from staff.logins import Login
from staff.roles import Right, may
from storage.session import reading, writing

TOKEN = "login"  # noqa: S105 - a name in the cookie
"""What the browser's cookie holds the login's token under."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Entrance:
    """Stands before every page of the console."""

    def __init__(self, door: Door, csrf: CSRFProtect) -> None:
        self._door = door
        self._csrf = csrf

    def let_in(self) -> Answer | None:
        """Let a request in, send it to the login, or refuse it."""
        g.login = self._login()
        needed = PAGES.get(str(request.endpoint))
        if needed is None:
            abort(403)
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
            return redirect(
                url_for("console.second_factor" if set_up else "console.set_up")
            )
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


def with_headers(response: Response) -> Response:
    """Add what every page of the console is sent with."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def who() -> str:
    """Name who is at work, for the audit."""
    login: Login = g.login
    return login.person.name


def able(right: str) -> bool:
    """Tell a template whether who is at work has a right."""
    login: Login | None = g.get("login")
    return login is not None and login.whole and may(login.person.role, Right(right))


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else ""
