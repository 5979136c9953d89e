"""Search for a case: what a text may be said to mean, all of a small FAQ, those found in a large one."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from console.display import case_labels
from console.display.case_labels import SectionCases
from faq_store.content import edition_rows, queries
from faq_store.content.edition_cache import ServedEdition
from faq_store.errors import NoSuchEditionError
from faq_store.tables import EditionRow
from helpline.errors import HelplineError
from helpline.faq import Case, Edition

MOST_LISTED = 300
"""Questions that are listed all; of more, some are looked for."""

MOST_FOUND = 10
"""Questions that are shown of those found."""


@dataclass(frozen=True, slots=True)
class CaseChoices:
    """What may be chosen: `all`, or else what was `found` for some words.

    `edition` has at least the questions that are named on the page.
    """

    edition: Edition
    all: tuple[SectionCases, ...] | None
    found: tuple[tuple[str, str], ...] = ()


def search_cases(
    store: Session, published: ServedEdition, named: Collection[Case], words: str = ""
) -> CaseChoices:
    """Offer cases of the draft, else of the latest edition; raise `NoSuchEditionError`.

    In a large one those are found that say the words, or that these may mean.
    """
    row = _working_edition(store)
    small = edition_rows.read_whole_excerpt(store, row, MOST_LISTED)
    if small:
        return CaseChoices(small, case_labels.cases_by_section(small))
    keys = _find_questions(store, row, published, words) if words else ()
    edition = edition_rows.read_excerpt(
        store, row, {*(it.question for it in named), *keys}
    )
    listed = (
        case_labels.question_cases(question)
        for key in keys
        if (question := edition.question(key))
    )
    return CaseChoices(
        edition, None, tuple(case for several in listed for case in several)
    )


def edition_naming(store: Session, named: Collection[Case]) -> Edition:
    """Give an edition, or a part of one, that has the questions to be named.

    Raises `NoSuchEditionError`.
    """
    row = _working_edition(store)
    small = edition_rows.read_whole_excerpt(store, row, MOST_LISTED)
    return small or edition_rows.read_excerpt(store, row, {it.question for it in named})


def _working_edition(store: Session) -> EditionRow:
    row = queries.working_edition_row(store)
    if row is None:
        raise NoSuchEditionError("还没有草稿，也没有发布过任何版本")
    return row


def _find_questions(
    store: Session, row: EditionRow, published: ServedEdition, words: str
) -> tuple[str, ...]:
    """Name questions: the one of this number, those the words may mean, or stand in."""
    meant = published.matcher.match(words).options
    said = queries.search_questions(store, row.id, words, MOST_FOUND)
    try:
        number = Case.parse(words).question
    except HelplineError:
        number = ""
    keys = (number, *(it.case.question for it in meant), *(it.key for it in said))
    return tuple(dict.fromkeys(it for it in keys if it))[:MOST_FOUND]
