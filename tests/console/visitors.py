"""People before the console: each with a browser of their own, known or not."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from typing_extensions import override
from werkzeug.test import TestResponse

from console.auth import TOKEN
from staff import accounts, logins, passwords, second_factor
from staff.logins import Attempt, Tokens
from staff.roles import Role
from storage.session import writing
from tests import applications
from tests.server.callers import production

PASSWORD = "correct horse battery"  # noqa: S105  made up
SECRET = "JBSWY3DPEHPK3PXP" * 2
RECOVERY = ("abcde-00001", "abcde-00002")
HOME = "/console/"

_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Clock:
    """A clock that goes on only when it is told to."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def wait(self, time: timedelta) -> None:
        self.now += time


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def html(self) -> str:
        return self.answer.get_data(as_text=True)

    @property
    def text(self) -> str:
        """What a person reads: no tags, one space between words."""
        reader = _Reader()
        reader.feed(self.html)
        return " ".join(" ".join(reader.said).split())

    @property
    def location(self) -> str:
        return self.answer.headers.get("Location", "")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser. Paths begin with `/console/…`."""

    client: FlaskClient

    def get(self, path: str = HOME, query: Mapping[str, Any] | None = None) -> Page:
        return Page(self.client.get(path, query_string=query or None, buffered=True))

    def post(
        self,
        path: str,
        fields: Mapping[str, Any] | None = None,
        *,
        follow: bool = False,
    ) -> Page:
        """Send a form with its CSRF token; a file is `(BytesIO(…), "name.csv")`."""
        data = {"csrf_token": self.csrf(), **(fields or {})}
        return Page(
            self.client.post(path, data=data, follow_redirects=follow, buffered=True)
        )

    def csrf(self) -> str:
        """Find the token that this browser's forms are sent with."""
        found = _CSRF.search(self.get("/console/login").html)
        assert found
        return found.group(1)

    def be(self, token: str) -> None:
        """Go on under the login of this token."""
        with self.client.session_transaction() as cookie:
            cookie[TOKEN] = token

    def token(self) -> str:
        """Read the login's token, "" for none."""
        with self.client.session_transaction() as cookie:
            return str(cookie.get(TOKEN, ""))


LoggedIn = Callable[[Role], Visitor]
"""Gives a visitor with a whole login of this role; ever another browser."""


@contextmanager
def opened(
    store: Engine, clock: Callable[[], datetime], **more: str
) -> Iterator[Flask]:
    """Give an application with such a clock and such settings."""
    with applications.borrowed(production(store, **more), clock) as app:
        yield app


def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


def logged_in(app: Flask, role: Role) -> Visitor:
    """Visit as one of those whom `employ` made."""
    made = visitor(app)
    made.be(_token(role))
    return made


def name(role: Role) -> str:
    """Name the account of a role: reader, editor, reviewer, admin."""
    return role.name.lower()


def employ(store: Engine, now: datetime) -> None:
    """Make an account of each role, each with a second factor and a whole login."""
    with writing(store) as session:
        for role in Role:
            made = accounts.add_account(session, name(role), role, now)
            accounts.create_invitation(session, made.id, _token(role), now)
            accounts.accept_invitation(
                session, _token(role), passwords.hash_password(PASSWORD), now
            )
            second_factor.set_up(session, made.id, SECRET, 0, RECOVERY)
            tried = logins.record_attempt(session, logins.Visitor(name(role), ""), now)
            assert isinstance(tried, Attempt)
            logins.begin_login(session, tried, f"first-{_token(role)}", now)
            tokens = Tokens(f"first-{_token(role)}", _token(role))
            logins.confirm_login(session, tokens, now)


def code(now: datetime, secret: str = SECRET) -> str:
    """Read the code that a telephone shows at this moment."""
    return pyotp.TOTP(secret).at(now)


def _token(role: Role) -> str:
    return f"token-of-{name(role)}"


@dataclass
class _Reader(HTMLParser):
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @override
    def handle_data(self, data: str) -> None:
        self.said.append(data)
