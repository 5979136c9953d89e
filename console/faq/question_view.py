"""Everything that the page of one question shows, read row by row."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from faq_store.content import editions, queries
from faq_store.content.queries import LastEdit, PhrasingLine, SectionLine
from faq_store.editing import question_context
from faq_store.editing.question_context import QuestionPosition
from faq_store.editing.validation import revision_of
from faq_store.tables import DRAFT, EditionRow
from helpline.faq import Case, Question, Section

FIRST, MORE = 5, 50
"""Phrasings of each case that are listed with the question, and on a page of theirs."""


@dataclass(frozen=True, slots=True)
class CasePhrasings:
    """The phrasings of one case; `more` is the place to go on from, None at the end."""

    case: Case
    name: str
    lines: tuple[PhrasingLine, ...]
    more: int | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as it stands. `find_published` is what the latest edition has, or None.

    `draft` tells whether it stands in a draft.
    """

    question: Question
    section: Section
    sections: tuple[SectionLine, ...]
    place: QuestionPosition | None
    edit: LastEdit | None
    published: Question | None
    draft: bool
    phrasings: tuple[CasePhrasings, ...]

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


def find_working_question(
    store: Session, key: str
) -> tuple[EditionRow, Question] | None:
    """Find a question in what is standing, and the row of that."""
    row = queries.working_edition_row(store)
    if row is None:
        return None
    question = queries.read_question(store, row.id, key)
    return None if question is None else (row, question)


def find_question(store: Session, key: str) -> Question | None:
    """Find a question in what is standing."""
    found = find_working_question(store, key)
    return found[1] if found else None


def find_published(store: Session, key: str) -> Question | None:
    """Find a question in the latest edition."""
    latest = editions.latest_row(store)
    return None if latest is None else queries.read_question(store, latest.id, key)


def load_question_view(
    store: Session, row: EditionRow, question: Question
) -> QuestionView:
    """Read all about a question that is there."""
    key = question.key
    section = queries.read_section_of(store, row.id, key)
    assert section is not None  # noqa: S101 - every question has one
    return QuestionView(
        question=question,
        section=section,
        sections=queries.list_sections(store, row.id),
        place=question_context.question_position(store, row.id, section.key, key),
        edit=find_edit(store, row, f"question:{key}"),
        published=find_published(store, key),
        draft=row.number == DRAFT,
        phrasings=list_phrasings(store, row, question),
    )


def find_edit(store: Session, row: EditionRow, subject: str) -> LastEdit | None:
    """Tell who edited something last in the draft, None for nobody."""
    found = queries.last_edits(store, row.id, [subject]).get(subject)
    return found if row.number == DRAFT else None


def list_phrasings(
    store: Session, row: EditionRow, question: Question
) -> tuple[CasePhrasings, ...]:
    """List the first phrasings of a question and of each of its situations."""
    cases = (
        Case(question.key),
        *(Case(question.key, it.key) for it in question.situations),
    )
    return tuple(list_case_phrasings(store, row, question, it, None) for it in cases)


def list_case_phrasings(
    store: Session, row: EditionRow, question: Question, case: Case, after: int | None
) -> CasePhrasings:
    """List phrasings of one case behind a position; its first few, before any."""
    most, place = (FIRST, -1) if after is None else (MORE, after)
    found = queries.list_phrasings(store, row.id, case, place, most + 1)
    more = found[most - 1].position if len(found) > most else None
    return CasePhrasings(case, case_name(question, case), found[:most], more)


def case_name(question: Question, case: Case) -> str:
    """Name a case of a question by the number that staff see."""
    for number, situation in enumerate(question.situations, 1):
        if situation.key == case.situation:
            return f"情形{number}：{situation.condition}"
    return "问的是整个问题" if question.situations else "这个问题"
