"""Logging in with name and password: who is let in, how long, and with which cookie."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from staff import accounts, logins
from staff.logins import IDLE, LONGEST, MOST_FAILURES, MOST_FROM_ONE_PLACE, WINDOW
from staff.roles import Role
from staff.tables import AttemptRow, AuditRow, LoginRow
from storage.session import reading, writing
from tests.console import visitors
from tests.console.visitors import PASSWORD, Clock, LoggedIn, Page, Visitor

LOGIN = "/console/login"
REFUSED = "用户名或密码不对。"
THROTTLED = "失败次数太多，请15分钟后再试。"


def log_in(visitor: Visitor, name: str, password: str, target: str = "") -> Page:
    query = f"?next={target}" if target else ""
    return visitor.post(LOGIN + query, {"name": name, "password": password})


def audited(store: Engine) -> list[tuple[str, str]]:
    with reading(store) as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [(it.who, it.action) for it in rows]


@pytest.mark.parametrize("role", Role)
def test_somebody_of_each_role_sees_the_home_page(
    logged_in: LoggedIn, role: Role
) -> None:
    page = logged_in(role).get()

    assert page.status == 200
    assert role.value in page.text


def test_nobody_is_sent_to_the_login_and_back(visitor: Visitor) -> None:
    page = visitor.get("/console/audit", {"who": "admin"})

    assert page.status == 302
    assert page.location == f"{LOGIN}?next=/console/audit?who%3Dadmin"
    assert "登录" in visitor.get(page.location).text


def test_the_right_password_goes_on_to_what_was_wanted(
    visitor: Visitor, store: Engine
) -> None:
    page = log_in(visitor, "reader", PASSWORD, "/console/audit?who%3Dreader")

    assert page.location == "/console/audit?who=reader"
    assert ("reader", "login") in audited(store)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/console/",
        "/\\evil.example",
        "/console/\\evil.example",
        "/consoles",
        "javascript:alert(1)",
    ],
)
def test_next_never_leaves_the_console(visitor: Visitor, target: str) -> None:
    page = log_in(visitor, "reader", PASSWORD, target)

    assert page.location == "/console/"


def test_a_wrong_password_is_refused_and_the_name_stays_written(
    visitor: Visitor, store: Engine
) -> None:
    page = log_in(visitor, "reader", "wrong password")

    assert page.status == 400
    assert REFUSED in page.text
    assert 'value="reader"' in page.html
    assert "wrong password" not in page.html
    assert audited(store)[-1] == ("（未登录）", "login-refused")


def test_a_name_that_is_nobody_s_is_refused_alike_and_not_kept(
    visitor: Visitor, store: Engine
) -> None:
    before = audited(store)
    page = log_in(visitor, "my secret password", PASSWORD)

    assert REFUSED in page.text
    assert audited(store) == before


def test_nothing_filled_in_is_said_beside_the_fields(visitor: Visitor) -> None:
    page = log_in(visitor, "", "")

    assert page.status == 400
    assert page.text.count("请填写。") == 2


def test_too_long_a_name_is_said_in_chinese(visitor: Visitor) -> None:
    page = log_in(visitor, "x" * 33, "y")

    assert page.status == 400
    assert "32" in page.text
    assert "Field" not in page.text


def test_five_failures_lock_a_name_for_a_quarter_of_an_hour(
    visitor: Visitor, clock: Clock
) -> None:
    for _ in range(MOST_FAILURES):
        assert REFUSED in log_in(visitor, "reader", "wrong").text

    locked = log_in(visitor, "reader", PASSWORD)
    other = log_in(visitor, "editor", PASSWORD)
    clock.wait(WINDOW)
    later = log_in(visitor, "reader", PASSWORD)

    assert (locked.status, THROTTLED in locked.text) == (400, True)
    assert other.status == 302
    assert later.status == 302


def test_what_is_right_is_no_failure(visitor: Visitor) -> None:
    for _ in range(MOST_FAILURES + 1):
        assert log_in(visitor, "reader", PASSWORD).status == 302


def test_many_failures_from_one_address_lock_the_address(
    app: Flask, store: Engine, clock: Clock
) -> None:
    with writing(store) as session:
        session.add_all(
            AttemptRow(name=f"name{number}", address="198.51.100.7", at=clock())
            for number in range(MOST_FROM_ONE_PLACE)
        )
    there, elsewhere, spoofing = (visitors.visitor(app) for _ in range(3))
    via = "HTTP_X_FORWARDED_FOR"
    there.client.environ_base[via] = "203.0.113.1, 198.51.100.7"
    elsewhere.client.environ_base[via] = "198.51.100.7, 203.0.113.1"
    spoofing.client.environ_base.update({via: "203.0.113.9"})
    spoofing.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"

    assert THROTTLED in log_in(there, "reader", PASSWORD).text
    assert THROTTLED in log_in(spoofing, "reader", PASSWORD).text
    assert log_in(elsewhere, "reader", PASSWORD).status == 302


def test_where_no_address_is_known_only_names_are_locked(
    visitor: Visitor, store: Engine, clock: Clock
) -> None:
    with writing(store) as session:
        session.add_all(
            AttemptRow(name=f"name{number}", address="", at=clock())
            for number in range(MOST_FROM_ONE_PLACE)
        )

    assert log_in(visitor, "reader", PASSWORD).status == 302


def test_the_token_is_a_new_one_at_each_login(visitor: Visitor, store: Engine) -> None:
    visitor.be("planted by somebody else")
    log_in(visitor, "reader", PASSWORD)
    first = visitor.token()
    log_in(visitor, "reader", PASSWORD)

    assert len({"planted by somebody else", first, visitor.token()}) == 3
    with reading(store) as session:
        kept = set(session.scalars(select(LoginRow.digest)))
    assert first not in kept
    assert accounts.token_digest(first) in kept


def test_the_cookie_is_for_this_host_for_https_and_not_for_scripts(
    visitor: Visitor,
) -> None:
    answer = log_in(visitor, "reader", PASSWORD).answer

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-helpline=")
    for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert f"; {flag}" in cookie
    assert "Domain" not in cookie
    assert "Expires" not in cookie


def test_a_login_in_which_nothing_is_done_ends(
    logged_in: LoggedIn, clock: Clock
) -> None:
    visitor = logged_in(Role.READER)
    clock.wait(IDLE)
    assert visitor.get().status == 200
    clock.wait(IDLE)
    assert visitor.get().status == 200
    clock.wait(IDLE + timedelta(seconds=1))

    assert visitor.get().status == 302


def test_a_login_ends_after_half_a_day_however_busy(
    logged_in: LoggedIn, clock: Clock
) -> None:
    visitor = logged_in(Role.READER)
    begun = clock()
    while clock() - begun < LONGEST:
        assert visitor.get().status == 200
        clock.wait(IDLE / 2)

    assert visitor.get().status == 200
    clock.wait(timedelta(seconds=1))
    assert visitor.get().status == 302


def test_who_logs_out_is_out_for_good(logged_in: LoggedIn, store: Engine) -> None:
    visitor = logged_in(Role.READER)
    token = visitor.token()
    page = visitor.post("/console/logout")
    visitor.be(token)

    assert page.location == LOGIN
    assert visitor.get().status == 302
    assert audited(store)[-1] == ("reader", "logout")


def test_a_disabled_account_is_out_at_once_and_cannot_come_back(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    visitor = logged_in(Role.EDITOR)
    with writing(store) as session:
        theirs = next(
            account
            for account in accounts.list_accounts(session)
            if account.name == "editor"
        )
        accounts.disable_account(session, theirs.id, clock())

    assert visitor.get().status == 302
    assert REFUSED in log_in(visitor, "editor", PASSWORD).text


def test_a_token_that_is_no_text_is_nobody_s(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as cookie:
        cookie["login"] = 7

    assert visitor.get().status == 302


def test_old_logins_attempts_and_links_are_swept(store: Engine, clock: Clock) -> None:
    with writing(store) as session:
        session.add(AttemptRow(name="x", address="", at=clock()))
    clock.wait(LONGEST + timedelta(seconds=1))
    with writing(store) as session:
        logins.delete_ended(session, clock())

    with reading(store) as session:
        assert session.scalars(select(LoginRow)).all() == []
        assert session.scalars(select(AttemptRow)).all() == []
