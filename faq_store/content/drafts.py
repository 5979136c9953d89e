"""The draft, the one edition not yet published: opened, replaced and discarded."""

from dataclasses import replace as altered
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from faq_store.content import edition_rows, editions, keys
from faq_store.errors import NoSuchEditionError
from faq_store.review_tables import EditRow, RegressionRunRow, ReviewRow
from faq_store.tables import DRAFT, EditionRow
from helpline.faq import Edition
from storage.session import lift_time_limit, lock_tables

_IS_DRAFT = EditionRow.number == DRAFT


def load_draft(session: Session) -> Edition | None:
    """Build the draft, None when nothing is being edited."""
    found = draft_row(session)
    return None if found is None else edition_rows.read_edition(session, found)


def draft_row(session: Session) -> EditionRow | None:
    """Find the draft's row as it is now, None when nothing is being edited."""
    return session.scalar(editions.select_fresh(select(EditionRow)).where(_IS_DRAFT))


def open_draft(session: Session, now: datetime) -> EditionRow:
    """Give the draft's row to whoever changes the draft; others wait meanwhile.

    Without a draft one is begun from the latest edition. Raises `NoSuchEditionError`
    if there is none either.
    """
    lock_tables(session, EditionRow.__tablename__)
    found = draft_row(session) or _begin_draft(session, now)
    found.drafted_at = now
    found.revision += 1
    session.flush()
    return found


def discard_draft(session: Session) -> None:
    """Give up the draft with all that belongs to it; nothing happens without one."""
    lock_tables(session, EditionRow.__tablename__)
    found = draft_row(session)
    if found is None:
        return
    if latest := editions.latest_row(session):
        latest.revision = max(latest.revision, found.revision)  # see `_begin_draft`
    for model in (EditRow, ReviewRow, RegressionRunRow):
        session.execute(delete(model).where(model.edition_id == found.id))
    edition_rows.delete_rows(session, found.id)
    session.delete(found)
    session.flush()


def is_draft_changed(session: Session) -> bool:
    """Say whether there is a draft that differs from the edition it started from."""
    found = draft_row(session)
    return found is not None and not have_same_content(
        edition_rows.read_edition(session, found), load_base_edition(session)
    )


def load_base_edition(session: Session) -> Edition | None:
    """Build the edition the draft started from, None if it started from nothing."""
    found = draft_row(session)
    if found is None or found.based_on is None:
        return None
    return editions.load_edition(session, found.based_on)


def replace_draft(session: Session, edition: Edition, *, now: datetime) -> None:
    """Make the draft say what this edition says, whatever its number.

    Raises `BadKeysError` if its keys are malformed or given twice.
    """
    lock_tables(session, EditionRow.__tablename__)
    keys.record_keys(session, edition.sections)
    found = draft_row(session)
    if found is None:
        found = _insert_draft(session, edition.title, editions.latest_row(session), now)
    found.drafted_at = now
    found.revision += 1
    session.flush()
    edition_rows.write_edition(session, found, edition)


def have_same_content(one: Edition, other: Edition | None) -> bool:
    """Say whether two editions differ in nothing but their number."""
    return other is not None and altered(one, number=other.number) == other


def _begin_draft(session: Session, now: datetime) -> EditionRow:
    latest = editions.latest_row(session)
    if latest is None:
        raise NoSuchEditionError("还没有草稿，也没有发布过任何版本")
    found = _insert_draft(session, latest.title, latest, now)
    session.flush()
    lift_time_limit(session)  # a hundred thousand phrasings take seconds
    edition_rows.copy_rows(session, latest.id, found.id)
    return found


def _insert_draft(
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
