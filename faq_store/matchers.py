"""The matcher of each edition, built once when it is published."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store.tables import EditionRow, MatcherRow
from helpline import matching
from helpline.cases import Edition
from helpline.matching import Matcher, UnreadableMatcherError


def keep(session: Session, edition_id: int, matcher: Matcher) -> None:
    """Store the matcher of an edition that is being published."""
    session.add(MatcherRow(edition_id=edition_id, data=matching.dump(matcher)))


def of(session: Session, edition: Edition) -> Matcher:
    """Load an edition's matcher; build it where another version of ours wrote it."""
    stored = (
        select(MatcherRow.data)
        .join(EditionRow, EditionRow.id == MatcherRow.edition_id)
        .where(EditionRow.number == edition.number)
    )
    try:
        return matching.load(session.scalar(stored) or b"")
    except UnreadableMatcherError:
        return matching.build(edition)
