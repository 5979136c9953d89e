"""Sort positions of sections and questions: making room for one among its siblings."""

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from faq_store.tables import PhrasingRow, QuestionRow, SectionRow

PositionedRow = type[SectionRow] | type[QuestionRow]

ASIDE = -1
"""Where a row waits while its siblings move; no row stays there."""


def end_position(
    session: Session, model: PositionedRow, siblings: ColumnElement[bool]
) -> int:
    """Give the position behind all siblings."""
    last = session.scalar(select(func.max(model.position)).where(siblings))
    return 0 if last is None else last + 1


def make_room(
    session: Session, model: PositionedRow, siblings: ColumnElement[bool], position: int
) -> None:
    """Move the siblings from a position on by one, in two steps.

    Each row is checked for uniqueness while it is changed, so they take a way around
    below zero, where only a row that was put `ASIDE` may be.
    """
    moved = update(model).where(siblings)
    options = {"synchronize_session": False}
    for step in (
        moved.where(model.position >= position).values(position=-model.position - 2),
        moved.where(model.position < ASIDE).values(position=-model.position - 1),
    ):
        session.execute(step, execution_options=options)


def last_phrasing_position(session: Session, edition: int) -> int:
    """Give the position of an edition's last phrasing, -1 for none."""
    last = session.scalar(
        select(func.max(PhrasingRow.position)).where(PhrasingRow.edition_id == edition)
    )
    return -1 if last is None else last
