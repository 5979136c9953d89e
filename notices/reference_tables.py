"""The tables beside the outbox: templates, reason codes, suppressions, API keys."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.columns import UtcTime


class TemplateRow(Base):
    """One version of a template, never changed; the highest is in use.

    Version 0 is the packaged one and is not stored.
    """

    __tablename__ = "templates"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)


class ReasonRow(Base):
    """A reason code: what it says, and the question that says what to do ("" none)."""

    __tablename__ = "reasons"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)


class SuppressionRow(Base):
    """A number that must not be sent notices, while it is `active`."""

    __tablename__ = "suppressions"

    number: Mapped[str] = mapped_column(String(16), primary_key=True)
    active: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcTime)


class SuppressionEventRow(Base):
    """One change of a suppression: who or what made it, as `text:SM…` or `staff:…`."""

    __tablename__ = "suppression_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), index=True)
    active: Mapped[bool]
    cause: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)


class ApiKeyRow(Base):
    """A key of the business system; only its SHA-256 is kept, for it is all chance.

    `scopes` is a list with spaces between. `last_used_at` is true to the minute.
    """

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(48), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ApiRequestRow(Base):
    """A request that was answered: the same key with the same body gets it again.

    `digest` is the SHA-256 of what was asked; `answer` is JSON.
    """

    __tablename__ = "api_requests"

    api_key_id: Mapped[int] = mapped_column(
        ForeignKey("api_keys.id"), primary_key=True, autoincrement=False
    )
    idempotency_key: Mapped[str] = mapped_column(String(255), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
