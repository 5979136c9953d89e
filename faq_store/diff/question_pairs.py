"""Questions as they were and as they are, side by side."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store.diff.edition_diff import NOWHERE
from faq_store.tables import QuestionRow, SituationRow
from helpline.faq import Case, Question, Situation


@dataclass(frozen=True, slots=True)
class Pair:
    """A question as it was and as it is, and where; None where there is none."""

    key: str
    before: Question | None
    after: Question | None
    moved: tuple[str, str] | None = None


def pairs(
    session: Session, old: int | None, new: int, keys: Collection[str]
) -> tuple[Pair, ...]:
    """Read some questions of both states."""
    was, now = (_read(session, it or NOWHERE, keys) for it in (old, new))
    places = [_sections_of(session, it or NOWHERE, keys) for it in (old, new)]
    return tuple(
        Pair(it, was.get(it), now.get(it), _moved(*(place.get(it) for place in places)))
        for it in keys
    )


def titles(session: Session, edition: int, cases: Iterable[str]) -> dict[str, str]:
    """Name cases as they are written (`1.6#2`); without those that are not there."""
    asked = {it: Case.parse(it) for it in cases}
    keys = {it.question for it in asked.values()}
    found = _read(session, edition, keys)
    named = {}
    for written, case in asked.items():
        question = found.get(case.question)
        if question is None:
            continue
        situation = question.situation(case.situation or 0)
        condition = f"：{situation.condition}" if situation else ""
        named[written] = f"{question.title}{condition}"
    return named


def _moved(was: str | None, now: str | None) -> tuple[str, str] | None:
    return (was, now) if was and now and was != now else None


def _read(session: Session, edition: int, keys: Collection[str]) -> dict[str, Question]:
    branches: dict[str, list[Situation]] = {}
    situations = select(SituationRow).where(
        SituationRow.edition_id == edition, SituationRow.question.in_(keys)
    )
    for it in session.scalars(situations.order_by(SituationRow.position)):
        made = Situation(it.key, it.condition, it.suggestion)
        branches.setdefault(it.question, []).append(made)
    return {
        it.key: Question(
            it.key, it.title, it.answer, tuple(branches.get(it.key, ())), it.contacts
        )
        for it in session.scalars(
            select(QuestionRow).where(
                QuestionRow.edition_id == edition, QuestionRow.key.in_(keys)
            )
        )
    }


def _sections_of(
    session: Session, edition: int, keys: Collection[str]
) -> dict[str, str]:
    wanted = select(QuestionRow.key, QuestionRow.section).where(
        QuestionRow.edition_id == edition, QuestionRow.key.in_(keys)
    )
    return dict(session.execute(wanted).all())
