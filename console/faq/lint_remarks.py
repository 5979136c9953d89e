"""Lint remarks beside the fields of a question, while it is written."""

from dataclasses import replace

from sqlalchemy.orm import Session

from console.context import ConsoleContext
from faq_store.content.title_normalization import normalise_title
from faq_store.content.versions import DraftVersion, version_of
from faq_store.editing import lint, question_context, validation
from faq_store.editing.lint import LintContext, LintRemark, Severity
from faq_store.editing.question_context import QuestionTitle
from faq_store.errors import BadContentError
from faq_store.tables import EditionRow
from helpline.faq import Question

_MOST_ALIKE = 3


class LintRemarks:
    """Looks a question over. Titles are kept as long as the draft stays as it is."""

    def __init__(self, context: ConsoleContext) -> None:
        self._segments = context.rules.segments
        self._titles: tuple[
            DraftVersion | None, dict[str, tuple[QuestionTitle, ...]]
        ] = (
            None,
            {},
        )

    def lint_question(
        self, store: Session, edition: EditionRow, section: str, question: Question
    ) -> dict[str, tuple[LintRemark, ...]]:
        """Give the remarks by their field, faults first."""
        kept = normalize_question(question)
        texts = tuple(text for _, text in lint.question_fields(kept))
        around = LintContext(
            self._segments,
            self._similar_titles(store, edition, kept),
            question_context.dead_mentions(store, edition.id, section, texts),
        )
        return group_by_field(
            (*validation_remarks(question), *lint.lint_question(kept, around))
        )

    def _similar_titles(
        self, store: Session, edition: EditionRow, question: Question
    ) -> tuple[str, ...]:
        """Name other questions of the same title, letter by letter."""
        version = version_of(edition)
        if self._titles[0] != version:
            titles = dict[str, tuple[QuestionTitle, ...]]()
            for title in question_context.list_titles(store, edition.id):
                letters = normalise_title(title.title)
                titles[letters] = (*titles.get(letters, ()), title)
            self._titles = version, titles
        letters = normalise_title(question.title)
        same = self._titles[1].get(letters, ()) if letters else ()
        others = (it for it in same if it.key != question.key)
        return tuple(f"{it.key} {it.title}" for it in others)[:_MOST_ALIKE]


def validation_remarks(question: Question) -> tuple[LintRemark, ...]:
    """Say what keeps a question from being saved."""
    try:
        validation.clean_question(question)
    except BadContentError as error:
        return remarks_from_error(error)
    return ()


def normalize_question(question: Question) -> Question:
    """Give a question as it would be kept; as it was typed while it cannot be.

    Of a text that is too long to be kept there is the beginning, as of any preview.
    """
    try:
        return validation.clean_question(question)
    except BadContentError:
        situations = tuple(
            replace(
                situation,
                condition=_shorten(situation.condition),
                suggestion=_shorten(situation.suggestion),
            )
            for situation in question.situations[: validation.MOST_SITUATIONS]
        )
        title, answer = _shorten(question.title), _shorten(question.answer)
        return replace(question, title=title, answer=answer, situations=situations)


def _shorten(text: str) -> str:
    return text[: validation.LONGEST_TEXT]


def remarks_from_error(error: BadContentError) -> tuple[LintRemark, ...]:
    """Take what the store refused as remarks."""
    return tuple(LintRemark(Severity.FAULT, *it) for it in error.faults)


def group_by_field(found: tuple[LintRemark, ...]) -> dict[str, tuple[LintRemark, ...]]:
    """Sort remarks by their fields."""
    sorted_ = dict[str, tuple[LintRemark, ...]]()
    for item in found:
        sorted_[item.field] = (*sorted_.get(item.field, ()), item)
    return sorted_
