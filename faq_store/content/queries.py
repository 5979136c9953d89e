"""Database queries for lists and pages of the FAQ: outline, search, one question, who edited it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import QueryableAttribute, Session

from faq_store.content import drafts, edition_rows, editions
from faq_store.review_tables import EditRow
from faq_store.tables import (
    EditionRow,
    PhrasingRow,
    PromptRow,
    QuestionRow,
    SectionRow,
    SituationRow,
)
from helpline.faq import Case, Question, Section
from helpline.wording import Prompts

_Line = Row[str, str, str, int, bool]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section, and how many questions it has."""

    key: str
    title: str
    questions: int


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in a list; `position` orders it within its section, with gaps."""

    key: str
    section: str
    title: str
    position: int
    contacts: bool
    situations: int


@dataclass(frozen=True, slots=True)
class PhrasingLine:
    """A phrasing in a list; `position` orders it within its edition, with gaps."""

    position: int
    text: str
    case: Case | None


@dataclass(frozen=True, slots=True)
class LastEdit:
    """Who last edited something, and when."""

    by: str
    at: datetime


def working_edition_row(session: Session) -> EditionRow | None:
    """Find what staff work on: the draft, else the latest edition."""
    return drafts.draft_row(session) or editions.latest_row(session)


def list_sections(session: Session, edition: int) -> tuple[SectionLine, ...]:
    """List the sections in their order."""
    counted = (
        select(QuestionRow.section, func.count().label("many"))
        .where(QuestionRow.edition_id == edition)
        .group_by(QuestionRow.section)
    )
    many = {it.section: it.many for it in session.execute(counted)}
    rows = session.scalars(
        select(SectionRow)
        .where(SectionRow.edition_id == edition)
        .order_by(SectionRow.position)
    )
    return tuple(SectionLine(it.key, it.title, many.get(it.key, 0)) for it in rows)


def list_questions(
    session: Session, edition: int, section: str, after: int, most: int
) -> tuple[QuestionLine, ...]:
    """List questions of a section behind a position (-1: from the first)."""
    wanted = _select_lines(edition).where(
        QuestionRow.section == section, QuestionRow.position > after
    )
    found = session.execute(wanted.order_by(QuestionRow.position).limit(most))
    return _question_lines(session, edition, found.all())


def search_questions(
    session: Session, edition: int, words: str, most: int
) -> tuple[QuestionLine, ...]:
    """List questions that say these words, or that a phrasing with them means."""
    situations = select(SituationRow.question).where(
        SituationRow.edition_id == edition,
        _contains(words, SituationRow.condition, SituationRow.suggestion),
    )
    phrasings = select(PhrasingRow.question).where(
        PhrasingRow.edition_id == edition, _contains(words, PhrasingRow.text)
    )
    wanted = _select_lines(edition).where(
        or_(
            QuestionRow.key == words,
            _contains(words, QuestionRow.title, QuestionRow.answer),
            QuestionRow.key.in_(situations),
            QuestionRow.key.in_(phrasings),
        )
    )
    found = session.execute(wanted.order_by(QuestionRow.key).limit(most))
    return _question_lines(session, edition, found.all())


def read_section(session: Session, edition: int, key: str) -> Section | None:
    """Read a section without its questions."""
    row = session.get(SectionRow, (edition, key))
    return Section(row.key, row.title, ()) if row else None


def read_section_of(session: Session, edition: int, key: str) -> Section | None:
    """Read the section that a question stands in, without its questions."""
    row = session.get(QuestionRow, (edition, key))
    return read_section(session, edition, row.section) if row else None


def read_question(session: Session, edition: int, key: str) -> Question | None:
    """Read one question with its situations."""
    found = edition_rows.questions(session, edition, [key]).get(key)
    return found.content if found else None


def read_prompt(session: Session, edition: int, name: str) -> str:
    """Read one prompt as an edition has it."""
    stored = session.scalar(
        select(PromptRow.text).where(
            PromptRow.edition_id == edition, PromptRow.name == name
        )
    )
    return str(getattr(Prompts(), name)) if stored is None else stored


def list_phrasings(
    session: Session, edition: int, case: Case | None, after: int, most: int
) -> tuple[PhrasingLine, ...]:
    """List phrasings of a case, or of nothing, behind a position (-1: from the first).

    Those of a question's situations are listed only when asked for one by one.
    """
    wanted = select(PhrasingRow.position, PhrasingRow.text).where(
        PhrasingRow.edition_id == edition,
        PhrasingRow.question == case.question
        if case
        else PhrasingRow.question.is_(None),
        PhrasingRow.situation == case.situation
        if case and case.situation is not None
        else PhrasingRow.situation.is_(None),
        PhrasingRow.position > after,
    )
    found = session.execute(wanted.order_by(PhrasingRow.position).limit(most))
    return tuple(PhrasingLine(position, text, case) for position, text in found)


def last_edits(
    session: Session, edition: int, subjects: Iterable[str]
) -> dict[str, LastEdit]:
    """Tell who last edited some things in this edition while it was the draft."""
    wanted = select(EditRow).where(
        EditRow.edition_id == edition, EditRow.subject.in_(tuple(subjects))
    )
    return {it.subject: LastEdit(it.by, it.at) for it in session.scalars(wanted)}


def _select_lines(edition: int) -> Select[str, str, str, int, bool]:
    return select(
        QuestionRow.key,
        QuestionRow.section,
        QuestionRow.title,
        QuestionRow.position,
        QuestionRow.contacts,
    ).where(QuestionRow.edition_id == edition)


def _question_lines(
    session: Session, edition: int, found: Iterable[_Line]
) -> tuple[QuestionLine, ...]:
    rows = tuple(found)
    counted = (
        select(SituationRow.question, func.count().label("many"))
        .where(
            and_(
                SituationRow.edition_id == edition,
                SituationRow.question.in_([it.key for it in rows]),
            )
        )
        .group_by(SituationRow.question)
    )
    many = Counter({it.question: it.many for it in session.execute(counted)})
    return tuple(
        QuestionLine(
            row.key, row.section, row.title, row.position, row.contacts, many[row.key]
        )
        for row in rows
    )


def _contains(words: str, *columns: QueryableAttribute[str]) -> ColumnElement[bool]:
    return or_(*(it.contains(words, autoescape=True) for it in columns))
