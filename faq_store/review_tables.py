"""Tables (SQLAlchemy models) of what happens to a draft: edits, reviews, rehearsals, documents."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.columns import UtcTime


class EditRow(Base):
    """Who last edited a thing in an edition while that was the draft.

    `subject` names it as the audit does: `question:1.6`, `section:1`, `prompt:greeting`.
    """

    __tablename__ = "draft_edits"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id"), primary_key=True, autoincrement=False
    )
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)


class ReviewRow(Base):
    """A draft as somebody submitted it, at one revision, and what came of that.

    `outcome` is "" while it waits; whatever changes the draft makes it void.
    """

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    revision: Mapped[int]
    submitted_by: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime] = mapped_column(UtcTime)
    note: Mapped[str] = mapped_column(Text, server_default="")
    outcome: Mapped[str] = mapped_column(String(16), server_default="")
    decided_by: Mapped[str] = mapped_column(String(64), server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(Text, server_default="")


class RegressionRunRow(Base):
    """All labelled phrasings asked of a draft at one revision: a job and its result.

    Whoever works on it raises `token` and holds it until `leased_until`. `done` of
    `total` texts are asked. In the end `changes` is the JSON of every changed answer,
    and `data` the matcher that was taught, as `helpline.matching` writes it.
    """

    __tablename__ = "rehearsals"
    __table_args__ = ({"info": {"derived": True}},)  # made again where it is missing

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    revision: Mapped[int]
    beside: Mapped[int | None]
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    token: Mapped[int] = mapped_column(server_default="0")
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    done: Mapped[int] = mapped_column(server_default="0")
    total: Mapped[int] = mapped_column(server_default="0")
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    trouble: Mapped[str] = mapped_column(Text, server_default="")
    changes: Mapped[str] = mapped_column(Text, server_default="")
    data: Mapped[bytes | None] = mapped_column(LargeBinary)


class DocumentRow(Base):
    """An FAQ document that was brought to be accepted piece by piece."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
