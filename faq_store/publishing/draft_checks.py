"""Checks before publishing: the draft has sections, and none without questions."""

from sqlalchemy.orm import Session

from faq_store.content import queries
from faq_store.errors import FaqError
from faq_store.tables import EditionRow


class IncompleteDraftError(FaqError):
    """The draft cannot be published as it is."""


def insist_on_complete(session: Session, draft: EditionRow) -> None:
    """Raise `IncompleteDraftError` if a caller would come to a menu with nothing in it."""
    sections = queries.list_sections(session, draft.id)
    if not sections:
        raise IncompleteDraftError("草稿里一个阶段也没有，不能发布")
    empty = [f"“{it.title}”" for it in sections if not it.questions]
    if empty:
        raise IncompleteDraftError(
            f"阶段{'、'.join(empty)}里还没有问题，请先增加问题，或删除这个阶段"
        )
