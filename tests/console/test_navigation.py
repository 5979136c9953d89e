"""The menu: groups, the pages of one below them, and where somebody is."""

import re

import pytest
from flask import Flask

from console.navigation import NAV_GROUPS
from console.permissions import PAGES
from staff.roles import Right, Role
from tests.console.visitors import LoggedIn, Page, Visitor

LINK = re.compile(r'<a href="([^"]+)"(?: aria-current="([a-z]+)")?>([^<]+)</a>')
ENTRIES = [entry.endpoint for group in NAV_GROUPS for entry in group.entries]
ELSEWHERE = {"console.home", "console.own", "console.charts"}
"""What belongs to no group: reached by name, or no page at all."""


def links(page: Page) -> list[tuple[str, str, str]]:
    """List both rows of the menu: address, what aria-current says, title."""
    menu = page.html.partition('aria-label="主菜单"')[2].partition("<main")[0]
    return LINK.findall(menu)


def here(page: Page) -> list[tuple[str, str]]:
    """Name what the menu marks as current, and how."""
    return [(title, how) for _, how, title in links(page) if how]


def address(app: Flask, endpoint: str) -> str:
    """Find where a page without arguments is."""
    found = (it.rule for it in app.url_map.iter_rules(endpoint) if not it.arguments)
    return next(found)


@pytest.mark.parametrize("endpoint", ENTRIES)
def test_the_page_somebody_is_on_is_marked(
    app: Flask, admin: Visitor, endpoint: str
) -> None:
    (group,) = (
        item
        for item in NAV_GROUPS
        if endpoint in [one.endpoint for one in item.entries]
    )
    (title,) = (it.title for it in group.entries if it.endpoint == endpoint)

    marked = here(admin.get(address(app, endpoint)))

    if len(group.entries) == 1:
        assert marked == [(group.title, "page")]
    else:
        assert marked == [(group.title, "true"), (title, "page")]


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/console/faq/1.1", [("解答", "true"), ("问题解答", "true")]),
        ("/console/prompts/greeting", [("解答", "true"), ("提示语", "true")]),
        ("/console/bench/call", [("解答", "true"), ("测试台", "true")]),
        ("/console/notices/sending", [("通知", "true")]),
        ("/console/own", []),
        ("/console/", []),
    ],
)
def test_on_a_page_below_the_way_to_it_is_marked(
    admin: Visitor, path: str, marked: list[tuple[str, str]]
) -> None:
    page = admin.get(path)

    assert page.status == 200
    assert here(page) == marked


def test_every_page_that_may_be_read_is_below_an_entry(app: Flask) -> None:
    begun = tuple(address(app, it) for it in ENTRIES)
    lost = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if isinstance(PAGES.get(rule.endpoint), Right)
        and "GET" in (rule.methods or ())
        and rule.endpoint not in ELSEWHERE
        and not rule.rule.startswith(begun)
    ]

    assert lost == []


@pytest.mark.parametrize("role", Role)
def test_everything_in_the_menu_opens(logged_in: LoggedIn, role: Role) -> None:
    visitor = logged_in(role)
    groups = [where for where, _, _ in links(visitor.get())]

    found = {it for where in groups for it, _, _ in links(visitor.get(where))}

    assert len(found) > len(groups)
    assert {visitor.get(it).status for it in found} == {200}
    assert ("/console/people" in found) is (role is Role.ADMIN)


def test_there_is_no_menu_before_the_login(visitor: Visitor) -> None:
    assert links(visitor.get("/console/login")) == []


def test_below_a_path_the_menu_still_knows_where_it_is(
    admin: Visitor,
) -> None:
    page = Page(
        admin.client.get("/console/audit", environ_overrides={"SCRIPT_NAME": "/rexian"})
    )

    assert here(page) == [("管理", "true"), ("操作记录", "page")]
    assert links(page)[0][0].startswith("/rexian/console/")
