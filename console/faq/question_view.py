"""Everything that the page of one question shows, read row by row."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from faq_store.content import editions, queries
from faq_store.content.queries import Edit, PhrasingLine, SectionLine
from faq_store.editing import question_context
from faq_store.editing.question_context import Place
from faq_store.editing.validation import revision_of
from faq_store.tables import DRAFT, EditionRow
from helpline.faq import Case, Question, Section

FIRST, MORE = 5, 50
"""Phrasings of each case that are listed with the question, and on a page of theirs."""


@dataclass(frozen=True, slots=True)
class Said:
    """The phrasings of one case; `more` is the place to go on from, None at the end."""

    case: Case
    name: str
    lines: tuple[PhrasingLine, ...]
    more: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question as it stands. `published` is what the latest edition has, or None.

    `draft` tells whether it stands in a draft.
    """

    question: Question
    section: Section
    sections: tuple[SectionLine, ...]
    place: Place | None
    edit: Edit | None
    published: Question | None
    draft: bool
    phrasings: tuple[Said, ...]

    @property
    def seen(self) -> str:
        """Give the revision of what is shown."""
        return revision_of(self.question)

    @property
    def mark(self) -> str:
        """Say in a word how it differs from what is published, "" if not at all."""
        if self.published is None:
            return "新"
        return "改" if self.published != self.question else ""


def there(store: Session, key: str) -> tuple[EditionRow, Question] | None:
    """Find a question in what is standing, and the row of that."""
    row = queries.standing(store)
    if row is None:
        return None
    question = queries.question(store, row.id, key)
    return None if question is None else (row, question)


def question(store: Session, key: str) -> Question | None:
    """Find a question in what is standing."""
    found = there(store, key)
    return found[1] if found else None


def published(store: Session, key: str) -> Question | None:
    """Find a question in the latest edition."""
    latest = editions.latest_row(store)
    return None if latest is None else queries.question(store, latest.id, key)


def read(store: Session, row: EditionRow, question: Question) -> Sheet:
    """Read all about a question that is there."""
    key = question.key
    section = queries.section_of(store, row.id, key)
    assert section is not None  # noqa: S101 - every question has one
    return Sheet(
        question=question,
        section=section,
        sections=queries.outline(store, row.id),
        place=question_context.place(store, row.id, section.key, key),
        edit=edit(store, row, f"question:{key}"),
        published=published(store, key),
        draft=row.number == DRAFT,
        phrasings=said(store, row, question),
    )


def edit(store: Session, row: EditionRow, subject: str) -> Edit | None:
    """Tell who edited something last in the draft, None for nobody."""
    found = queries.edited(store, row.id, [subject]).get(subject)
    return found if row.number == DRAFT else None


def said(store: Session, row: EditionRow, question: Question) -> tuple[Said, ...]:
    """List the first phrasings of a question and of each of its situations."""
    cases = (
        Case(question.key),
        *(Case(question.key, it.key) for it in question.situations),
    )
    return tuple(phrasings(store, row, question, it, None) for it in cases)


def phrasings(
    store: Session, row: EditionRow, question: Question, case: Case, after: int | None
) -> Said:
    """List phrasings of one case behind a position; its first few, before any."""
    most, place = (FIRST, -1) if after is None else (MORE, after)
    found = queries.phrasings(store, row.id, case, place, most + 1)
    more = found[most - 1].position if len(found) > most else None
    return Said(case, named(question, case), found[:most], more)


def named(question: Question, case: Case) -> str:
    """Name a case of a question by the number that staff see."""
    for number, it in enumerate(question.situations, 1):
        if it.key == case.situation:
            return f"情形{number}：{it.condition}"
    return "问的是整个问题" if question.situations else "这个问题"
