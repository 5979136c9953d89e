"""Logins: begun with a password, finished by a second factor, ended by time or hand."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from staff import accounts, passwords, second_factor
from staff.accounts import Person, token_digest
from staff.errors import StaffError
from staff.passwords import Hash
from staff.tables import AttemptRow, InvitationRow, LoginRow, StaffRow
from storage.session import lock_tables

IDLE = timedelta(minutes=30)
"""How long a login lasts in which nothing is done."""

LONGEST = timedelta(hours=12)
"""How long a login lasts at all."""

WINDOW = timedelta(minutes=15)
MOST_FAILURES, MOST_FROM_ONE_PLACE = 5, 30
"""Failures in the window for one name, and from one address, until nobody is let in."""

_NOTED_EVERY = timedelta(minutes=1)


class WrongPasswordError(StaffError):
    """Name or password are wrong."""

    sentence = "用户名或密码不对。"


class BadCodeError(StaffError):
    """The code is wrong, or was used before."""

    sentence = "验证码不对，或已经用过。恢复码也可以写在这里。"


class LoginEndedError(StaffError):
    """The login has ended."""

    sentence = "您已退出登录，请重新登录。"


class LoginThrottledError(StaffError):
    """There were too many failures."""

    sentence = "失败次数太多，请15分钟后再试。"


@dataclass(frozen=True, slots=True)
class Login:
    """Who is logged in; `verified` when a second factor was shown.

    `whole` tells that nothing more is asked for.
    """

    person: Person
    verified: bool

    @property
    def whole(self) -> bool:
        """Whether the login may be used: who has a second factor has to show it."""
        return self.verified or not (
            self.person.second_factor or self.person.role.needs_second_factor
        )


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who knocks: the name given, and the address it comes from, "" where unknown."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to log in, which counts as a failure until it has been found good."""

    id: int
    staff: int | None
    password: Hash = field(repr=False)

    def fits(self, password: str) -> bool:
        """Check the password: slow, and so not to be done within a transaction."""
        return passwords.check_password(password, self.password)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The token a login has, and the one it goes on under."""

    old: str
    fresh: str


def record_attempt(
    session: Session, visitor: Visitor, now: datetime
) -> Attempt | LoginThrottledError:
    """Note that somebody tries, before anything is checked: many at once count too."""
    lock_tables(session, AttemptRow.__tablename__)
    if _is_throttled(session, visitor, now):
        return LoginThrottledError()
    row = _open_account(session, visitor.name)
    noted = _record_failure(session, visitor, now)
    if row is None:
        return Attempt(noted, None, "")
    return Attempt(noted, row.id, row.password)


def forgive_attempt(session: Session, good: Attempt) -> None:
    """Count an attempt no more: its password was right."""
    session.execute(delete(AttemptRow).where(AttemptRow.id == good.id))


def begin_login(
    session: Session, good: Attempt, token: str, now: datetime
) -> Person | WrongPasswordError:
    """Begin a login under a fresh token, after an attempt whose password was right."""
    if good.staff is None:
        return WrongPasswordError()
    row = session.get_one(StaffRow, good.staff, with_for_update=True)
    if row.disabled_at is not None or row.password != good.password:
        return WrongPasswordError()
    forgive_attempt(session, good)
    session.add(
        LoginRow(digest=token_digest(token), staff_id=row.id, began_at=now, seen_at=now)
    )
    session.flush()
    return accounts.person_from_row(row)


def verify_login(
    session: Session, tokens: Tokens, code: str, visitor: Visitor, now: datetime
) -> BadCodeError | LoginThrottledError | None:
    """Finish a login by a second factor; it goes on under a fresh token.

    What is wrong is returned, not raised: that it failed is to be stored.
    """
    lock_tables(session, AttemptRow.__tablename__)
    row = session.get(LoginRow, token_digest(tokens.old), with_for_update=True)
    if row is None:
        return BadCodeError()
    if _is_throttled(session, visitor, now):
        return LoginThrottledError()
    if not second_factor.check_code(session, row.staff_id, code, now):
        _record_failure(session, visitor, now)
        return BadCodeError()
    _renew_token(session, row, tokens.fresh, now)
    return None


def confirm_login(session: Session, tokens: Tokens, now: datetime) -> None:
    """Take a login as verified because its second factor was just set up.

    Raises `LoginEndedError`.
    """
    row = session.get(LoginRow, token_digest(tokens.old), with_for_update=True)
    if row is None:
        raise LoginEndedError
    _renew_token(session, row, tokens.fresh, now)


def current_login(session: Session, token: str, now: datetime) -> Login | None:
    """Tell who is logged in by this token, None once it has ended."""
    row = session.get(LoginRow, token_digest(token))
    if row is None or now - row.seen_at > IDLE or now - row.began_at > LONGEST:
        return None
    staff = session.get(StaffRow, row.staff_id)
    if staff is None or staff.disabled_at is not None:
        return None
    return Login(accounts.person_from_row(staff), row.verified)


def needs_touch(session: Session, token: str, now: datetime) -> bool:
    """Tell whether it is time to note that a login is being used."""
    row = session.get(LoginRow, token_digest(token))
    return row is not None and now - row.seen_at > _NOTED_EVERY


def touch_login(session: Session, token: str, now: datetime) -> None:
    """Note that a login is being used."""
    row = session.get(LoginRow, token_digest(token), with_for_update=True)
    if row is not None:
        row.seen_at = now


def end_login(session: Session, token: str) -> None:
    """End a login."""
    session.execute(delete(LoginRow).where(LoginRow.digest == token_digest(token)))


def delete_ended(session: Session, now: datetime) -> None:
    """Delete what has ended by itself."""
    session.execute(delete(LoginRow).where(LoginRow.seen_at < now - LONGEST))
    session.execute(delete(AttemptRow).where(AttemptRow.at < now - WINDOW))
    session.execute(delete(InvitationRow).where(InvitationRow.expires_at < now))


def _open_account(session: Session, name: str) -> StaffRow | None:
    wanted = select(StaffRow).where(
        StaffRow.name == name,
        StaffRow.disabled_at.is_(None),
        StaffRow.password != "",
    )
    return session.scalars(wanted).one_or_none()


def _renew_token(session: Session, row: LoginRow, fresh: str, now: datetime) -> None:
    """Give a login another token: whoever knew the old one from before has nothing."""
    session.add(
        LoginRow(
            digest=token_digest(fresh),
            staff_id=row.staff_id,
            began_at=row.began_at,
            seen_at=now,
            verified=True,
        )
    )
    session.delete(row)
    session.flush()


def _is_throttled(session: Session, visitor: Visitor, now: datetime) -> bool:
    since = now - WINDOW
    by_name = select(func.count()).where(
        AttemptRow.name == visitor.name[:32], AttemptRow.at > since
    )
    by_address = select(func.count()).where(
        AttemptRow.address == visitor.address[:64],
        AttemptRow.address != "",
        AttemptRow.at > since,
    )
    return (session.scalar(by_name) or 0) >= MOST_FAILURES or (
        session.scalar(by_address) or 0
    ) >= MOST_FROM_ONE_PLACE


def _record_failure(session: Session, visitor: Visitor, now: datetime) -> int:
    row = AttemptRow(name=visitor.name[:32], address=visitor.address[:64], at=now)
    session.add(row)
    session.flush()
    return row.id
