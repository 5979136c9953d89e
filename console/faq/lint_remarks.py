"""Lint remarks beside the fields of a question, while it is written."""

from dataclasses import replace

from sqlalchemy.orm import Session

from console.context import Door
from faq_store.content.title_normalization import plain
from faq_store.content.versions import DraftVersion, version_of
from faq_store.editing import lint, question_context, validation
from faq_store.editing.lint import Around, Remark, Severity
from faq_store.editing.question_context import Named
from faq_store.errors import BadContentError
from faq_store.tables import EditionRow
from helpline.faq import Question

_MOST_ALIKE = 3


class Remarks:
    """Looks a question over. Titles are kept as long as the draft stays as it is."""

    def __init__(self, door: Door) -> None:
        self._segments = door.rules.segments
        self._titles: tuple[DraftVersion | None, dict[str, tuple[Named, ...]]] = (
            None,
            {},
        )

    def of(
        self, store: Session, edition: EditionRow, section: str, question: Question
    ) -> dict[str, tuple[Remark, ...]]:
        """Give the remarks by their field, faults first."""
        kept = cleaned(question)
        texts = tuple(text for _, text in lint.fields(kept))
        around = Around(
            self._segments,
            self._alike(store, edition, kept),
            question_context.dead(store, edition.id, section, texts),
        )
        return by_field((*faults(question), *lint.lint(kept, around)))

    def _alike(
        self, store: Session, edition: EditionRow, question: Question
    ) -> tuple[str, ...]:
        """Name other questions of the same title, letter by letter."""
        version = version_of(edition)
        if self._titles[0] != version:
            titles = dict[str, tuple[Named, ...]]()
            for it in question_context.titled(store, edition.id):
                letters = plain(it.title)
                titles[letters] = (*titles.get(letters, ()), it)
            self._titles = version, titles
        letters = plain(question.title)
        same = self._titles[1].get(letters, ()) if letters else ()
        others = (it for it in same if it.key != question.key)
        return tuple(f"{it.key} {it.title}" for it in others)[:_MOST_ALIKE]


def faults(question: Question) -> tuple[Remark, ...]:
    """Say what keeps a question from being saved."""
    try:
        validation.question(question)
    except BadContentError as error:
        return of_faults(error)
    return ()


def cleaned(question: Question) -> Question:
    """Give a question as it would be kept; as it was typed while it cannot be.

    Of a text that is too long to be kept there is the beginning, as of any preview.
    """
    try:
        return validation.question(question)
    except BadContentError:
        situations = tuple(
            replace(
                it, condition=_begun(it.condition), suggestion=_begun(it.suggestion)
            )
            for it in question.situations[: validation.MOST_SITUATIONS]
        )
        title, answer = _begun(question.title), _begun(question.answer)
        return replace(question, title=title, answer=answer, situations=situations)


def _begun(text: str) -> str:
    return text[: validation.LONGEST_TEXT]


def of_faults(error: BadContentError) -> tuple[Remark, ...]:
    """Take what the store refused as remarks."""
    return tuple(Remark(Severity.FAULT, *it) for it in error.faults)


def by_field(found: tuple[Remark, ...]) -> dict[str, tuple[Remark, ...]]:
    """Sort remarks by their fields."""
    sorted_ = dict[str, tuple[Remark, ...]]()
    for it in found:
        sorted_[it.field] = (*sorted_.get(it.field, ()), it)
    return sorted_
