"""Passwords: hashed with argon2, long enough, and not the first that one would guess."""

import re
from typing import TypeAlias

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from staff.errors import StaffError

SHORTEST, LONGEST = 10, 128
_FEWEST_SIGNS = 4
"""How many different characters a password must have."""

_COMMON = re.compile(
    r"(.)\1*|(?:0?123456789?0?)+|(?:password|qwerty|admin)\W*\d*", re.IGNORECASE
)


class WeakPasswordError(StaffError):
    """The password is too easy to guess."""


Hash: TypeAlias = str


def hash_password(password: str, *others: str) -> Hash:
    """Hash a password for storage; raise `WeakPasswordError`.

    `others` are words that it must not be, the name for one.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPasswordError(f"密码要有{SHORTEST}到{LONGEST}个字符。")
    known = password.casefold() in {it.casefold() for it in others}
    if known or _COMMON.fullmatch(password) or len(set(password)) < _FEWEST_SIGNS:
        raise WeakPasswordError("这个密码太容易被猜到，请换一个。")
    return PasswordHasher().hash(password)


def check_password(password: str, stored: Hash) -> bool:
    """Check a password; takes as long for an account that is not there (stored "")."""
    try:
        return PasswordHasher().verify(stored or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False


# Of a password that nobody knows: what the machine checks for names that do not exist.
_NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$"
    "c29tZXNhbHRzb21lc2FsdA$YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE"
)
