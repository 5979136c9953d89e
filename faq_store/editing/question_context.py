"""A question's context: its place, its neighbours, its phrasings, and what refers to it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, union_all
from sqlalchemy.orm import Session

from faq_store.editing.mentions import Mention, MentionKind, find_mentions
from faq_store.tables import PhrasingRow, QuestionRow, SectionRow, SituationRow
from helpline.faq import Question

_SHORTEST_TITLE = 4
"""Letters of a title below which texts say it without meaning the question."""

_MOST_POINTING = 500


@dataclass(frozen=True, slots=True)
class QuestionPosition:
    """The section and the question in it, counted from 1; and how many there are."""

    section: int
    sections: int
    question: int
    questions: int


@dataclass(frozen=True, slots=True)
class QuestionTitle:
    """A question by its key and title."""

    key: str
    title: str


def question_position(
    session: Session, edition: int, section: str, key: str = ""
) -> QuestionPosition | None:
    """Say where a question stands; without a key, a new one at the section's end."""
    within = session.get(SectionRow, (edition, section))
    if within is None:
        return None
    sections = SectionRow.edition_id == edition
    siblings = (QuestionRow.edition_id == edition) & (QuestionRow.section == section)
    questions = _count_rows(session, siblings)
    row = session.get(QuestionRow, (edition, key)) if key else None
    behind = questions
    if row:
        behind = _count_rows(session, siblings & (QuestionRow.position < row.position))
    return QuestionPosition(
        section=_count_rows(session, sections & (SectionRow.position < within.position))
        + 1,
        sections=_count_rows(session, sections),
        question=behind + 1,
        questions=questions if row else questions + 1,
    )


def neighbour_keys(session: Session, edition: int, key: str) -> tuple[str | None, ...]:
    """Give the keys of the question before, and of the two behind; None for none."""
    row = session.get(QuestionRow, (edition, key))
    if row is None:
        return (None, None, None)
    siblings = select(QuestionRow.key).where(
        QuestionRow.edition_id == edition, QuestionRow.section == row.section
    )
    above = siblings.where(QuestionRow.position < row.position)
    below = siblings.where(QuestionRow.position > row.position)
    last = session.scalar(above.order_by(QuestionRow.position.desc()).limit(1))
    following = session.scalars(below.order_by(QuestionRow.position).limit(2)).all()
    return (last, *following, None, None)[:3]


def list_titles(session: Session, edition: int) -> tuple[QuestionTitle, ...]:
    """Name every question: two short columns, whatever the answers' length."""
    found = session.execute(
        select(QuestionRow.key, QuestionRow.title).where(
            QuestionRow.edition_id == edition
        )
    )
    return tuple(QuestionTitle(*it) for it in found)


def list_retired(
    session: Session, old: int, new: int, most: int
) -> tuple[QuestionTitle, ...]:
    """Name questions that an edition has and its draft has no more."""
    there = select(QuestionRow.key).where(QuestionRow.edition_id == new)
    gone = select(QuestionRow.key, QuestionRow.title).where(
        QuestionRow.edition_id == old, QuestionRow.key.not_in(there)
    )
    found = session.execute(gone.order_by(QuestionRow.key).limit(most))
    return tuple(QuestionTitle(*it) for it in found)


def count_phrasings(session: Session, edition: int, key: str) -> int:
    """Count the phrasings of a question and of its situations."""
    own = (PhrasingRow.edition_id == edition) & (PhrasingRow.question == key)
    return session.scalar(select(func.count()).where(own)) or 0


def questions_mentioning(
    session: Session, edition: int, question: Question
) -> tuple[QuestionTitle, ...]:
    """Name other questions whose answers say this one's key or title."""
    title = question.title.rstrip("？?。")
    titles = (title,) if len(title) >= _SHORTEST_TITLE else ()
    words = (question.key, *titles)
    answers = select(QuestionRow.key, QuestionRow.answer).where(
        QuestionRow.edition_id == edition,
        or_(*(QuestionRow.answer.contains(it, autoescape=True) for it in words)),
    )
    branches = select(
        SituationRow.question, SituationRow.condition + "\n" + SituationRow.suggestion
    ).where(
        SituationRow.edition_id == edition,
        or_(
            *(
                column.contains(word, autoescape=True)
                for word in words
                for column in (SituationRow.condition, SituationRow.suggestion)
            )
        ),
    )
    found = session.execute(union_all(answers, branches).limit(_MOST_POINTING))
    keys = {
        key
        for key, text in found
        if any(it in text for it in titles)
        or question.key in {it.key for it in find_mentions(text)}
    }
    return _question_titles(session, edition, keys - {question.key})


def dead_mentions(
    session: Session, edition: int, section: str, texts: tuple[str, ...]
) -> frozenset[Mention]:
    """Find the mentions of questions that are not there, seen from one section."""
    found = {it for text in texts for it in find_mentions(text)}
    return frozenset(it for it in found if _is_dead(session, edition, section, it))


def _is_dead(session: Session, edition: int, section: str, mention: Mention) -> bool:
    match mention.manner:
        case MentionKind.KEY:
            return session.get(QuestionRow, (edition, mention.key)) is None
        case MentionKind.PRINTED:
            which, question = mention.at
            sections = (
                select(SectionRow.key)
                .where(SectionRow.edition_id == edition)
                .order_by(SectionRow.position)
            )
            named = session.scalars(sections.offset(max(which - 1, 0)).limit(1)).first()
            return named is None or _is_beyond_section(
                session, edition, named, question
            )
        case MentionKind.PLACE:
            return _is_beyond_section(session, edition, section, mention.at[0])
        case MentionKind.SITUATION:
            return False  # the question itself knows its situations


def _is_beyond_section(
    session: Session, edition: int, section: str, question: int
) -> bool:
    siblings = (QuestionRow.edition_id == edition) & (QuestionRow.section == section)
    return not 1 <= question <= _count_rows(session, siblings)


def _count_rows(session: Session, rows: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(rows)) or 0


def _question_titles(
    session: Session, edition: int, keys: Collection[str]
) -> tuple[QuestionTitle, ...]:
    wanted = select(QuestionRow.key, QuestionRow.title).where(
        QuestionRow.edition_id == edition, QuestionRow.key.in_(keys)
    )
    found = session.execute(wanted.order_by(QuestionRow.key))
    return tuple(QuestionTitle(*it) for it in found)
