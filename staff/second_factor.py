"""The second factor: a code of the moment from a telephone, or a recovery code."""

from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest

import pyotp
from sqlalchemy.orm import Session

from staff.recovery_codes import renew_codes, spend_code
from staff.tables import StaffRow

STEP = 30
"""Seconds that one code is good for (RFC 6238)."""

_DRIFT = 1
"""Steps that the telephone's clock may be ahead or behind."""


def match_time_step(secret: str, code: str, now: datetime) -> int | None:
    """Tell which time step a code is of, None for a wrong one."""
    given = "".join(code.split())
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    found = None
    for step in range(current - _DRIFT, current + _DRIFT + 1):
        if compare_digest(totp.generate_otp(step).encode(), given.encode()):
            found = step
    return found


def provisioning_uri(secret: str, name: str, issuer: str) -> str:
    """Write what the QR code says (otpauth://…)."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def set_up(
    session: Session, staff: int, secret: str, step: int, codes: Sequence[str]
) -> None:
    """Begin to ask for codes of this secret; `codes` are the new recovery codes."""
    row = session.get_one(StaffRow, staff, with_for_update=True)
    row.totp_secret, row.totp_step = secret, step
    renew_codes(session, staff, codes)


def check_code(session: Session, staff: int, code: str, now: datetime) -> bool:
    """Check a code of the moment, or a recovery code; each is good once."""
    row = session.get_one(StaffRow, staff, with_for_update=True)
    step = match_time_step(row.totp_secret, code, now) if row.totp_secret else None
    if step is not None and step > row.totp_step:
        row.totp_step = step
        return True
    return spend_code(session, staff, code, now)
