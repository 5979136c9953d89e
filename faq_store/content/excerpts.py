"""A part of an edition: some of its questions, for whoever names cases or chooses one."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from faq_store.tables import EditionRow, QuestionRow, SectionRow, SituationRow
from helpline.faq import Edition, Question, Section, Situation


def of(session: Session, row: EditionRow, keys: Collection[str]) -> Edition:
    """Read these questions of an edition, those that it has, without phrasings."""
    chosen = _questions(session, row.id, QuestionRow.key.in_(keys))
    return _excerpt(session, row, chosen)


def whole(session: Session, row: EditionRow, most: int) -> Edition | None:
    """Read all questions of an edition, without phrasings; None if there are more."""
    any_ = QuestionRow.edition_id == row.id
    found = _questions(session, row.id, any_, most + 1)
    return _excerpt(session, row, found) if len(found) <= most else None


def _excerpt(
    session: Session, row: EditionRow, found: Collection[QuestionRow]
) -> Edition:
    situations = _situations(session, row.id, {it.key for it in found})
    within = defaultdict[str, list[Question]](list)
    for it in found:
        branches = tuple(situations[it.key])
        question = Question(it.key, it.title, it.answer, branches, it.contacts)
        within[it.section].append(question)
    sections = session.scalars(
        select(SectionRow)
        .where(SectionRow.edition_id == row.id, SectionRow.key.in_(within))
        .order_by(SectionRow.position)
    )
    return Edition(
        row.number,
        row.title,
        tuple(Section(it.key, it.title, tuple(within[it.key])) for it in sections),
    )


def _questions(
    session: Session, edition: int, chosen: ColumnElement[bool], most: int | None = None
) -> list[QuestionRow]:
    wanted = select(QuestionRow).where(QuestionRow.edition_id == edition, chosen)
    ordered = wanted.order_by(QuestionRow.section, QuestionRow.position)
    return list(session.scalars(ordered.limit(most)))


def _situations(
    session: Session, edition: int, questions: Iterable[str]
) -> defaultdict[str, list[Situation]]:
    rows = session.scalars(
        select(SituationRow)
        .where(
            SituationRow.edition_id == edition,
            SituationRow.question.in_(tuple(questions)),
        )
        .order_by(SituationRow.position)
    )
    found = defaultdict[str, list[Situation]](list)
    for it in rows:
        found[it.question].append(Situation(it.key, it.condition, it.suggestion))
    return found
