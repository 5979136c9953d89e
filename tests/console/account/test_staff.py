"""Accounts: added, invited, changed, disabled, by whoever manages them."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from staff import accounts
from staff.accounts import LINK_VALID
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console import visitors
from tests.console.visitors import PASSWORD, Clock, LoggedIn, Page, Visitor
from tests.server.callers import BASE

PEOPLE = "/console/people"
GONE = "这个链接已经用过或已过期"


def add(admin: Visitor, name: str = "王芳", role: str = "编辑") -> Page:
    return admin.post(PEOPLE, {"name": name, "role": role})


def link(page: Page) -> str:
    """Read the path of the link that a page shows."""
    found = re.search(rf"{BASE}(/console/join/[\w-]+)", page.html)
    assert found
    return found.group(1)


def join(visitor: Visitor, path: str, password: str = PASSWORD) -> Page:
    return visitor.post(path, {"password": password, "again": password})


def number(store: Engine, name: str) -> int:
    with reading(store) as session:
        return next(it.id for it in accounts.list_accounts(session) if it.name == name)


def role_of(store: Engine, name: str) -> str:
    with reading(store) as session:
        return accounts.find_account(session, number(store, name)).role


def last(store: Engine) -> AuditRow:
    with reading(store) as session:
        found = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert found
        session.expunge_all()
        return found


def test_somebody_is_added_joins_by_the_link_and_logs_in(
    admin: Visitor, visitor: Visitor
) -> None:
    path = link(add(admin))

    assert "王芳，请设置密码" in visitor.get(path).text
    assert join(visitor, path).location == "/console/login"
    page = visitor.get("/console/login")
    assert "密码已设好，请用“王芳”登录。" in page.text
    assert 'value="王芳"' in page.html
    fields = {"name": "王芳", "password": PASSWORD}
    assert visitor.post("/console/login", fields).status == 302
    assert "王芳（编辑）" in visitor.get().text


def test_adding_is_written_down(admin: Visitor, store: Engine) -> None:
    add(admin)

    row = last(store)
    assert (row.who, row.action, row.subject) == ("admin", "add-staff", "staff:王芳")
    assert row.after == '"编辑"'


@pytest.mark.parametrize(
    ("name", "role", "said"),
    [
        ("", "编辑", "请填写。"),
        ("王", "编辑", "要有2到32个字。"),
        ("<script>", "编辑", "只能用文字、数字"),
        ("reader", "编辑", "已经有用户“reader”。"),
        ("王芳", "皇帝", "选"),
    ],
)
def test_what_cannot_be_is_said_and_stays_written(
    admin: Visitor, name: str, role: str, said: str
) -> None:
    page = add(admin, name, role)

    assert page.status == 400
    assert said in page.text
    assert "Not a valid" not in page.text
    assert visitors_name(page) == name


def visitors_name(page: Page) -> str:
    found = re.search(r'<input[^>]*id="name"[^>]*value="([^"]*)"', page.html)
    assert found
    return found.group(1).replace("&lt;", "<").replace("&gt;", ">")


def test_a_link_is_good_once(admin: Visitor, visitor: Visitor) -> None:
    path = link(add(admin))
    join(visitor, path)

    assert (visitor.get(path).status, GONE in visitor.get(path).text) == (410, True)
    assert join(visitor, path).status == 410


def test_a_link_is_good_for_three_days(
    admin: Visitor, visitor: Visitor, clock: Clock
) -> None:
    path = link(add(admin))
    clock.wait(LINK_VALID - timedelta(seconds=1))
    assert visitor.get(path).status == 200
    clock.wait(timedelta(seconds=1))

    assert visitor.get(path).status == 410


def test_a_newer_link_voids_the_older(
    admin: Visitor, visitor: Visitor, store: Engine
) -> None:
    first = link(add(admin))
    page = admin.post(f"{PEOPLE}/{number(store, '王芳')}/invitation")

    assert visitor.get(first).status == 410
    assert visitor.get(link(page)).status == 200
    assert last(store).action == "invite-staff"


def test_a_weak_password_leaves_the_link_good(admin: Visitor, visitor: Visitor) -> None:
    path = link(add(admin, "wang.fang-2026"))

    weak = [join(visitor, path, it) for it in ("1234567890", "WANG.fang-2026")]

    assert [it.status for it in weak] == [400, 400]
    assert all("太容易被猜到" in it.text for it in weak)
    assert join(visitor, path).status == 302


def test_a_link_for_another_password_ends_logins_and_the_second_factor(
    admin: Visitor, logged_in: LoggedIn, visitor: Visitor, store: Engine
) -> None:
    theirs = logged_in(Role.REVIEWER)
    page = admin.post(f"{PEOPLE}/{number(store, 'reviewer')}/invitation")
    assert theirs.get().status == 200
    join(visitor, link(page), "another long password")

    assert theirs.get().status == 302
    fields = {"name": "reviewer", "password": "another long password"}
    visitor.post("/console/login", fields)
    assert visitor.get().location == "/console/second-factor/new?next=/console/"


def test_a_role_is_changed_at_once_and_written_down(
    admin: Visitor, logged_in: LoggedIn, store: Engine
) -> None:
    theirs = logged_in(Role.EDITOR)
    page = admin.post(
        f"{PEOPLE}/{number(store, 'editor')}", {"do": "只读"}, follow=True
    )

    assert "“editor”已更改。" in page.text
    assert role_of(store, "editor") == "只读"
    assert theirs.get().status == 302
    assert (last(store).before, last(store).after) == (
        '{"role": "编辑", "disabled": false}',
        '{"role": "只读", "disabled": false}',
    )


def test_whoever_is_disabled_is_out_and_may_come_back(
    admin: Visitor, logged_in: LoggedIn, app: Flask, store: Engine
) -> None:
    theirs, path = logged_in(Role.EDITOR), f"{PEOPLE}/{number(store, 'editor')}"
    old = link(admin.post(f"{path}/invitation"))
    admin.post(path, {"do": "disable"})

    assert theirs.get().status == 302
    assert "已停用" in admin.get(PEOPLE).text
    assert visitors.visitor(app).get(old).status == 410
    refused = admin.post(f"{path}/invitation", follow=True)
    assert "这个用户已停用，请先恢复。" in refused.text
    admin.post(path, {"do": "enable"})
    fields = {"name": "editor", "password": PASSWORD}
    assert theirs.post("/console/login", fields).status == 302


@pytest.mark.parametrize("do", ["disable", "审核"])
def test_the_last_administrator_stays(admin: Visitor, store: Engine, do: str) -> None:
    add(admin, "second", "管理员")  # who has not joined counts for nothing
    page = admin.post(f"{PEOPLE}/{number(store, 'admin')}", {"do": do}, follow=True)

    assert "这是最后一个管理员，不能停用或降级。" in page.text
    assert role_of(store, "admin") == "管理员"


def test_the_last_but_one_administrator_may_go(
    admin: Visitor, visitor: Visitor, store: Engine
) -> None:
    join(visitor, link(add(admin, "second", "管理员")))
    page = admin.post(f"{PEOPLE}/{number(store, 'admin')}", {"do": "只读"})

    assert page.status == 302
    assert role_of(store, "admin") == "只读"


@pytest.mark.parametrize(("path", "do"), [("", "erase"), ("9999", "disable")])
def test_what_cannot_be_done_is_said(
    admin: Visitor, store: Engine, path: str, do: str
) -> None:
    whom = path or str(number(store, "editor"))
    page = admin.post(f"{PEOPLE}/{whom}", {"do": do}, follow=True)

    assert ("没有这个用户。" if path else "请先选择要做的更改。") in page.text


def test_a_link_for_nobody_is_refused(admin: Visitor) -> None:
    page = admin.post(f"{PEOPLE}/9999/invitation", follow=True)

    assert "没有这个用户。" in page.text


def test_a_link_that_never_was_is_refused(visitor: Visitor) -> None:
    assert visitor.get("/console/join/nothing").status == 410


def test_the_list_says_who_has_joined(
    admin: Visitor, store: Engine, clock: Clock
) -> None:
    with writing(store) as session:
        accounts.add_account(session, "later", Role.READER, clock())

    page = admin.get(PEOPLE)

    assert "等待设置密码" in page.text
    assert page.text.count("已加入") == len(Role)
