"""The console below a path of the public address."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine

from staff.roles import Role
from tests.console import visitors
from tests.console.visitors import PASSWORD, Clock
from tests.server.callers import BASE


@pytest.fixture
def below(store: Engine, clock: Clock) -> Iterator[Flask]:
    """Run behind a proxy that takes a path off."""
    with visitors.opened(store, clock, PUBLIC_BASE_URL=f"{BASE}/hotline") as app:
        yield app


def test_links_have_the_path_that_the_proxy_takes_off(below: Flask) -> None:
    visitor = visitors.visitor(below)

    away = visitor.get("/console/audit")
    page = visitor.get("/console/login")
    fields = {"name": "reader", "password": PASSWORD}
    back = visitor.post("/console/login?next=/hotline/console/audit", fields)
    nowhere = visitor.post("/console/login?next=/console/audit", fields)

    assert away.location == "/hotline/console/login?next=/hotline/console/audit"
    assert 'href="/hotline/console/static/console.css"' in page.html
    assert 'href="/hotline/bootstrap/static/' in page.html
    assert back.location == "/hotline/console/audit"
    assert nowhere.location == "/hotline/console/"


def test_a_link_for_somebody_new_has_the_path_once(below: Flask) -> None:
    admin = visitors.logged_in(below, Role.ADMIN)

    page = admin.post("/console/people", {"name": "王芳", "role": "编辑"})

    assert f"{BASE}/hotline/console/join/" in page.html
