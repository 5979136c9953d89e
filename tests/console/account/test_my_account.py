"""My account: another password, recovery codes."""

import re

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from staff import accounts, logins
from staff.logins import MOST_FAILURES
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console import visitors
from tests.console.visitors import PASSWORD, Clock, LoggedIn, Page, Visitor

OWN = "/console/own"
FRESH = "another long password"


def change(visitor: Visitor, old: str, password: str, again: str = "") -> Page:
    fields = {"old": old, "password": password, "again": again or password}
    return visitor.post(OWN, fields)


def test_another_password_ends_every_other_login(
    logged_in: LoggedIn, app: Flask, store: Engine, clock: Clock
) -> None:
    with writing(store) as session:
        tried = logins.record_attempt(session, logins.Visitor("reader", ""), clock())
        assert isinstance(tried, logins.Attempt)
        logins.begin_login(session, tried, "elsewhere", clock())
    here = logged_in(Role.READER)

    page = change(here, PASSWORD, FRESH)

    assert page.location == OWN
    assert "密码已换好" in here.get(OWN).text
    with reading(store) as session:
        assert logins.current_login(session, "elsewhere", clock()) is None
    stranger = visitors.visitor(app)
    fields = {"name": "reader", "password": PASSWORD}
    assert stranger.post("/console/login", fields).status == 400
    fields["password"] = FRESH
    assert stranger.post("/console/login", fields).status == 302


def test_the_present_password_must_be_known(logged_in: LoggedIn) -> None:
    visitor = logged_in(Role.READER)
    for _ in range(MOST_FAILURES):
        page = change(visitor, "wrong", FRESH)
        assert (page.status, "现在的密码不对。" in page.text) == (400, True)

    assert "失败次数太多" in change(visitor, PASSWORD, FRESH).text


def test_a_weak_password_is_refused_in_words(logged_in: LoggedIn) -> None:
    visitor = logged_in(Role.READER)

    assert "太容易被猜到" in change(visitor, PASSWORD, "1234567890").text
    assert "要有10到128个字符" in change(visitor, PASSWORD, "short").text
    assert "两次写的不一样" in change(visitor, PASSWORD, FRESH, "other").text


def test_passwords_never_come_back_in_a_page(logged_in: LoggedIn) -> None:
    page = change(logged_in(Role.READER), "wrong", FRESH)

    assert "wrong" not in page.html
    assert FRESH not in page.html


def test_new_recovery_codes_void_the_old_ones(
    logged_in: LoggedIn, app: Flask, store: Engine
) -> None:
    visitor = logged_in(Role.ADMIN)
    assert "还剩 2 个恢复码，请换一批" in visitor.get(OWN).text

    page = visitor.post(f"{OWN}/codes")

    codes = re.findall(r"<code>([a-z0-9-]+)</code>", page.html)
    assert "还剩 10 个恢复码。" in visitor.get(OWN).text
    other = visitors.visitor(app)
    other.post("/console/login", {"name": "admin", "password": PASSWORD})
    path = "/console/second-factor"
    assert other.post(path, {"code": visitors.RECOVERY[0]}).status == 400
    assert other.post(path, {"code": codes[3]}).status == 302
    with reading(store) as session:
        actions = [it.action for it in session.scalars(select(AuditRow))]
    assert "recovery-codes" in actions


def test_a_login_that_ends_meanwhile_sets_nothing_up(
    store: Engine, clock: Clock
) -> None:
    with writing(store) as session:
        theirs = next(
            account
            for account in accounts.list_accounts(session)
            if account.name == "reader"
        )
        accounts.disable_account(session, theirs.id, clock())
        with pytest.raises(logins.LoginEndedError, match="您已退出登录"):
            logins.confirm_login(
                session, logins.Tokens("token-of-reader", "b"), clock()
            )
