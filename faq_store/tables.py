"""The tables (SQLAlchemy models) of the FAQ: editions with all they hold, keys given, inquiries.

The draft is the edition with number 0, so there is at most one. Everything under
an edition is keyed by the edition and its own stable key; `position` keeps order.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.columns import UtcTime

_WAITS = text("settled_at IS NULL")

DRAFT = 0
"""The number of the edition that is still being edited."""

HIGHEST = 2**31 - 1
"""What numbers and ids are counted to; PostgreSQL cannot even be asked for more."""


class EditionRow(Base):
    """An edition; immutable once it has a number above `DRAFT`.

    `based_on` is the number of the edition a draft started from; `drafted_at` is
    when the draft was last changed, `revision` counts its changes.
    """

    __tablename__ = "editions"
    __table_args__ = (
        CheckConstraint("number >= 0", "number"),
        CheckConstraint("(number = 0) = (published_at IS NULL)", "published"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(Text)
    based_on: Mapped[int | None]
    drafted_at: Mapped[datetime] = mapped_column(UtcTime)
    revision: Mapped[int] = mapped_column(server_default="0")
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    published_by: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")


class SectionRow(Base):
    """A section of one edition."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)


class QuestionRow(Base):
    """A question of one edition; `position` counts within its section."""

    __tablename__ = "questions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["edition_id", "section"], ["sections.edition_id", "sections.key"]
        ),
        UniqueConstraint("edition_id", "section", "position"),
    )

    edition_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    section: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    contacts: Mapped[bool]


class SituationRow(Base):
    """A situation of one question of one edition."""

    __tablename__ = "situations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["edition_id", "question"], ["questions.edition_id", "questions.key"]
        ),
        UniqueConstraint("edition_id", "question", "position"),
    )

    edition_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    condition: Mapped[str] = mapped_column(Text)
    suggestion: Mapped[str] = mapped_column(Text)


class PhrasingRow(Base):
    """A phrasing of one edition; without a question it is out of scope."""

    __tablename__ = "phrasings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["edition_id", "question"], ["questions.edition_id", "questions.key"]
        ),
        ForeignKeyConstraint(
            ["edition_id", "question", "situation"],
            ["situations.edition_id", "situations.question", "situations.key"],
        ),
        CheckConstraint("situation IS NULL OR question IS NOT NULL", "case"),
        Index(None, "edition_id", "question"),
    )

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    question: Mapped[str | None] = mapped_column(String(16))
    situation: Mapped[int | None]


class SynonymRow(Base):
    """A synonym of one edition: what people say, and the word of the FAQ it means."""

    __tablename__ = "synonyms"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id"), primary_key=True, autoincrement=False
    )
    said: Mapped[str] = mapped_column(String(64), primary_key=True)
    meant: Mapped[str] = mapped_column(String(64))


class PromptRow(Base):
    """A prompt of one edition that differs from the default wording."""

    __tablename__ = "prompts"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class MatcherRow(Base):
    """The matcher of a published edition, as `helpline.matching` wrote it.

    `digest` is the SHA-256 of the data, under which each machine keeps a copy on disk.
    """

    __tablename__ = "matchers"
    __table_args__ = ({"info": {"derived": True}},)  # made again where it is missing

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id"), primary_key=True, autoincrement=False
    )
    data: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64), server_default="")


class GivenKeyRow(Base):
    """The highest number ever given to a child of `parent`; none is given again.

    The parent of sections is "", of questions a section's key, of situations a
    question's key.
    """

    __tablename__ = "case_keys"

    parent: Mapped[str] = mapped_column(String(16), primary_key=True)
    highest: Mapped[int]


class InquiryRow(Base):
    """A text that was unsure, unmatched or rejected, waiting for staff.

    `options` are the cases offered, best first, separated by spaces; `source` is
    the provider's id of the message, of which there is one inquiry at most. `outcome`
    says how it was settled (see `faq_store.inquiries.resolve`); `taught` is the phrasing that
    the draft was taught from it, "" for none.
    """

    __tablename__ = "inquiries"
    __table_args__ = (
        Index(
            "ix_inquiries_waiting",
            "id",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(None, "outcome", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    asked: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(16))
    options: Mapped[str] = mapped_column(Text)
    sender: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    source: Mapped[str] = mapped_column(String(34), unique=True)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    settled_by: Mapped[str] = mapped_column(String(64), server_default="")
    outcome: Mapped[str] = mapped_column(String(32), server_default="")
    taught: Mapped[str] = mapped_column(Text, server_default="")


class AnnouncementRow(Base):
    """A sentence said before every reply for a while; no part of any edition."""

    __tablename__ = "announcements"
    __table_args__ = (Index(None, "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    begins_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[str] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
