"""Pages are asked again and again on two stores in turn, and their times are judged."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from urllib.parse import unquote, urlsplit

import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from console.permissions import PAGES
from server.app import app_state, create_app, make_ready
from staff.roles import Right, Role, may
from staff.tables import LoginRow
from storage.session import writing
from tests.console import addresses, visitors
from tests.server.callers import production

MOST_MS = 300.0
"""What nobody waits longer for, but once in twenty times."""

MOST_TIMES = 3.0
"""How many times as long as on the empty store a page may take."""

FLOOR_MS = 20.0
"""What a page may take to be drawn, on any store.

On the empty store a list has a row, on the full one fifty, and they take their time to
be drawn however they were found. Pages quicker than this on the empty store are
compared with it: what the store does to them shows above sixty milliseconds at most.
"""

READS_ALL = re.compile(r"[?&](words|q|from)=|^(document|retiring)$")
"""What reads all there is, and takes its time accordingly: only `MOST_MS` is asked of it.

Words are looked for in everything that was said, and a range of days is added up. A
document of the whole FAQ is read; what is to be retired is looked for in every answer.
"""

_OLDER = re.compile(r'href="(/console/[^"]*[?;&](?:before|after)=[^"]*)"')
_OURS = "console."
_NO_PAGE = frozenset({"console.static", "console.export_faq"})
"""What is no page: files, one of them of a whole edition, which takes what it takes."""

_AWAY = frozenset(
    {
        "console.compare_editions",
        "console.join",
        "console.login",
        "console.second_factor",
        "console.set_up",
    }
)
"""Pages that send on whoever is logged in and asks nothing of them, or tell them so."""


@dataclass(frozen=True, slots=True)
class Side:
    """A store with the application on it, and a browser for each role."""

    app: Flask
    store: Engine
    clients: dict[Role, FlaskClient]

    @classmethod
    def opened(cls, store: Engine, clock: Callable[[], datetime]) -> "Side":
        """Make the application, and log in as everybody, also to a store that was kept."""
        with writing(store) as session:
            session.execute(update(LoginRow).values(began_at=clock(), seen_at=clock()))
        app = create_app(production(store), clock=clock)
        make_ready(app)
        clients = {it: visitors.logged_in(app, it).client for it in Role}
        return cls(app, store, clients)

    def close(self) -> None:
        """Let go of the store."""
        app_state(self.app).engine.dispose()


@dataclass(slots=True)
class Times:
    """What one page took, in milliseconds; `shape` names it without the thing it shows."""

    shape: str
    empty: list[float] = field(default_factory=list)
    full: list[float] = field(default_factory=list)

    def of(self, share: float) -> tuple[float, float]:
        """Give a quantile of both, of the full store first."""
        return _quantile(self.full, share), _quantile(self.empty, share)

    @property
    def ratio(self) -> float:
        """How many times as long it takes on the full store as it may on the empty."""
        full, empty = self.of(0.95)
        return full / max(empty, FLOOR_MS)

    @property
    def good(self) -> bool:
        """Whether it is quick enough."""
        near = self.ratio <= MOST_TIMES or bool(READS_ALL.search(self.shape))
        return near and self.of(0.95)[0] <= MOST_MS


def measure(full: Side, empty: Side, rounds: int) -> list[Times]:
    """Ask all pages of both stores so many times, interleaved.

    What only the full store has, as a list's second page, is compared with the page
    that it is a part of.
    """
    asked, few = _plan(full), _plan(empty)
    times = {it: Times(it) for it in asked}
    for at in range(rounds + 1):  # the first time is for warming up
        for shape, taken in times.items():
            there = asked[shape]
            alike = few.get(shape) or few[there.endpoint.removeprefix(_OURS)]
            took = _ask(empty, alike, at), _ask(full, there, at)
            if at:
                taken.empty.append(took[0])
                taken.full.append(took[1])
    return list(times.values())


def _plan(side: Side) -> dict[str, addresses.Address]:
    """Name each page and each way to ask it; a list's second page is one as well."""
    found: dict[str, addresses.Address] = {}
    for node in addresses.walk(side.app, side.store):
        if node.endpoint in _NO_PAGE:
            continue
        found[_shape(node)] = node
        for path in dict.fromkeys(_older(side, node)):
            older = addresses.Address(node.endpoint, path)
            found.setdefault(f"{_shape(older)} （下一页）", older)
    return found


def _shape(address: addresses.Address) -> str:
    query = urlsplit(address.path).query
    asked = re.sub(r"((?:before|after|of|application|batch|code)=)[^&]*", r"\1…", query)
    name = address.endpoint.removeprefix(_OURS)
    return f"{name}?{unquote(asked)}" if asked else name


def _older(side: Side, address: addresses.Address) -> Iterator[str]:
    if address.endpoint in _AWAY:
        return
    answer = side.clients[Role.ADMIN].get(address.path)
    if answer.mimetype == "text/html":
        yield from map(unescape, _OLDER.findall(answer.get_data(as_text=True)))


def _ask(side: Side, address: addresses.Address, at: int) -> float:
    """Ask once, as the least who may and as the administrator in turn.

    A file counts until it begins: whoever downloads one sees it coming.
    """
    client = side.clients[_roles(address)[at % 2]]
    began = time.perf_counter()
    answer = client.get(address.path)
    next(iter(answer.response), b"")
    took = (time.perf_counter() - began) * 1000
    answer.close()
    if answer.status_code != 200 and address.endpoint not in _AWAY:  # noqa: PLR2004
        raise SystemExit(f"{address.path} answered {answer.status}")
    return took


def _roles(address: addresses.Address) -> Sequence[Role]:
    needed = PAGES[address.endpoint]
    able = (it for it in Role if not isinstance(needed, Right) or may(it, needed))
    return next(able), Role.ADMIN


def _quantile(taken: list[float], share: float) -> float:
    return float(np.quantile(taken, share))
