"""The tables of staff: accounts, invitations, logins, attempts, recovery codes, audit."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.columns import UtcTime


class StaffRow(Base):
    """One account; without a password it waits for its invitation to be taken up.

    `password` is argon2's own form. `totp_secret` is set once the second factor has
    been shown to work; `totp_step` is the last time step whose code was used.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    role: Mapped[str] = mapped_column(String(8))
    password: Mapped[str] = mapped_column(Text, default="")
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    totp_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class InvitationRow(Base):
    """A one-time link to set a password; only its SHA-256 is kept.

    `staff_id` is whose; `used_at` also marks one that was replaced by another.
    """

    __tablename__ = "invitations"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LoginRow(Base):
    """One login, known to the browser by a token of which only the SHA-256 is kept.

    `verified` tells that the second factor was shown as well.
    """

    __tablename__ = "logins"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    verified: Mapped[bool] = mapped_column(default=False)


class AttemptRow(Base):
    """A login, or a second factor, that failed."""

    __tablename__ = "login_attempts"
    __table_args__ = (Index(None, "name", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)


class RecoveryCodeRow(Base):
    """A code that stands in for the second factor, once."""

    __tablename__ = "recovery_codes"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class AuditRow(Base):
    """One change: who made it, when, of what, and how it was before and after (JSON).

    `who` stays readable when the account is gone; `subject` names one thing, as
    `notice:…`, `question:1.6`, `staff:…`.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "subject", "id"),
        Index(None, "who", "id"),
        Index(None, "action", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    who: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(String(128))
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
