"""Publishing: the draft becomes the next edition, for good."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from faq_store import drafts, matchers
from faq_store.errors import NothingToPublishError
from faq_store.tables import DRAFT, EditionRow
from helpline import matching
from storage.session import exclude_others


def publish(session: Session, *, now: datetime, by: str, note: str = "") -> int:
    """Publish the draft with its matcher, and return its edition's number.

    Raises `NothingToPublishError` without a draft that says something new, so also
    when somebody else has just published it.
    """
    exclude_others(session, EditionRow.__tablename__)
    draft = drafts.load(session)
    if draft is None or not drafts.is_changed(session):
        raise NothingToPublishError("没有可发布的改动：没有草稿，或草稿与最新版本相同")
    following = select(func.max(EditionRow.number) + 1).scalar_subquery()
    row = session.execute(
        update(EditionRow)
        .where(EditionRow.number == DRAFT)
        .values(number=following, published_at=now, published_by=by, note=note)
        .returning(EditionRow.id, EditionRow.number)
    ).one()
    matchers.keep(session, row.id, matching.build(draft))
    number: int = row.number
    return number
