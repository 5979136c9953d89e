"""The pages of accounts on either store: what only reads must not write or lock."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.console import visitors
from tests.console.visitors import PASSWORD, Clock, code

pytestmark = pytest.mark.both_stores


@pytest.fixture
def app(engine: Engine, clock: Clock) -> Iterator[Flask]:
    """Run on a store of either kind."""
    visitors.employ(engine, clock())
    with visitors.opened(engine, clock) as made:
        yield made


def test_accounts_work_on_either_store(app: Flask, clock: Clock) -> None:
    visitor = visitors.visitor(app)

    fields = {"name": "admin", "password": PASSWORD}
    visitor.post("/console/login", fields)
    assert visitor.get().location == "/console/second-factor?next=/console/"
    visitor.post("/console/second-factor", {"code": code(clock())})
    made = visitor.post("/console/people", {"name": "王芳", "role": "编辑"})
    joining = made.html.partition("/console/join/")[2].partition("<")[0]

    assert "editor" in visitor.get("/console/people").text
    assert visitor.get(f"/console/join/{joining}").status == 200
    change = {
        "old": PASSWORD,
        "password": "another long one",
        "again": "another long one",
    }
    assert visitor.post("/console/own", change).status == 302
    assert "更换密码" in visitor.get("/console/audit", {"words": "admin"}).text
    assert "更换密码" in visitor.get("/console/audit.csv").html
    assert visitor.post("/console/people/1", {"do": "停用"}, follow=True).status == 200
    assert visitor.post("/console/logout").status == 302
