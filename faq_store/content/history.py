"""The editions that were published, newest first, and what was said about each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from faq_store.errors import NoSuchEditionError
from faq_store.tables import DRAFT, HIGHEST, EditionRow


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
