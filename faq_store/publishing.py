"""Publishing: the draft becomes the next edition, for good."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from faq_store import drafts, editions, matchers
from faq_store.errors import NothingToPublishError
from faq_store.matchers import PLAIN, Means
from faq_store.tables import DRAFT, EditionRow
from helpline import matching
from helpline.cases import Edition
from helpline.matching import Matcher
from helpline.matching.comparison import Change, compare
from helpline.matching.evaluation import labelled
from storage.session import exclude_others


@dataclass(frozen=True, slots=True)
class Taught:
    """A draft, the matcher taught it, and the answers that it would change."""

    draft: Edition
    matcher: Matcher
    changes: tuple[Change, ...] = ()


def teach(session: Session, means: Means = PLAIN) -> Taught | None:
    """Teach a matcher the draft, before `publish`: nobody waits for it meanwhile.

    All phrasings, the draft's and the latest edition's, are asked of both matchers.
    """
    draft = drafts.load(session)
    if draft is None:
        return None
    latest = editions.latest(session)
    before = matchers.of(session, latest, means) if latest else None
    session.rollback()  # the store need not wait, and would not wait for ever
    matcher = matching.build(draft, means.encoder)
    if latest is None or before is None:
        return Taught(draft, matcher)
    known = dict.fromkeys((*labelled(draft), *labelled(latest)))
    return Taught(draft, matcher, compare(before, matcher, known))


def publish(
    session: Session,
    *,
    now: datetime,
    by: str,
    note: str = "",
    taught: Taught | None = None,
) -> int:
    """Publish the draft with its matcher, and return its edition's number.

    The matcher is the one that was `taught`, unless the draft has changed since.

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
    if taught is None or not drafts.same(taught.draft, draft):
        encoder = taught.matcher.encoder if taught else None
        taught = Taught(draft, matching.build(draft, encoder))
    matchers.keep(session, row.id, taught.matcher)
    number: int = row.number
    return number
