"""Database tables of the call log: calls, and the keys pressed in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.columns import UtcTime


class CallRow(Base):
    """One call, once for each CallSid; `duration` is in seconds."""

    __tablename__ = "calls"
    __table_args__ = (
        Index(None, "sender", "started_at"),
        Index(None, "status", "started_at"),
    )

    call_sid: Mapped[str] = mapped_column(String(34), primary_key=True)
    sender: Mapped[str] = mapped_column(String(64))
    edition: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    duration: Mapped[int | None]


class CallStepRow(Base):
    """One key pressed at one place of the menu."""

    __tablename__ = "call_steps"

    call_sid: Mapped[str] = mapped_column(
        ForeignKey("calls.call_sid"), primary_key=True
    )
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcTime)
