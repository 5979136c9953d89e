"""The second factor: codes of the moment and recovery codes, each good once."""

from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import Engine, select

from staff import recovery_codes, second_factor
from staff.roles import Role
from staff.second_factor import STEP
from staff.tables import RecoveryCodeRow
from storage.session import reading, writing
from tests.staff.people import employed

pytestmark = pytest.mark.both_stores

SECRET = "JBSWY3DPEHPK3PXP" * 2
STEPS = timedelta(seconds=STEP)


def code(now: datetime) -> str:
    return pyotp.TOTP(SECRET).at(now)


@pytest.mark.parametrize(
    ("steps", "good"), [(-2, None), (-1, -1), (0, 0), (1, 1), (2, None)]
)
def test_a_code_of_the_moment_or_beside_it_fits(
    now: datetime, steps: int, good: int | None
) -> None:
    step = second_factor.match_time_step(SECRET, code(now + steps * STEPS), now)

    current = int(now.timestamp()) // STEP
    assert step == (None if good is None else current + good)


def test_a_code_may_be_written_with_a_space(now: datetime) -> None:
    given = code(now)

    assert (
        second_factor.match_time_step(SECRET, f" {given[:3]} {given[3:]}\n", now)
        is not None
    )


@pytest.mark.parametrize("given", ["", "1", "一二三四五六", "0" * 1000])
def test_what_is_no_code_fits_never(now: datetime, given: str) -> None:
    assert second_factor.match_time_step(SECRET, given, now) is None


def test_the_code_of_a_picture_says_whose_it_is() -> None:
    said = second_factor.provisioning_uri(SECRET, "王芳", "热线")

    assert said.startswith("otpauth://totp/")
    assert pyotp.parse_uri(said).secret == SECRET
    assert (pyotp.parse_uri(said).name, pyotp.parse_uri(said).issuer) == (
        "王芳",
        "热线",
    )


def test_no_code_is_good_twice_nor_an_older_one_after_it(
    engine: Engine, now: datetime
) -> None:
    made = employed(engine, "王芳", Role.ADMIN, now)
    step = second_factor.match_time_step(SECRET, code(now), now)
    assert step is not None
    later = now + STEPS
    with writing(engine) as session:
        second_factor.set_up(session, made.id, SECRET, step, ())
        assert not second_factor.check_code(session, made.id, code(now), now)
        assert second_factor.check_code(session, made.id, code(later), later)
        assert not second_factor.check_code(session, made.id, code(later), later)
        assert not second_factor.check_code(session, made.id, code(now), later)


def test_recovery_codes_are_good_once_and_kept_as_digests(
    engine: Engine, now: datetime
) -> None:
    made = employed(engine, "王芳", Role.ADMIN, now)
    with writing(engine) as session:
        second_factor.set_up(session, made.id, SECRET, 0, ("abc-12", "def-34"))
        assert second_factor.check_code(session, made.id, "ABC 12", now)
        assert not second_factor.check_code(session, made.id, "abc-12", now)
        assert recovery_codes.codes_left(session, made.id) == 1
        kept = session.scalars(select(RecoveryCodeRow.digest)).all()
        assert not {"abc12", "abc-12"} & set(kept)
        recovery_codes.renew_codes(session, made.id, ("ghi-56",))
        assert not second_factor.check_code(session, made.id, "def-34", now)
        assert second_factor.check_code(session, made.id, "ghi-56", now)


def test_without_a_second_factor_no_code_is_good(engine: Engine, now: datetime) -> None:
    made = employed(engine, "王芳", Role.EDITOR, now)
    with writing(engine) as session:
        assert not second_factor.check_code(session, made.id, "", now)
        assert not second_factor.check_code(session, made.id, code(now), now)
    with reading(engine) as session:
        assert recovery_codes.codes_left(session, made.id) == 0
