"""The page about the API: for everybody, whole, and of nobody else's making."""

import re

import pytest
from flask import Flask
from sqlalchemy import Engine

from notices.api.descriptions import OBJECTS, OPERATIONS, STATUSES
from notices.api.errors import PROBLEM_TYPES
from tests.notices.api.business import Business, Clock, application, order


@pytest.fixture
def engine(sqlite: Engine) -> Engine:
    """Do with one kind of store: none is looked into."""
    return sqlite


def got(app: Flask, path: str) -> tuple[int, str]:
    answer = app.test_client().get(path)
    found = answer.status_code, answer.text
    answer.close()
    return found


@pytest.fixture
def page(app: Flask) -> str:
    answer = app.test_client().get("/api/docs")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    return answer.text


def test_it_tells_all_operations_objects_statuses_and_problems(page: str) -> None:
    for item in (*OPERATIONS, *OBJECTS, *(kind.slug for kind in PROBLEM_TYPES)):
        assert f'id="{item}"' in page
    for status, meaning in STATUSES.items():
        assert f"<code>{status}</code></th><td>{meaning}</td>" in page
    assert "helpline apikey add" in page
    assert page.count("curl -sS") == len(OPERATIONS)


def test_every_link_leads_somewhere(app: Flask, page: str) -> None:
    links = set(re.findall(r'(?:href|src)="([^"]*)"', page))
    inside = {it[1:] for it in links if it.startswith("#")}
    outside = {it for it in links if not it.startswith("#")}

    assert inside <= set(re.findall(r'id="([^"]*)"', page))
    assert outside == {"/api/openapi.json", "/api/docs/static/docs.css"}
    assert {got(app, it)[0] for it in outside} == {200}


def test_nothing_comes_from_elsewhere_and_nothing_runs(app: Flask, page: str) -> None:
    answer = app.test_client().get("/api/docs")
    _, style = got(app, "/api/docs/static/docs.css")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert not re.search(r"<script|style=|//[a-z]", page.replace("https://热线", ""))
    assert not re.search(r"url\(|@import", style)


def test_a_problem_leads_to_where_it_is_explained(
    business: Business, page: str
) -> None:
    told = business.sends(order(to="1")).get_json()

    path, _, anchor = told["type"].partition("#")
    assert path == "/api/docs"
    assert f'id="{anchor}"' in page


def test_behind_a_proxy_its_links_go_through_it(engine: Engine, clock: Clock) -> None:
    proxied = application(engine, clock, root="/helpline")

    page = proxied.test_client().get("/api/docs").text

    assert 'href="/helpline/api/docs/static/docs.css"' in page
    assert 'href="/helpline/api/openapi.json"' in page
