"""What applicants and colleagues write stays text: on every page, in files, in replies."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from flask import Flask
from sqlalchemy import Engine
from typing_extensions import override

from simulator import twiml
from staff.roles import Role
from tests.console import addresses, stocked, visitors
from tests.console.visitors import Clock, Page
from tests.server.callers import Caller, a_call, a_text

ATTEMPTS = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"'><img src=x onerror=alert(1)>",
    "template": "{{7*7}}${7*7}<%=7*7%>",
    "formula": "=cmd|'/C calc'!A0",
    "address": "javascript:alert(1)//",
    "backwards": "\u202egpj.exe",
    "invisible": "退\u200b件\u2066",
}
"""By what they try."""

SHOWING = {
    f"console.{name}"
    for name in (
        *("announcements", "answer_inquiry", "audit", "batch", "batches_", "call"),
        *("conversation", "conversations", "document", "documents", "edition"),
        *("faq", "history", "inquiries", "inquiry", "notice", "notices", "people"),
        *("phrasings", "prompt", "prompts", "question", "reasons_", "retiring"),
        *("review", "section", "sending", "suppression", "template", "templates_"),
    )
}
"""Pages that show what others wrote: there it must be read, not left out."""

_QUIET = "/console/notices/batches/new"
"""A page with nothing on it but the alerts, which every page has."""

_MOST = 20
"""Things of one kind that are looked at."""


@dataclass
class _Made(HTMLParser):
    """What a page is made of, as a browser would read it, and what it reads to people."""

    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        scripted = [it for it in given if it.startswith("on")]
        led = [
            value
            for name, value in given.items()
            if name in {"href", "src", "action", "formaction"}
            and not value.startswith(("/", "#", "?", "data:image/svg+xml", "http"))
            and value
        ]
        if (tag == "script" and "src" not in given) or scripted or led:
            self.wrong.append(f"<{tag} {given}>")


@pytest.fixture(params=ATTEMPTS)
def words(request: pytest.FixtureRequest) -> str:
    return ATTEMPTS[request.param]


@pytest.fixture
def hostile(store: Engine, words: str, clock: Clock) -> Iterator[Flask]:
    """Run on a store in which everybody wrote nothing else."""
    stocked.stock(store, words, clock(), rewritten=True)
    with visitors.opened(store, clock) as app:
        yield app


def pages(app: Flask, store: Engine) -> Iterator[tuple[addresses.Address, Page]]:
    """Ask every page, of every thing there is, as the administrator."""
    admin = visitors.logged_in(app, Role.ADMIN)
    for node in addresses.walk(app, store, _MOST):
        yield node, admin.get(node.path)


def test_every_page_shows_it_as_text(hostile: Flask, store: Engine, words: str) -> None:
    everywhere = visitors.logged_in(hostile, Role.ADMIN).get(_QUIET).text.count(words)
    showing = set()

    for address, page in pages(hostile, store):
        assert page.status < 500, address
        if page.answer.mimetype == "text/html":
            made = _Made()
            made.feed(page.html)
            assert made.wrong == [], address
            if page.text.count(words) > everywhere:
                showing.add(address.endpoint)

    assert everywhere
    assert showing >= SHOWING


def test_no_file_has_a_cell_that_a_spreadsheet_would_run(
    hostile: Flask, store: Engine
) -> None:
    files = [
        (address, page)
        for address, page in pages(hostile, store)
        if page.answer.mimetype == "text/csv"
    ]

    assert {it.endpoint for it, _ in files} >= {"console.audit_file"}
    for address, page in files:
        text = page.answer.get_data(as_text=True).removeprefix("\ufeff")
        cells = [it for row in csv.reader(io.StringIO(text)) for it in row]
        assert cells
        assert not [it for it in cells if it.startswith(("=", "+", "-", "@"))], address


def test_a_text_is_answered_with_it_as_text(hostile: Flask, words: str) -> None:
    caller = Caller(hostile)

    for body in ("你好", "1", "2", "人工"):
        form = a_text(body, f"SM{hash(body) % 10**30:032}")
        answer = caller.signed("/sms/inbound", form).data
        (message,) = twiml.parse_messages(answer)
        assert words in message


def test_a_caller_hears_it_as_text(hostile: Flask) -> None:
    caller = Caller(hostile)

    for path in ("/ivr/answer", "/ivr/key?edition=1&at=&step=1&silent=0&wrong=0"):
        answer = caller.signed(path, a_call(Digits="1"))
        assert answer.status_code == 200
        assert twiml.parse_verbs(answer.data)
        assert b"<script" not in answer.data
        assert b"<img" not in answer.data
