"""The tables of the notices themselves: the outbox, its history, receipts, batches."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.columns import UtcTime

LONGEST_CODE = 32
"""What is kept of a word for why: some are other people's."""

_QUEUED = text("status = 'queued'")
_CHECKED = text("check_at IS NOT NULL")


class BatchRow(Base):
    """Notices that came together; nothing of one is sent before its `confirmed_at`.

    `digest` is the SHA-256 of the file it came from, "" for none. `complete_at` is
    when the last of it was written. `stopped_at` holds back what is still queued.
    """

    __tablename__ = "batches"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    source: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(255), default="")
    digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    complete_at: Mapped[datetime | None] = mapped_column(UtcTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcTime)


class NoticeRow(Base):
    """The outbox: one notice, once for each (source, idempotency key), and its state.

    `send_at` is when it was asked to go, `try_at` when it may, None while it is held
    back. Whoever claims it raises `token` and holds it until `leased_until`. `sent_at`
    is when it was last handed over, `check_at` when the gateway is asked about it next,
    `absent_at` when the gateway first had no trace of it. `priority` counts from 0, the most urgent.
    `flagged` marks an ending that the gateway contradicted later.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("source", "idempotency_key"),
        Index(
            "ix_notices_due",
            "priority",
            "try_at",
            sqlite_where=_QUEUED,
            postgresql_where=_QUEUED,
        ),
        Index(
            "ix_notices_expiring",
            "expires_at",
            sqlite_where=_QUEUED,
            postgresql_where=_QUEUED,
        ),
        Index(
            "ix_notices_checked",
            "check_at",
            sqlite_where=_CHECKED,
            postgresql_where=_CHECKED,
        ),
        Index("ix_notices_to_sent_at", "to", "sent_at"),
        Index(None, "batch_id", "id"),
        Index(None, "batch_id", "status", "segments"),
        Index(None, "created_at", "status"),
        Index(None, "event", "id"),
        Index(None, "status", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    source: Mapped[str] = mapped_column(String(64))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    batch_id: Mapped[str | None] = mapped_column(ForeignKey("batches.id"))
    to: Mapped[str] = mapped_column(String(16))
    event: Mapped[str] = mapped_column(String(16))
    application: Mapped[str] = mapped_column(String(64), index=True)
    reason: Mapped[str] = mapped_column(Text)
    reason_code: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(32))
    template: Mapped[str] = mapped_column(String(32))
    template_version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    segments: Mapped[int]
    priority: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(LONGEST_CODE), default="")
    flagged: Mapped[bool] = mapped_column(default=False)
    send_at: Mapped[datetime] = mapped_column(UtcTime)
    try_at: Mapped[datetime | None] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    sid: Mapped[str | None] = mapped_column(String(64), index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    check_at: Mapped[datetime | None] = mapped_column(UtcTime)
    checks: Mapped[int] = mapped_column(default=0)
    absent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)


class NoticeEventRow(Base):
    """One step of a notice's history; `code` is the gateway's word for why, or ours."""

    __tablename__ = "notice_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    status: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(LONGEST_CODE), default="")


class ReceiptRow(Base):
    """A receipt as it came, every one; `notice_id` is None while it fits no notice.

    `asked_id` is our id as it stood in the callback's address; `word` is the
    gateway's own, `status` what it means to us, None for a word we do not know.
    """

    __tablename__ = "receipts"
    __table_args__ = (Index(None, "notice_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[str | None] = mapped_column(ForeignKey("notices.id"))
    asked_id: Mapped[str] = mapped_column(String(64))
    sid: Mapped[str] = mapped_column(String(64), index=True)
    word: Mapped[str] = mapped_column(String(LONGEST_CODE))
    status: Mapped[str | None] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(LONGEST_CODE))
    raw: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)


class GatewayRow(Base):
    """One way out, shared by all workers: its pace, and whether it is working.

    `level` segments may be sent at `at`, fewer than none after a large message.
    `streak` counts outcomes in a row of which nothing came: unknown, or too busy. Until `paused_until` nothing is
    claimed, then one notice as a probe; `trouble` says why, "" for none.
    """

    __tablename__ = "gateways"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    level: Mapped[float]
    at: Mapped[datetime] = mapped_column(UtcTime)
    streak: Mapped[int] = mapped_column(default=0)
    probes: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None] = mapped_column(UtcTime)
    trouble: Mapped[str] = mapped_column(String(LONGEST_CODE), default="")


class AlertRow(Base):
    """Something a person must look at, until it is `cleared_at`.

    `told_at` is when ALERT_URL took it.
    """

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcTime)
