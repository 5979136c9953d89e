"""The one draft: what is being edited and not yet published."""

from dataclasses import replace as altered
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store import editions, keys, rows
from faq_store.tables import DRAFT, EditionRow
from helpline.cases import Edition
from storage.session import exclude_others


def load(session: Session) -> Edition | None:
    """Build the draft, None when nothing is being edited."""
    row = _row(session)
    return None if row is None else rows.read(session, row)


def is_changed(session: Session) -> bool:
    """Say whether there is a draft that differs from the edition it started from."""
    row = _row(session)
    return row is not None and not same(rows.read(session, row), start(session))


def start(session: Session) -> Edition | None:
    """Build the edition the draft started from, None if it started from nothing."""
    row = _row(session)
    if row is None or row.based_on is None:
        return None
    return editions.load(session, row.based_on)


def replace(session: Session, edition: Edition, *, now: datetime) -> None:
    """Make the draft say what this edition says, whatever its number.

    Raises `BadKeysError` if its keys are malformed or given twice.
    """
    exclude_others(session, EditionRow.__tablename__)
    keys.record(session, edition.sections)
    row = _row(session)
    if row is None:
        latest = editions.latest_number(session)
        row = EditionRow(number=DRAFT, title=edition.title, based_on=latest)
        session.add(row)
    row.drafted_at = now
    session.flush()
    rows.write(session, row, edition)


def same(one: Edition, other: Edition | None) -> bool:
    """Say whether two editions differ in nothing but their number."""
    return other is not None and altered(one, number=other.number) == other


def _row(session: Session) -> EditionRow | None:
    return session.scalar(select(EditionRow).where(EditionRow.number == DRAFT))
