"""The published editions: which is the latest, and what one says."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from faq_store.content import edition_rows
from faq_store.errors import NoSuchEditionError
from faq_store.tables import DRAFT, HIGHEST, EditionRow
from helpline.faq import Edition


def latest_number(session: Session) -> int | None:
    """Read the number of the latest edition, None before the first."""
    return session.scalar(
        select(func.max(EditionRow.number)).where(EditionRow.number > DRAFT)
    )


def latest_row(session: Session) -> EditionRow | None:
    """Find the row of the latest edition as it is now, None before the first."""
    return session.scalar(
        fresh(select(EditionRow))
        .where(EditionRow.number > DRAFT)
        .order_by(EditionRow.number.desc())
        .limit(1)
    )


def fresh(chosen: Select[EditionRow]) -> Select[EditionRow]:
    """Have rows read again that the session holds from before it waited for a lock."""
    return chosen.execution_options(populate_existing=True)


def load(session: Session, number: int) -> Edition:
    """Build a published edition; raise `NoSuchEditionError`."""
    row = session.scalar(
        select(EditionRow).where(EditionRow.number == number, EditionRow.number > DRAFT)
    )
    if row is None:
        raise NoSuchEditionError(f"没有发布过第 {number} 版")
    return edition_rows.read(session, row)


def latest(session: Session) -> Edition | None:
    """Build the latest edition, None before the first."""
    number = latest_number(session)
    return None if number is None else load(session, number)


@dataclass(frozen=True, slots=True)
class Published:
    """One edition of the history; `id` is that of its row."""

    id: int
    number: int
    title: str
    published_at: datetime
    published_by: str
    note: str


def newest(session: Session, before: int | None, most: int) -> tuple[Published, ...]:
    """List editions, newest first; of those below a number, unless that is None."""
    wanted = _published().order_by(EditionRow.number.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(EditionRow.number < before)
    return tuple(map(_read, session.scalars(wanted)))


def find(session: Session, number: int) -> Published:
    """Find one; raise `NoSuchEditionError`."""
    own = _published().where(EditionRow.number == number)
    row = session.scalar(own) if number <= HIGHEST else None
    if row is None:
        raise NoSuchEditionError(f"没有发布过第{number}版")
    return _read(row)


def before(session: Session, number: int) -> Published | None:
    """Find the edition that was in use before this one, None for the first."""
    found = newest(session, number, 1)
    return found[0] if found else None


def _published() -> Select[EditionRow]:
    return select(EditionRow).where(EditionRow.number > DRAFT)


def _read(row: EditionRow) -> Published:
    assert row.published_at is not None  # noqa: S101 - the table says so
    return Published(
        row.id, row.number, row.title, row.published_at, row.published_by, row.note
    )
