"""Apply changes of an imported document to the draft, and say what came of each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.faq import question_form
from console.faq.document_cache import DocumentCache, DocumentComparison
from console.faq.document_changes import change_title
from faq_store.document_import import apply, uploads
from faq_store.document_import.apply import AppliedChange, ApplyResult, ChangeSide
from faq_store.document_import.changes import DocumentChange, change_digest, name
from faq_store.editing.edit import Author
from faq_store.errors import StaleDocumentError
from helpline.faq import Question
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

_TRIES = 3
"""Times that all is compared again, because somebody edits meanwhile."""

_NAMED = 3
"""Pieces that a message names."""

_CLOSED = "这份文档已经结束"
_OVERTAKEN = "刚刚有人改过草稿，请再看一遍"


@dataclass(frozen=True, slots=True)
class AppliedChanges:
    """What came of it; `overtaken` pieces are not any more as they were shown."""

    outcome: ApplyResult
    overtaken: int = 0

    def messages(self) -> Iterator[tuple[str, str]]:
        """Say it, each sentence with its category."""
        accepted, refused = len(self.outcome.accepted), self.outcome.refused
        if accepted:
            yield "success", f"已接受{accepted}处，写进了草稿，发布后生效。"
        if self.outcome.waiting:
            yield "info", f"还有{self.outcome.waiting}处没有处理完，请再点一次。"
        for piece, why in refused[:_NAMED]:
            yield "danger", f"没有接受{change_title(piece)}：{why.rstrip('。')}。"
        if len(refused) > _NAMED:
            yield "danger", f"另有{len(refused) - _NAMED}处也没有接受。"
        if self.overtaken:
            yield (
                "warning",
                f"有{self.overtaken}处在您打开这一页之后变了，没有接受，请再看一遍。",
            )
        if not (accepted or refused or self.overtaken or self.outcome.waiting):
            yield "warning", "没有选中任何一处。"


_PickChanges = Callable[[DocumentComparison], tuple[list[DocumentChange], int]]


def apply_selected(
    context: ConsoleContext,
    comparisons: DocumentCache,
    document: int,
    values: Iterable[str],
) -> AppliedChanges:
    """Take the pieces that these values of boxes name, each only as it was shown.

    Raises `NoSuchDocumentError`, and other `FaqError` if nothing can be taken.
    """
    wanted = {it.rpartition("@")[0]: it.rpartition("@")[2] for it in values}

    def pick(offer: DocumentComparison) -> tuple[list[DocumentChange], int]:
        same = [it for it in offer.pieces if wanted.get(name(it)) == change_digest(it)]
        return same, len(wanted) - len(same)

    return _apply_picked(context, comparisons, document, pick)


def apply_all(
    context: ConsoleContext, comparisons: DocumentCache, document: int, seen: str
) -> AppliedChanges:
    """Take all pieces, if the FAQ is still as it was seen; raise as `apply_selected` does."""

    def pick(offer: DocumentComparison) -> tuple[list[DocumentChange], int]:
        if seen != str(offer.seen):
            raise StaleDocumentError(_OVERTAKEN)
        return list(offer.pieces), 0

    return _apply_picked(context, comparisons, document, pick)


def _apply_picked(
    context: ConsoleContext,
    comparisons: DocumentCache,
    document: int,
    pick: _PickChanges,
) -> AppliedChanges:
    for _ in range(_TRIES):
        with reading(context.engine) as store:
            row = uploads.find_upload(store, document)
            if row.closed_at is not None:
                raise StaleDocumentError(_CLOSED)
            offer, reason = comparisons.compare(store, row), f"文档{row.id}：{row.name}"
        pieces, overtaken = pick(offer)
        if not pieces:
            return AppliedChanges(ApplyResult(), overtaken)
        try:
            with writing(context.engine) as store:
                uploads.lock_open_upload(store, document)
                now = context.clock()
                author = Author(current_staff_name(), now)
                outcome = apply.apply_changes(store, pieces, offer.seen, author)
                for item in outcome.accepted:
                    audit.write_entry(
                        store, current_staff_name(), _audit_change(item, reason), now
                    )
                return AppliedChanges(outcome, overtaken)
        except StaleDocumentError:
            continue  # somebody edited, or closed it, while all was compared
    raise StaleDocumentError(_OVERTAKEN)


def _audit_change(applied_change: AppliedChange, reason: str) -> AuditEntry:
    sides = _audit_value(applied_change.before), _audit_value(applied_change.after)
    return AuditEntry("accept-document", applied_change.subject, *sides, reason)


def _audit_value(side: ChangeSide) -> object:
    return question_form.audit_fields(side) if isinstance(side, Question) else side
