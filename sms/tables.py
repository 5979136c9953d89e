"""Database tables of SMS: conversations (session state) and their turns."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.columns import UtcTime


class ConversationRow(Base):
    """The session of one sender; `state` is the dialogue's own JSON."""

    __tablename__ = "conversations"

    sender: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class TurnRow(Base):
    """One incoming text and what we answered, once for each MessageSid.

    `unrouted` marks a text to a number that is not ours, which gets no reply.
    """

    __tablename__ = "turns"
    __table_args__ = (
        Index(None, "sender", "at"),
        Index(None, "sender", "decision", "at"),
        Index(None, "decision", "at"),
    )

    message_sid: Mapped[str] = mapped_column(String(34), primary_key=True)
    sender: Mapped[str] = mapped_column(String(64))
    to: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    reply: Mapped[str] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(String(16))
    case: Mapped[str | None] = mapped_column(String(32))
    media: Mapped[int] = mapped_column(default=0)
    unrouted: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
