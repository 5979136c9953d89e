"""Every route of the console, as nobody, as each role and with a wrong token."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.routing import Rule

from console.permissions import PAGES, OpenAccess
from server.all_tables import METADATA
from staff.roles import Right, Role, may
from tests.console import visitors
from tests.console.visitors import Page, Visitor

_FORGED = "页面放得太久了，或不是从控制台打开的。"
_LOGIN = "/console/login"
_ATTRIBUTES = re.compile(r"""\s(?:href|src|action|formaction)="([^"]*)\"""")
_INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:")


def rules(app: Flask) -> list[Rule]:
    """List the console's rules; the one that ends a login comes last."""
    found = (it for it in app.url_map.iter_rules() if it.endpoint in PAGES)
    return sorted(found, key=lambda it: (it.endpoint == "console.log_out", it.rule))


def path(rule: Rule) -> str:
    """Fill a rule in with something that is not there."""
    numbered = re.sub(r"<int:[^>]*>", "9999", rule.rule)
    return re.sub(r"<[^>]*>", "x" * 32, numbered)


def asked(app: Flask, visitor: Visitor) -> Iterator[tuple[Rule, Page]]:
    """Ask every rule in every way that it is there for."""
    for rule in rules(app):
        for method in sorted((rule.methods or set()) - {"HEAD"}):
            if method == "GET":
                yield rule, visitor.get(path(rule))
            else:
                yield rule, visitor.post(path(rule))


def test_every_page_stands_in_the_table_and_nothing_else_does(app: Flask) -> None:
    pages = {it.endpoint for it in app.url_map.iter_rules()}

    assert {it for it in pages if it.startswith("console.")} == set(PAGES)


def test_a_page_that_is_not_in_the_table_opens_to_nobody(
    new_app: Flask,
) -> None:
    new_app.add_url_rule("/console/x", "console.x", lambda: "x")
    admin = visitors.logged_in(new_app, Role.ADMIN)

    assert admin.get("/console/x").status == 403


def test_nobody_sees_what_is_not_for_anybody(app: Flask, visitor: Visitor) -> None:
    for rule, page in asked(app, visitor):
        if PAGES[rule.endpoint] is OpenAccess.ANYBODY:
            assert page.status in {200, 400, 404, 410}, rule
        else:
            assert page.status == 302, rule
            assert page.location.startswith(_LOGIN), rule


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says(app: Flask, role: Role) -> None:
    for rule, page in asked(app, visitors.logged_in(app, role)):
        needed = PAGES[rule.endpoint]
        able = not isinstance(needed, Right) or may(role, needed)
        assert (page.status != 403) is able, (rule, page.status)
        assert page.status < 500, (rule, page.text)
        away = page.location.startswith(_LOGIN)
        assert not away or rule.endpoint in {"console.log_out", "console.join"}, rule


@pytest.mark.parametrize("token", [None, "", "wrong"])
@pytest.mark.parametrize("role", [None, *Role])
def test_without_the_right_token_nothing_is_sent(
    app: Flask, role: Role | None, token: str | None
) -> None:
    visitor = visitors.logged_in(app, role) if role else visitors.visitor(app)
    visitor.csrf()
    data = {} if token is None else {"csrf_token": token}

    for rule in rules(app):
        for method in (rule.methods or set()) - {"GET", "HEAD"}:
            answer = visitor.client.open(path(rule), method=method, data=data)
            assert answer.status_code == 400, rule
            assert _FORGED in answer.text, rule


def test_another_browser_s_token_is_a_wrong_one(app: Flask, admin: Visitor) -> None:
    token = visitors.visitor(app).csrf()

    assert admin.post("/console/logout", {"csrf_token": token}).status == 400


def test_half_a_login_opens_no_page_with_a_right(app: Flask, visitor: Visitor) -> None:
    fields = {"name": "admin", "password": visitors.PASSWORD}
    visitor.post(_LOGIN, fields)

    for rule, page in asked(app, visitor):
        if isinstance(PAGES[rule.endpoint], Right):
            assert page.status == 302, rule
            assert page.location.startswith("/console/second-factor"), rule


def test_every_page_is_sent_with_a_strict_policy(app: Flask, admin: Visitor) -> None:
    for rule, page in asked(app, admin):
        headers = page.answer.headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy, rule
        assert "default-src 'self'" in policy, rule
        assert "frame-ancestors 'none'" in policy, rule
        assert headers["X-Content-Type-Options"] == "nosniff", rule


def test_pages_have_nothing_inline_and_name_no_address_outside(
    app: Flask, admin: Visitor
) -> None:
    for rule, page in asked(app, admin):
        if page.answer.mimetype != "text/html" or page.status == 302:
            continue
        assert not _INLINE.search(page.html), rule
        for address in _ATTRIBUTES.findall(page.html):
            outside = not address.startswith(("/", "#", "?", "data:image/svg+xml"))
            assert not outside or address == "", (rule, address)
            assert not address.startswith("//"), (rule, address)


def test_what_pages_are_made_of_is_here(admin: Visitor) -> None:
    page = admin.get()

    files = [it for it in _ATTRIBUTES.findall(page.html) if "static" in it]
    assert len(files) >= 4
    assert {admin.get(it).status for it in files} == {200}


def test_old_browsers_are_told(visitor: Visitor) -> None:
    page = visitor.get(_LOGIN)

    assert re.search(r"<script nomodule src=", page.html)
    assert "这个浏览器太旧" in page.text


def test_what_is_not_there_is_a_page_too(admin: Visitor) -> None:
    page = admin.get("/console/static/none.css")

    assert (page.status, page.answer.mimetype) == (404, "text/html")
    assert "没有这一页" in page.text


def test_too_much_is_said_on_a_page(admin: Visitor) -> None:
    page = admin.post("/console/people", {"name": "x" * 1_100_000, "role": "编辑"})

    assert page.status == 413
    assert "太大" in page.text


def test_without_a_store_a_page_says_so(admin: Visitor, store: Engine) -> None:
    METADATA.drop_all(store)

    page = admin.get()

    assert page.status == 503
    assert "数据库暂时连不上" in page.text


@pytest.mark.parametrize("address", ["/console", "/console/"])
def test_the_console_has_one_door_with_or_without_a_slash(
    admin: Visitor, address: str
) -> None:
    assert admin.get(address).status == 200
