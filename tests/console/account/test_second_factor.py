"""The second factor: who must show it, how it is set up, and that nothing is good twice."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask, has_request_context, request
from sqlalchemy import Engine, select

from staff import accounts, passwords
from staff.accounts import Person
from staff.logins import MOST_FAILURES, WINDOW
from staff.roles import Role
from staff.second_factor import STEP
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console import visitors
from tests.console.visitors import (
    PASSWORD,
    RECOVERY,
    SECRET,
    Clock,
    LoggedIn,
    Page,
    Visitor,
    code,
)

FACTOR, SET_UP = "/console/second-factor", "/console/second-factor/new"
WRONG = "验证码不对，或已经用过。"


@pytest.fixture
def half(visitor: Visitor) -> Visitor:
    """Visit as somebody who has shown the password only."""
    fields = {"name": "reviewer", "password": PASSWORD}
    visitor.post("/console/login", fields)
    return visitor


def new(store: Engine, clock: Clock, role: Role) -> Person:
    """Employ somebody without a second factor."""
    with writing(store) as session:
        made = accounts.add_account(session, "newcomer", role, clock())
        accounts.create_invitation(session, made.id, "link", clock())
        return accounts.accept_invitation(
            session, "link", passwords.hash_password(PASSWORD), clock()
        )


def newcomer(app: Flask) -> Visitor:
    visitor = visitors.visitor(app)
    visitor.post("/console/login", {"name": "newcomer", "password": PASSWORD})
    return visitor


def shown_secret(page: Page) -> str:
    found = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page.html)
    assert found
    return found.group(1)


def shown_codes(page: Page) -> list[str]:
    return re.findall(r"<code>([a-z0-9]+-[a-z0-9]+)</code>", page.html)


def test_a_password_alone_opens_no_page(half: Visitor) -> None:
    page = half.get("/console/audit")

    assert page.location == f"{FACTOR}?next=/console/audit"
    assert "/console/audit" not in half.get(FACTOR).html


def test_the_code_of_the_moment_finishes_the_login_under_another_token(
    half: Visitor, clock: Clock
) -> None:
    before = half.token()
    page = half.post(f"{FACTOR}?next=/console/audit", {"code": code(clock())})
    after = half.token()

    assert page.location == "/console/audit"
    assert half.get().status == 200
    assert after != before
    half.be(before)
    assert half.get().status == 302


def test_a_code_is_good_once(half: Visitor, app: Flask, clock: Clock) -> None:
    half.post(FACTOR, {"code": code(clock())})
    other = visitors.visitor(app)
    other.post("/console/login", {"name": "reviewer", "password": PASSWORD})

    page = other.post(FACTOR, {"code": code(clock())})

    assert page.status == 400
    assert WRONG in page.text


@pytest.mark.parametrize(
    ("steps", "status"), [(-2, 400), (-1, 302), (1, 302), (2, 400)]
)
def test_a_telephone_s_clock_may_be_a_little_wrong(
    half: Visitor, clock: Clock, steps: int, status: int
) -> None:
    given = code(clock() + steps * timedelta(seconds=STEP))

    assert half.post(FACTOR, {"code": given}).status == status


def test_a_recovery_code_is_good_once_however_it_is_written(
    half: Visitor, app: Flask
) -> None:
    first = half.post(FACTOR, {"code": f" {RECOVERY[0].upper().replace('-', ' ')} "})
    other = visitors.visitor(app)
    other.post("/console/login", {"name": "reviewer", "password": PASSWORD})

    assert first.status == 302
    assert other.post(FACTOR, {"code": RECOVERY[0]}).status == 400
    assert other.post(FACTOR, {"code": RECOVERY[1]}).status == 302


def test_five_wrong_codes_lock_the_second_factor_too(
    half: Visitor, clock: Clock, store: Engine
) -> None:
    for _ in range(MOST_FAILURES):
        assert WRONG in half.post(FACTOR, {"code": "000000"}).text

    locked = half.post(FACTOR, {"code": code(clock())})
    clock.wait(WINDOW)
    later = half.post(FACTOR, {"code": code(clock())})

    assert "失败次数太多" in locked.text
    assert later.status == 302
    with reading(store) as session:
        done = [it.action for it in session.scalars(select(AuditRow))]
    assert done.count("verify-refused") == MOST_FAILURES


def test_half_a_login_cannot_set_another_second_factor_up(half: Visitor) -> None:
    assert half.get(SET_UP).location == FACTOR
    assert half.post(SET_UP, {"code": "000000"}).location == FACTOR


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMIN])
def test_who_may_release_must_set_a_second_factor_up_first(
    app: Flask, store: Engine, clock: Clock, role: Role
) -> None:
    new(store, clock, role)
    visitor = newcomer(app)

    assert visitor.get().location == f"{SET_UP}?next=/console/"
    assert visitor.get(FACTOR).location == SET_UP


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_others_may_do_without_or_switch_it_on(
    app: Flask, store: Engine, clock: Clock, role: Role
) -> None:
    new(store, clock, role)
    visitor = newcomer(app)

    assert visitor.get().status == 200
    assert f'href="{SET_UP}"' in visitor.get("/console/own").html
    assert visitor.post("/console/own/codes").location == SET_UP


def test_it_is_set_up_by_showing_that_it_works(
    app: Flask, store: Engine, clock: Clock
) -> None:
    new(store, clock, Role.ADMIN)
    visitor = newcomer(app)
    before = visitor.token()
    secret = shown_secret(visitor.get(SET_UP))

    wrong = visitor.post(SET_UP, {"code": "000000"})
    right = visitor.post(SET_UP, {"code": code(clock(), secret)})

    assert (wrong.status, shown_secret(wrong)) == (400, secret)
    assert "data:image/svg+xml" in wrong.html
    codes = shown_codes(right)
    assert len(set(codes)) == 10
    assert visitor.token() != before
    assert visitor.get("/console/people").status == 200
    again = newcomer(app)
    assert again.post(FACTOR, {"code": code(clock(), secret)}).status == 400
    assert again.post(FACTOR, {"code": codes[0]}).status == 302


def test_a_login_that_ends_meanwhile_sets_nothing_up(
    app: Flask, store: Engine, clock: Clock
) -> None:
    """Somebody else disables the account while the code is being looked at."""
    times: list[int] = []

    def ticking() -> datetime:
        sending = has_request_context() and request.method == "POST"
        times.extend([1] * sending)
        if sending and len(times) == 2:
            with writing(store) as session:
                accounts.disable_account(session, person.id, clock())
        return clock()

    person = new(store, clock, Role.EDITOR)
    visitor = newcomer(app)
    secret = shown_secret(visitor.get(SET_UP))
    with visitors.opened(store, ticking) as other:
        meanwhile = visitors.visitor(other)
        meanwhile.be(visitor.token())
        with meanwhile.client.session_transaction() as cookie:
            cookie["totp"] = secret
        page = meanwhile.post(SET_UP, {"code": code(clock(), secret)})

    assert page.status == 409
    assert "您已退出登录，请重新登录。" in page.text


def test_another_telephone_takes_the_place_of_the_first(
    logged_in: LoggedIn, app: Flask, clock: Clock
) -> None:
    visitor = logged_in(Role.REVIEWER)
    elsewhere = logged_in(Role.REVIEWER)
    secret = shown_secret(visitor.get(SET_UP))
    visitor.post(SET_UP, {"code": code(clock(), secret)})
    clock.now += WINDOW
    other = visitors.visitor(app)
    other.post("/console/login", {"name": "reviewer", "password": PASSWORD})

    assert elsewhere.get().status == 302
    assert other.post(FACTOR, {"code": code(clock(), SECRET)}).status == 400
    assert other.post(FACTOR, {"code": code(clock(), secret)}).status == 302
