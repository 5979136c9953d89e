"""Accounts: made, changed, disabled; and the links by which a password is set."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from staff import passwords
from staff.errors import StaffError
from staff.roles import Role
from staff.tables import InvitationRow, LoginRow, RecoveryCodeRow, StaffRow
from storage.session import lock_tables

LINK_VALID = timedelta(days=3)

_NAME = re.compile(r"[\w.@-]{2,32}")


class NoSuchStaffError(StaffError):
    """There is no such account."""

    sentence = "没有这个用户。"


class BadNameError(StaffError):
    """The name cannot be used."""


class BadLinkError(StaffError):
    """The link is not, or no longer, good."""

    sentence = "这个链接已经用过或已过期，请向管理员要一个新的。"


class DisabledError(StaffError):
    """Whoever is out gets no link."""

    sentence = "这个用户已停用，请先恢复。"


class LastAdminError(StaffError):
    """Nobody could manage accounts any more."""

    sentence = "这是最后一个管理员，不能停用或降级。"


@dataclass(frozen=True, slots=True)
class Person:
    """An account as others see it."""

    id: int
    name: str
    role: Role
    joined: bool
    second_factor: bool
    disabled: bool


def add_account(session: Session, name: str, role: Role, now: datetime) -> Person:
    """Make an account that waits for its invitation; raise `BadNameError`."""
    if not _NAME.fullmatch(name):
        raise BadNameError("用户名要有2到32个字，只能用文字、数字和 . _ @ -。")
    if session.scalar(select(StaffRow.id).where(StaffRow.name == name)):
        raise BadNameError(f"已经有用户“{name}”。")
    row = StaffRow(name=name, role=role.value, created_at=now)
    session.add(row)
    session.flush()
    return person_from_row(row)


def find_account(session: Session, staff: int) -> Person:
    """Find an account; raise `NoSuchStaffError`."""
    return person_from_row(_require_row(session.get(StaffRow, staff)))


def list_accounts(session: Session) -> tuple[Person, ...]:
    """List the accounts, by name."""
    return tuple(
        map(person_from_row, session.scalars(select(StaffRow).order_by(StaffRow.name)))
    )


def has_no_accounts(session: Session) -> bool:
    """Tell whether no account has ever been taken up."""
    joined = select(func.count()).where(StaffRow.password != "")
    return not session.scalar(joined)


def create_invitation(session: Session, staff: int, token: str, now: datetime) -> None:
    """Make a one-time link by its token; earlier links of the account are void.

    Raises `NoSuchStaffError`, and `DisabledError`: whoever is out stays out.
    """
    if _row(session, staff).disabled_at is not None:
        raise DisabledError
    _void_links(session, staff, now)
    session.add(
        InvitationRow(
            digest=token_digest(token), staff_id=staff, expires_at=now + LINK_VALID
        )
    )
    session.flush()


def find_invited(session: Session, token: str, now: datetime) -> Person:
    """Tell whose link this is; raise `BadLinkError`."""
    row = _require_valid(session.get(InvitationRow, token_digest(token)), now)
    return find_account(session, row.staff_id)


def accept_invitation(
    session: Session, token: str, password: passwords.Hash, now: datetime
) -> Person:
    """Take over the password of whoever has the link; the link is used up.

    Every login of the account ends, and its second factor has to be set up anew.
    Raises `BadLinkError`.
    """
    link = session.get(InvitationRow, token_digest(token), with_for_update=True)
    invitation = _require_valid(link, now)
    row = _row(session, invitation.staff_id)
    row.password = password
    row.totp_secret = ""
    invitation.used_at = now
    _end_logins(session, row.id)
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == row.id))
    session.flush()
    return person_from_row(row)


def change_role(session: Session, staff: int, role: Role) -> Person:
    """Give an account another role; raise `LastAdminError`. Its logins end."""
    lock_tables(session, StaffRow.__tablename__)
    row = _row(session, staff)
    if role is not Role.ADMIN:
        _insist_on_another_admin(session, row)
    row.role = role.value
    _end_logins(session, staff)
    session.flush()
    return person_from_row(row)


def disable_account(session: Session, staff: int, now: datetime) -> Person:
    """Let an account in no more, at once; raise `LastAdminError`. Its links are void."""
    lock_tables(session, StaffRow.__tablename__)
    row = _row(session, staff)
    _insist_on_another_admin(session, row)
    row.disabled_at = row.disabled_at or now
    _void_links(session, staff, now)
    _end_logins(session, staff)
    session.flush()
    return person_from_row(row)


def enable_account(session: Session, staff: int) -> Person:
    """Let a disabled account in again."""
    row = _row(session, staff)
    row.disabled_at = None
    session.flush()
    return person_from_row(row)


def change_password(
    session: Session, staff: int, password: passwords.Hash, keep: str
) -> Person:
    """Take over a new password; every login ends but the one of the token to keep."""
    row = _row(session, staff)
    row.password = password
    others = LoginRow.digest != token_digest(keep)
    session.execute(delete(LoginRow).where(LoginRow.staff_id == staff, others))
    session.flush()
    return person_from_row(row)


def person_from_row(row: StaffRow) -> Person:
    """Show an account."""
    return Person(
        row.id,
        row.name,
        Role(row.role),
        joined=bool(row.password),
        second_factor=bool(row.totp_secret),
        disabled=row.disabled_at is not None,
    )


def token_digest(token: str) -> str:
    """Write a token as it is kept: it is all chance, so that this is enough."""
    return sha256(token.encode()).hexdigest()


def _row(session: Session, staff: int) -> StaffRow:
    return _require_row(session.get(StaffRow, staff, with_for_update=True))


def _require_row(row: StaffRow | None) -> StaffRow:
    if row is None:
        raise NoSuchStaffError
    return row


def _require_valid(row: InvitationRow | None, now: datetime) -> InvitationRow:
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise BadLinkError
    return row


def _void_links(session: Session, staff: int, now: datetime) -> None:
    session.execute(
        update(InvitationRow)
        .where(InvitationRow.staff_id == staff, InvitationRow.used_at.is_(None))
        .values(used_at=now)
    )


def _insist_on_another_admin(session: Session, row: StaffRow) -> None:
    if row.role != Role.ADMIN:
        return
    others = select(StaffRow.id).where(
        StaffRow.role == Role.ADMIN.value,
        StaffRow.id != row.id,
        StaffRow.disabled_at.is_(None),
        StaffRow.password != "",
    )
    if session.scalars(others.limit(1)).first() is None:
        raise LastAdminError


def _end_logins(session: Session, staff: int) -> None:
    session.execute(delete(LoginRow).where(LoginRow.staff_id == staff))
