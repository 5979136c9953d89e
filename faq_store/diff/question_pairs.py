"""Questions before and after, side by side, for the pages that show a diff."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from faq_store.content import edition_rows
from faq_store.content.edition_rows import StoredQuestion
from faq_store.diff.edition_diff import NO_EDITION
from helpline.faq import Case, Question


@dataclass(frozen=True, slots=True)
class QuestionPair:
    """A question as it was and as it is, and where; None where there is none."""

    key: str
    before: Question | None
    after: Question | None
    moved: tuple[str, str] | None = None


def read_pairs(
    session: Session, old: int | None, new: int, keys: Collection[str]
) -> tuple[QuestionPair, ...]:
    """Read some questions of both states."""
    was, now = (
        edition_rows.questions(session, item or NO_EDITION, keys) for item in (old, new)
    )
    return tuple(_pair(it, was.get(it), now.get(it)) for it in keys)


def case_titles(session: Session, edition: int, cases: Iterable[str]) -> dict[str, str]:
    """Name cases as they are written (`1.6#2`); without those that are not there."""
    asked = {it: Case.parse(it) for it in cases}
    keys = {it.question for it in asked.values()}
    found = edition_rows.questions(session, edition, keys)
    named = {}
    for written, case in asked.items():
        if case.question not in found:
            continue
        question = found[case.question].content
        situation = question.situation(case.situation or 0)
        condition = f"：{situation.condition}" if situation else ""
        named[written] = f"{question.title}{condition}"
    return named


def _pair(
    key: str, was: StoredQuestion | None, now: StoredQuestion | None
) -> QuestionPair:
    moved = None
    if was and now and was.section != now.section:
        moved = was.section, now.section
    before, after = (it.content if it else None for it in (was, now))
    return QuestionPair(key, before, after, moved)
