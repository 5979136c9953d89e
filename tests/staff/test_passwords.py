"""Passwords: hashed, long enough, not the first that one would guess."""

import pytest
from argon2 import extract_parameters

from staff import passwords
from staff.passwords import LONGEST, SHORTEST, WeakPasswordError


def test_a_password_fits_its_own_hash_only() -> None:
    made = passwords.hash_password("correct horse battery")

    assert made.startswith("$argon2id$")
    assert passwords.check_password("correct horse battery", made)
    assert not passwords.check_password("Correct horse battery", made)
    assert passwords.hash_password("correct horse battery") != made


@pytest.mark.parametrize("stored", ["", "no hash at all"])
def test_nothing_fits_what_is_no_hash(stored: str) -> None:
    assert not passwords.check_password("correct horse battery", stored)
    assert not passwords.check_password("", stored)


def test_a_name_that_is_nobody_s_takes_as_long_as_another() -> None:
    made = extract_parameters(passwords.hash_password("correct horse battery"))

    assert extract_parameters(passwords._NOBODYS) == made  # noqa: SLF001


@pytest.mark.parametrize(
    "weak",
    [
        "1234567890",
        "12345678901234567890",
        "aaaaaaaaaaaa",
        "abababababab",
        "password123",
        "Qwerty!!2024",
        "王芳王芳王芳王芳王芳",
        "WANG.FANG-26",
    ],
)
def test_what_anybody_would_guess_is_refused(weak: str) -> None:
    with pytest.raises(WeakPasswordError, match="太容易被猜到"):
        passwords.hash_password(weak, "wang.fang-26")


@pytest.mark.parametrize("length", [SHORTEST - 1, LONGEST + 1])
def test_length_has_limits(length: int) -> None:
    with pytest.raises(WeakPasswordError, match="要有10到128个字符"):
        passwords.hash_password(("abcdefg" * 20)[:length])
