"""The published editions: which is the latest, and what one says."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from faq_store.content import edition_rows
from faq_store.errors import NoSuchEditionError
from faq_store.tables import DRAFT, EditionRow
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
