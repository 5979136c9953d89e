"""Logins, on either store: begun, finished, throttled, ended by time."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pyotp
import pytest
from sqlalchemy import Engine, func, select

from staff import accounts, logins
from staff import second_factor as staff_second_factor
from staff.logins import (
    IDLE,
    LONGEST,
    MOST_FAILURES,
    WINDOW,
    Attempt,
    BadCodeError,
    Login,
    LoginThrottledError,
    Tokens,
    Visitor,
    WrongPasswordError,
)
from staff.roles import Role
from staff.tables import AttemptRow, InvitationRow, LoginRow, StaffRow
from storage.session import reading, writing
from tests.staff.people import HASH, employed

pytestmark = pytest.mark.both_stores

WANG = Visitor("王芳", "198.51.100.7")
SECRET = "JBSWY3DPEHPK3PXP" * 2


def tried(engine: Engine, now: datetime, visitor: Visitor = WANG) -> Attempt:
    with writing(engine) as session:
        found = logins.record_attempt(session, visitor, now)
    assert isinstance(found, Attempt)
    return found


def failures(engine: Engine) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(AttemptRow)) or 0


def test_an_attempt_counts_as_a_failure_until_it_is_good(
    engine: Engine, now: datetime
) -> None:
    made = employed(engine, "王芳", Role.EDITOR, now)
    attempt = tried(engine, now)
    assert (attempt.staff, attempt.password) == (made.id, HASH)
    assert failures(engine) == 1

    with writing(engine) as session:
        begun = logins.begin_login(session, attempt, "token", now)
        found = logins.current_login(session, "token", now)

    assert begun == made
    assert found == Login(made, verified=False)
    assert failures(engine) == 0


def test_a_name_that_is_nobody_s_has_a_password_that_never_fits(
    engine: Engine, now: datetime
) -> None:
    attempt = tried(engine, now)

    assert attempt.staff is None
    assert not attempt.fits("anything at all")
    with writing(engine) as session:
        assert isinstance(
            logins.begin_login(session, attempt, "x", now), WrongPasswordError
        )


@pytest.mark.parametrize("change", ["disabled", "another password"])
def test_what_changed_while_the_password_was_checked_counts(
    engine: Engine, now: datetime, change: str
) -> None:
    made = employed(engine, "王芳", Role.EDITOR, now)
    attempt = tried(engine, now)
    with writing(engine) as session:
        if change == "disabled":
            accounts.disable_account(session, made.id, now)
        else:
            accounts.change_password(session, made.id, "changed", keep="")

    with writing(engine) as session:
        assert isinstance(
            logins.begin_login(session, attempt, "x", now), WrongPasswordError
        )


def test_many_attempts_at_once_are_throttled_too(engine: Engine, now: datetime) -> None:
    employed(engine, "王芳", Role.EDITOR, now)
    many = MOST_FAILURES + 4
    together, came = Barrier(many), []

    def attempt() -> None:
        together.wait()
        with writing(engine) as session:
            came.append(logins.record_attempt(session, WANG, now))

    threads = [Thread(target=attempt) for _ in range(many)]
    for thread in threads:
        thread.start()
    for item in threads:
        item.join()

    assert len([it for it in came if isinstance(it, Attempt)]) == MOST_FAILURES
    assert len([it for it in came if isinstance(it, LoginThrottledError)]) == 4


def test_failures_are_forgotten_after_a_while(engine: Engine, now: datetime) -> None:
    for _ in range(MOST_FAILURES):
        tried(engine, now)
    with writing(engine) as session:
        soon = logins.record_attempt(session, WANG, now + WINDOW - timedelta(seconds=1))

    assert isinstance(soon, LoginThrottledError)
    assert str(soon) == "失败次数太多，请15分钟后再试。"
    tried(engine, now + WINDOW)


def test_long_names_and_addresses_are_counted_too(
    engine: Engine, now: datetime
) -> None:
    long = Visitor("名" * 50, "a" * 100)
    for _ in range(MOST_FAILURES):
        tried(engine, now, long)

    with writing(engine) as session:
        assert isinstance(
            logins.record_attempt(session, long, now), LoginThrottledError
        )


def test_a_second_factor_makes_a_login_whole_under_another_token(
    engine: Engine, now: datetime
) -> None:
    made = employed(engine, "王芳", Role.ADMIN, now, "token")
    with writing(engine) as session:
        staff_second_factor.set_up(session, made.id, SECRET, 0, ())
        half = logins.current_login(session, "token", now)
        code = pyotp.TOTP(SECRET).at(now)
        wrong = logins.verify_login(session, Tokens("token", "fresh"), "0", WANG, now)
        good = logins.verify_login(session, Tokens("token", "fresh"), code, WANG, now)
        whole = logins.current_login(session, "fresh", now)

        assert half is not None
        assert not half.whole
        assert isinstance(wrong, BadCodeError)
        assert good is None
        assert whole is not None
        assert whole.whole
        assert logins.current_login(session, "token", now) is None
        again = logins.verify_login(session, Tokens("token", "x"), code, WANG, now)
        assert isinstance(again, BadCodeError)


@pytest.mark.parametrize(
    ("role", "second_factor", "verified", "whole"),
    [
        (Role.READER, False, False, True),
        (Role.EDITOR, False, False, True),
        (Role.EDITOR, True, False, False),
        (Role.EDITOR, True, True, True),
        (Role.REVIEWER, False, False, False),
        (Role.ADMIN, False, False, False),
        (Role.ADMIN, True, True, True),
    ],
)
def test_who_must_show_a_second_factor(
    role: Role, *, second_factor: bool, verified: bool, whole: bool
) -> None:
    person = accounts.Person(1, "王芳", role, True, second_factor, False)  # noqa: FBT003

    assert Login(person, verified).whole is whole


def test_time_ends_a_login(engine: Engine, now: datetime) -> None:
    employed(engine, "王芳", Role.EDITOR, now, "token")
    second = timedelta(seconds=1)
    with writing(engine) as session:
        assert logins.current_login(session, "token", now + IDLE)
        assert not logins.current_login(session, "token", now + IDLE + second)
        assert not logins.needs_touch(session, "token", now + 60 * second)
        assert logins.needs_touch(session, "token", now + 61 * second)
        for number in range(24):
            logins.touch_login(session, "token", now + number * IDLE)
        assert logins.current_login(session, "token", now + LONGEST)
        logins.touch_login(session, "token", now + LONGEST)
        assert not logins.current_login(session, "token", now + LONGEST + second)
        assert not logins.needs_touch(session, "none", now)
        logins.touch_login(session, "none", now)


def test_a_login_of_somebody_disabled_is_nobody_s(
    engine: Engine, now: datetime
) -> None:
    made = employed(engine, "王芳", Role.EDITOR, now, "token")
    with writing(engine) as session:
        session.get_one(StaffRow, made.id).disabled_at = now
        session.flush()

        assert logins.current_login(session, "token", now) is None


def test_a_hand_ends_a_login(engine: Engine, now: datetime) -> None:
    employed(engine, "王芳", Role.EDITOR, now, "one", "two")
    with writing(engine) as session:
        logins.end_login(session, "one")

        assert logins.current_login(session, "one", now) is None
        assert logins.current_login(session, "two", now) is not None


def test_what_has_ended_is_swept(engine: Engine, now: datetime) -> None:
    made = employed(engine, "王芳", Role.EDITOR, now, "old")
    tried(engine, now)
    later = now + timedelta(days=4)
    with writing(engine) as session:
        session.add(
            LoginRow(digest="new", staff_id=made.id, began_at=later, seen_at=later)
        )
        accounts.create_invitation(session, made.id, "link", later)
        logins.delete_ended(session, later)

        assert session.scalars(select(LoginRow.digest)).all() == ["new"]
        assert session.scalars(select(AttemptRow)).all() == []
        left = session.scalars(select(InvitationRow.digest)).all()
        assert left == [accounts.token_digest("link")]
