"""Recovery codes: each lets somebody in once who has lost the second factor."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from staff.accounts import token_digest
from staff.tables import RecoveryCodeRow

COUNT = 10
"""Recovery codes given at once."""

_LEGIBLE = "23456789abcdefghjkmnpqrstuvwxyz"


def new_codes(tokens: Callable[[], str]) -> tuple[str, ...]:
    """Make new recovery codes out of random tokens: `ab2cd-ef3gh`."""
    return tuple(_legible(tokens()) for _ in range(COUNT))


def renew_codes(session: Session, staff: int, codes: Sequence[str]) -> None:
    """Give new recovery codes; the earlier ones are void."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff))
    session.add_all(
        RecoveryCodeRow(staff_id=staff, digest=token_digest(_bare(code)))
        for code in codes
    )
    session.flush()


def codes_left(session: Session, staff: int) -> int:
    """Count the recovery codes that were not used."""
    left = select(func.count()).where(
        RecoveryCodeRow.staff_id == staff, RecoveryCodeRow.used_at.is_(None)
    )
    return session.scalar(left) or 0


def spend_code(session: Session, staff: int, code: str, now: datetime) -> bool:
    """Take a recovery code, which is good once; False for a wrong or a used one."""
    row = session.get(
        RecoveryCodeRow, (staff, token_digest(_bare(code))), with_for_update=True
    )
    if row is None or row.used_at is not None:
        return False
    row.used_at = now
    session.flush()
    return True


def _legible(token: str) -> str:
    """Write a token so that a person can copy it: nothing that looks like another."""
    letters = "".join(it for it in token.lower() if it in _LEGIBLE)[:10]
    return f"{letters[:5]}-{letters[5:]}"


def _bare(code: str) -> str:
    return "".join(it for it in code.lower() if it.isalnum())
