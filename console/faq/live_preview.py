"""The live preview and the lint remarks beside the form of a question, renewed at every letter."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from console.context import ConsoleContext
from console.faq import lint_remarks
from console.faq.lint_remarks import LintRemarks
from console.faq.preview import preview_question
from faq_store.editing import question_context
from faq_store.errors import StaleEditError
from faq_store.tables import EditionRow
from helpline.faq import Question, Section


@dataclass(frozen=True, slots=True)
class QuestionFormState:
    """What the form is filled with, over the revision `seen`.

    `unsaved` is what the store has not got. `focus` is the field to go on in; `stale`
    is set if somebody else has saved meanwhile.
    """

    question: Question
    seen: str = ""
    unsaved: bool = False
    focus: str = ""
    stale: StaleEditError | None = None


def live_preview_context(  # noqa: PLR0913, PLR0917 - what a preview is made from
    store: Session,
    context: ConsoleContext,
    remarks: LintRemarks,
    row: EditionRow,
    section: Section,
    written: Question,
) -> dict[str, object]:
    """Give what changes with every letter: the preview, and the remarks."""
    place = question_context.question_position(store, row.id, section.key, written.key)
    kept = lint_remarks.normalize_question(written)
    return {
        "remarks": remarks.lint_question(store, row, section.key, written),
        "preview": preview_question(kept, section.title, context.rules.segments, place),
        "most": context.rules.segments,
        "announced": context.announcement(),
    }
