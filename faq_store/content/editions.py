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
        select_fresh(select(EditionRow))
        .where(EditionRow.number > DRAFT)
        .order_by(EditionRow.number.desc())
        .limit(1)
    )


def select_fresh(chosen: Select[EditionRow]) -> Select[EditionRow]:
    """Have rows read again that the session holds from before it waited for a lock."""
    return chosen.execution_options(populate_existing=True)


def load_edition(session: Session, number: int) -> Edition:
    """Build a published edition; raise `NoSuchEditionError`."""
    row = session.scalar(
        select(EditionRow).where(EditionRow.number == number, EditionRow.number > DRAFT)
    )
    if row is None:
        raise NoSuchEditionError(f"没有发布过第 {number} 版")
    return edition_rows.read_edition(session, row)


def load_latest(session: Session) -> Edition | None:
    """Build the latest edition, None before the first."""
    number = latest_number(session)
    return None if number is None else load_edition(session, number)


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """One edition of the history; `id` is that of its row."""

    id: int
    number: int
    title: str
    published_at: datetime
    published_by: str
    note: str


def newest_editions(
    session: Session, before: int | None, most: int
) -> tuple[PublishedEdition, ...]:
    """List editions, newest first; of those below a number, unless that is None."""
    wanted = _select_published().order_by(EditionRow.number.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(EditionRow.number < before)
    return tuple(map(_from_row, session.scalars(wanted)))


def find_edition(session: Session, number: int) -> PublishedEdition:
    """Find one; raise `NoSuchEditionError`."""
    own = _select_published().where(EditionRow.number == number)
    row = session.scalar(own) if number <= HIGHEST else None
    if row is None:
        raise NoSuchEditionError(f"没有发布过第{number}版")
    return _from_row(row)


def edition_before(session: Session, number: int) -> PublishedEdition | None:
    """Find the edition that was in use before this one, None for the first."""
    found = newest_editions(session, number, 1)
    return found[0] if found else None


def _select_published() -> Select[EditionRow]:
    return select(EditionRow).where(EditionRow.number > DRAFT)


def _from_row(row: EditionRow) -> PublishedEdition:
    assert row.published_at is not None  # noqa: S101 - the table says so
    return PublishedEdition(
        row.id, row.number, row.title, row.published_at, row.published_by, row.note
    )
