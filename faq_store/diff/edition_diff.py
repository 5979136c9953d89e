"""The diff of two editions, or of the draft and an edition, made by SQL: neither is loaded.

Both are named by the ids of their rows; `old` may be None, for nothing at all.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import chain
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from faq_store.diff import row_diff
from faq_store.diff.row_diff import Columns, RowValues
from faq_store.tables import (
    EditionRow,
    PhrasingRow,
    PromptRow,
    QuestionRow,
    SectionRow,
    SituationRow,
    SynonymRow,
)
from helpline.faq import Case, Phrasing, Synonym
from helpline.wording import Prompts

MOST_PHRASINGS = 500
"""Phrasings of each kind that are kept to be shown; how many there are is told of all."""

_FEW = 1_000
"""Questions that are looked up one by one rather than among all."""

NO_EDITION = 0
"""No edition has this id."""


class ChangeKind(StrEnum):
    """What became of a section or a question."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """A section or question that differs; `title` is the newer of its titles."""

    key: str
    title: str
    mark: ChangeKind


@dataclass(frozen=True, slots=True)
class PhrasingSample:
    """Phrasings: how many there are, and the first of them."""

    many: int = 0
    first: tuple[Phrasing, ...] = ()


@dataclass(frozen=True, slots=True)
class WordingChange:
    """A sentence as it was and as it is; `name` is a prompt's, "" for the FAQ's title."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """All that differs; `reordered` are the sections in which common things moved.

    Among those "" stands for the order of the sections themselves.
    """

    sections: tuple[ChangedEntry, ...] = ()
    questions: tuple[ChangedEntry, ...] = ()
    reordered: tuple[str, ...] = ()
    added: PhrasingSample = PhrasingSample()
    removed: PhrasingSample = PhrasingSample()
    synonyms_added: tuple[Synonym, ...] = ()
    synonyms_removed: tuple[Synonym, ...] = ()
    wordings: tuple[WordingChange, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return self != EditionDiff()


def diff_editions(session: Session, old: int | None, new: int) -> EditionDiff:
    """Find all that differs."""
    old = NO_EDITION if old is None else old
    added, removed = _phrasings(session, old, new)
    gained, lost = _synonyms(session, old, new)
    return EditionDiff(
        sections=_sections(session, old, new),
        questions=_questions(session, old, new),
        reordered=tuple(_reordered_sections(session, old, new)),
        added=added,
        removed=removed,
        synonyms_added=gained,
        synonyms_removed=lost,
        wordings=tuple(_wordings(session, old, new)),
    )


def _sections(session: Session, old: int, new: int) -> tuple[ChangedEntry, ...]:
    was, now = (
        dict(
            session.execute(
                select(SectionRow.key, SectionRow.title)
                .where(SectionRow.edition_id == item)
                .order_by(SectionRow.position)
            ).all()
        )
        for item in (old, new)
    )
    changed = {it for it in was if it in now and was[it] != now[it]}
    return _changed_entries(was, now, changed)


def _questions(session: Session, old: int, new: int) -> tuple[ChangedEntry, ...]:
    content = (
        QuestionRow.key,
        QuestionRow.section,
        QuestionRow.title,
        QuestionRow.answer,
        QuestionRow.contacts,
    )
    branches = (
        SituationRow.question,
        SituationRow.key,
        SituationRow.position,
        SituationRow.condition,
        SituationRow.suggestion,
    )
    found = chain(
        row_diff.differing_rows(session, content, content[:1], old, new),
        row_diff.differing_rows(session, branches, branches[:2], old, new),
    )
    touched = {it[0] for pair in found for it in pair if it}
    was, now = (_titles(session, it, touched) for it in (old, new))
    return _changed_entries(was, now, touched & was.keys() & now.keys())


def _titles(session: Session, edition: int, keys: Collection[str]) -> dict[str, str]:
    """Name questions, in the order of the document."""
    wanted = (
        select(QuestionRow.key, QuestionRow.title)
        .join(
            SectionRow,
            (SectionRow.edition_id == QuestionRow.edition_id)
            & (SectionRow.key == QuestionRow.section),
        )
        .where(QuestionRow.edition_id == edition)
        .order_by(SectionRow.position, QuestionRow.position)
    )
    if len(keys) <= _FEW:
        wanted = wanted.where(QuestionRow.key.in_(keys))
    found = session.execute(wanted)
    return {key: title for key, title in found if key in keys}


def _changed_entries(
    was: dict[str, str], now: dict[str, str], changed: Collection[str]
) -> tuple[ChangedEntry, ...]:
    """List what is there now first, then what is gone."""
    there = (
        ChangedEntry(key, title, ChangeKind.CHANGED if key in was else ChangeKind.NEW)
        for key, title in now.items()
        if key not in was or key in changed
    )
    gone = (
        ChangedEntry(key, was[key], ChangeKind.GONE) for key in was if key not in now
    )
    return (*there, *gone)


def _reordered_sections(session: Session, old: int, new: int) -> Iterable[str]:
    was, now = (_order(session, it) for it in (old, new))
    for parent in now:
        one, two = was.get(parent, ()), now[parent]
        both = set(one) & set(two)
        if [it for it in one if it in both] != [it for it in two if it in both]:
            yield parent


def _order(session: Session, edition: int) -> dict[str, list[str]]:
    """List the keys of questions by section, and those of the sections under ""."""
    sections = (
        select(SectionRow.key)
        .where(SectionRow.edition_id == edition)
        .order_by(SectionRow.position)
    )
    found = {"": list(session.scalars(sections))}
    questions = (
        select(QuestionRow.section, QuestionRow.key)
        .where(QuestionRow.edition_id == edition)
        .order_by(QuestionRow.section, QuestionRow.position)
    )
    for section, key in session.execute(questions):
        found.setdefault(section, []).append(key)
    return found


def _phrasings(
    session: Session, old: int, new: int
) -> tuple[PhrasingSample, PhrasingSample]:
    """Find what only the newer and what only the older knows.

    A phrasing may have moved to another position: what both know is left out here.
    """
    columns = (PhrasingRow.text, PhrasingRow.question, PhrasingRow.situation)
    if old == NO_EDITION:
        return _all(session, columns, new), PhrasingSample()
    keys = (PhrasingRow.position,)
    was, now = Counter[RowValues](), Counter[RowValues]()
    for one, two in row_diff.differing_rows(session, columns, keys, old, new):
        was.update([one] if one else ())
        now.update([two] if two else ())
    return _sample(now - was), _sample(was - now)


def _all(session: Session, columns: Columns, edition: int) -> PhrasingSample:
    """Count the phrasings of one state, and read the first of them."""
    own = PhrasingRow.edition_id == edition
    many = session.scalar(select(func.count()).where(own)) or 0
    first = select(*columns).where(own).order_by(PhrasingRow.position)
    said = map(tuple[Any, ...], session.execute(first.limit(MOST_PHRASINGS)))
    return PhrasingSample(many, tuple(_phrasing(*it) for it in said))


def _sample(found: Counter[RowValues]) -> PhrasingSample:
    ordered = sorted(found.elements(), key=lambda it: (it[1] or "", it[2] or 0, it[0]))
    first = tuple(_phrasing(*it) for it in ordered[:MOST_PHRASINGS])
    return PhrasingSample(len(ordered), first)


def _phrasing(text: str, question: str | None, situation: int | None) -> Phrasing:
    return Phrasing(text, None if question is None else Case(question, situation))


def _synonyms(
    session: Session, old: int, new: int
) -> tuple[tuple[Synonym, ...], tuple[Synonym, ...]]:
    columns = (SynonymRow.said, SynonymRow.meant)
    found = list(row_diff.differing_rows(session, columns, columns[:1], old, new))
    gained = tuple(sorted(Synonym(*now) for _, now in found if now))
    return gained, tuple(sorted(Synonym(*was) for was, _ in found if was))


def _wordings(session: Session, old: int, new: int) -> Iterable[WordingChange]:
    titles = (
        session.scalar(select(EditionRow.title).where(EditionRow.id == item)) or ""
        for item in (old, new)
    )
    was, now = (_prompts(session, it) for it in (old, new))
    said = [("", *titles), *((name, was[name], now[name]) for name in now)]
    return (WordingChange(*it) for it in said if it[1] != it[2])


def _prompts(session: Session, edition: int) -> dict[str, str]:
    default = Prompts()
    found = {it.name: str(getattr(default, it.name)) for it in fields(default)}
    stored = select(PromptRow.name, PromptRow.text).where(
        PromptRow.edition_id == edition
    )
    for name, text in session.execute(stored):
        if name in found:
            found[name] = text
    return found
