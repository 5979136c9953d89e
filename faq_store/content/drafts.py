"""The draft, the one edition not yet published: opened, replaced and discarded."""

from dataclasses import replace as altered
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from faq_store.content import edition_rows, editions, keys
from faq_store.errors import NoSuchEditionError
from faq_store.review_tables import EditRow, RehearsalRow, ReviewRow
from faq_store.tables import DRAFT, EditionRow
from helpline.faq import Edition
from storage.session import exclude_others, take_time

_IS_DRAFT = EditionRow.number == DRAFT


def load(session: Session) -> Edition | None:
    """Build the draft, None when nothing is being edited."""
    found = row(session)
    return None if found is None else edition_rows.read(session, found)


def row(session: Session) -> EditionRow | None:
    """Find the draft's row as it is now, None when nothing is being edited."""
    return session.scalar(editions.fresh(select(EditionRow)).where(_IS_DRAFT))


def opened(session: Session, now: datetime) -> EditionRow:
    """Give the draft's row to whoever changes the draft; others wait meanwhile.

    Without a draft one is begun from the latest edition. Raises `NoSuchEditionError`
    if there is none either.
    """
    exclude_others(session, EditionRow.__tablename__)
    found = row(session) or _begun(session, now)
    found.drafted_at = now
    found.revision += 1
    session.flush()
    return found


def discard(session: Session) -> None:
    """Give up the draft with all that belongs to it; nothing happens without one."""
    exclude_others(session, EditionRow.__tablename__)
    found = row(session)
    if found is None:
        return
    if latest := editions.latest_row(session):
        latest.revision = max(latest.revision, found.revision)  # see `_begun`
    for model in (EditRow, ReviewRow, RehearsalRow):
        session.execute(delete(model).where(model.edition_id == found.id))
    edition_rows.clear(session, found.id)
    session.delete(found)
    session.flush()


def is_changed(session: Session) -> bool:
    """Say whether there is a draft that differs from the edition it started from."""
    found = row(session)
    return found is not None and not same(
        edition_rows.read(session, found), start(session)
    )


def start(session: Session) -> Edition | None:
    """Build the edition the draft started from, None if it started from nothing."""
    found = row(session)
    if found is None or found.based_on is None:
        return None
    return editions.load(session, found.based_on)


def replace(session: Session, edition: Edition, *, now: datetime) -> None:
    """Make the draft say what this edition says, whatever its number.

    Raises `BadKeysError` if its keys are malformed or given twice.
    """
    exclude_others(session, EditionRow.__tablename__)
    keys.record(session, edition.sections)
    found = row(session)
    if found is None:
        found = _added(session, edition.title, editions.latest_row(session), now)
    found.drafted_at = now
    found.revision += 1
    session.flush()
    edition_rows.write(session, found, edition)


def same(one: Edition, other: Edition | None) -> bool:
    """Say whether two editions differ in nothing but their number."""
    return other is not None and altered(one, number=other.number) == other


def _begun(session: Session, now: datetime) -> EditionRow:
    latest = editions.latest_row(session)
    if latest is None:
        raise NoSuchEditionError("还没有草稿，也没有发布过任何版本")
    found = _added(session, latest.title, latest, now)
    session.flush()
    take_time(session)  # a hundred thousand phrasings take seconds
    edition_rows.copy(session, latest.id, found.id)
    return found


def _added(
    session: Session, title: str, base: EditionRow | None, now: datetime
) -> EditionRow:
    # Counting goes on where it was left: a page that shows a draft given up since must
    # fit no other one, whatever ids the store gives again.
    counted = select(func.max(EditionRow.revision))
    made = EditionRow(
        number=DRAFT,
        title=title,
        based_on=base.number if base else None,
        drafted_at=now,
        revision=session.scalar(counted) or 0,
    )
    session.add(made)
    return made
