"""A whole edition, or some of its questions, read from and written to the database's rows."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

from sqlalchemy import delete, func, insert, literal, select
from sqlalchemy.orm import Session

from faq_store.tables import (
    EditionRow,
    PhrasingRow,
    PromptRow,
    QuestionRow,
    SectionRow,
    SituationRow,
    SynonymRow,
)
from helpline.faq import Case, Edition, Phrasing, Question, Section, Situation, Synonym
from helpline.wording import Prompts

_Values: TypeAlias = dict[str, Any]

_UNDER_AN_EDITION = (
    SectionRow,
    QuestionRow,
    SituationRow,
    PhrasingRow,
    SynonymRow,
    PromptRow,
)


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question of an edition, and the key of the section in which it stands."""

    section: str
    content: Question


def read_edition(session: Session, row: EditionRow) -> Edition:
    """Build the edition this row stands for."""
    return Edition(
        number=row.number,
        title=row.title,
        sections=read_sections(session, row.id),
        phrasings=_phrasings(session, row.id),
        synonyms=_synonyms(session, row.id),
        prompts=_prompts(session, row.id),
    )


def read_sections(
    session: Session, edition: int, keys: Collection[str] | None = None
) -> tuple[Section, ...]:
    """Read all sections under an edition's row, with these questions, else with all."""
    within = defaultdict[str, list[Question]](list)
    for value in questions(session, edition, keys).values():
        within[value.section].append(value.content)
    rows = session.execute(
        select(SectionRow.key, SectionRow.title)
        .where(SectionRow.edition_id == edition)
        .order_by(SectionRow.position)
    )
    return tuple(Section(it.key, it.title, tuple(within[it.key])) for it in rows)


def questions(
    session: Session, edition: int, keys: Collection[str] | None = None
) -> dict[str, StoredQuestion]:
    """Read these questions, those that are there, else all; in their order, by key."""
    wanted = select(
        QuestionRow.section,
        QuestionRow.key,
        QuestionRow.title,
        QuestionRow.answer,
        QuestionRow.contacts,
    ).where(QuestionRow.edition_id == edition)
    if keys is not None:
        wanted = wanted.where(QuestionRow.key.in_(keys))
    ordered = wanted.order_by(QuestionRow.section, QuestionRow.position)
    situations = _situations(session, edition, keys)
    return {
        key: StoredQuestion(
            section, Question(key, title, answer, tuple(situations[key]), contacts)
        )
        for section, key, title, answer, contacts in session.execute(ordered)
    }


def read_excerpt(session: Session, row: EditionRow, keys: Collection[str]) -> Edition:
    """Read these questions of an edition, those that it has, without phrasings."""
    return _excerpt(session, row, keys)


def read_whole_excerpt(session: Session, row: EditionRow, most: int) -> Edition | None:
    """Read all questions of an edition, without phrasings; None if there are more."""
    counted = select(func.count()).where(QuestionRow.edition_id == row.id)
    many = session.scalar(counted) or 0
    return _excerpt(session, row, None) if many <= most else None


def write_edition(session: Session, row: EditionRow, edition: Edition) -> None:
    """Make the rows under this (unpublished) row say what the edition says."""
    delete_rows(session, row.id)
    row.title = edition.title
    session.flush()
    values = {
        SectionRow: _section_values(edition),
        QuestionRow: _question_values(edition),
        SituationRow: _situation_values(edition),
        PhrasingRow: _phrasing_values(edition),
        SynonymRow: _synonym_values(edition),
        PromptRow: _prompt_values(edition.prompts),
    }
    for model in _UNDER_AN_EDITION:
        if many := [{"edition_id": row.id, **one} for one in values[model]]:
            session.execute(insert(model), many)


def delete_rows(session: Session, edition: int) -> None:
    """Delete all rows under a draft."""
    for model in reversed(_UNDER_AN_EDITION):
        session.execute(delete(model).where(model.edition_id == edition))


def copy_rows(session: Session, source: int, target: int) -> None:
    """Copy all rows under one edition to another, which has none; ids, not numbers."""
    for model in _UNDER_AN_EDITION:
        others = [it for it in model.__table__.columns if it.name != "edition_id"]
        copied = select(literal(target), *others).where(model.edition_id == source)
        names = ["edition_id", *(it.name for it in others)]
        session.execute(insert(model).from_select(names, copied))


def _excerpt(
    session: Session, row: EditionRow, keys: Collection[str] | None
) -> Edition:
    """Leave out the sections in which none of the questions stands."""
    found = read_sections(session, row.id, keys)
    return Edition(row.number, row.title, tuple(it for it in found if it.questions))


def _situations(
    session: Session, edition: int, questions: Collection[str] | None
) -> defaultdict[str, list[Situation]]:
    wanted = select(
        SituationRow.question,
        SituationRow.key,
        SituationRow.condition,
        SituationRow.suggestion,
    ).where(SituationRow.edition_id == edition)
    if questions is not None:
        wanted = wanted.where(SituationRow.question.in_(questions))
    found = defaultdict[str, list[Situation]](list)
    rows = session.execute(wanted.order_by(SituationRow.position))
    for question, key, condition, suggestion in rows:
        found[question].append(Situation(key, condition, suggestion))
    return found


def _phrasings(session: Session, edition: int) -> tuple[Phrasing, ...]:
    rows = session.execute(
        select(PhrasingRow.text, PhrasingRow.question, PhrasingRow.situation)
        .where(PhrasingRow.edition_id == edition)
        .order_by(PhrasingRow.position)
    )
    return tuple(
        Phrasing(text, None if question is None else Case(question, situation))
        for text, question, situation in rows
    )


def _synonyms(session: Session, edition: int) -> tuple[Synonym, ...]:
    rows = session.execute(
        select(SynonymRow.said, SynonymRow.meant).where(
            SynonymRow.edition_id == edition
        )
    )
    return tuple(sorted(Synonym(said, meant) for said, meant in rows))


def _prompts(session: Session, edition: int) -> Prompts:
    rows = session.execute(
        select(PromptRow.name, PromptRow.text).where(PromptRow.edition_id == edition)
    )
    known = {field.name for field in fields(Prompts)}
    return replace(Prompts(), **{name: text for name, text in rows if name in known})


def _section_values(edition: Edition) -> Iterator[_Values]:
    for position, section in enumerate(edition.sections):
        yield {"key": section.key, "position": position, "title": section.title}


def _question_values(edition: Edition) -> Iterator[_Values]:
    for section in edition.sections:
        for position, question in enumerate(section.questions):
            yield {
                "key": question.key,
                "section": section.key,
                "position": position,
                "title": question.title,
                "answer": question.answer,
                "contacts": question.contacts,
            }


def _situation_values(edition: Edition) -> Iterator[_Values]:
    for question in edition.questions:
        for position, situation in enumerate(question.situations):
            yield {
                "question": question.key,
                "key": situation.key,
                "position": position,
                "condition": situation.condition,
                "suggestion": situation.suggestion,
            }


def _phrasing_values(edition: Edition) -> Iterator[_Values]:
    for position, phrasing in enumerate(edition.phrasings):
        yield {
            "position": position,
            "text": phrasing.text,
            "question": phrasing.case.question if phrasing.case else None,
            "situation": phrasing.case.situation if phrasing.case else None,
        }


def _synonym_values(edition: Edition) -> Iterator[_Values]:
    for synonym in edition.synonyms:
        yield {"said": synonym.said, "meant": synonym.meant}


def _prompt_values(prompts: Prompts) -> Iterator[_Values]:
    default = Prompts()
    for name in (field.name for field in fields(Prompts)):
        if (text := getattr(prompts, name)) != getattr(default, name):
            yield {"name": name, "text": text}
