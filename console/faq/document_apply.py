"""Apply changes of an imported document to the draft, and say what came of each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from console.auth import who
from console.context import Door
from console.faq import question_form
from console.faq.document_cache import Offer, Offers
from console.faq.document_changes import title
from faq_store.document_import import apply, uploads
from faq_store.document_import.apply import Accepted, Outcome, Side
from faq_store.document_import.changes import Piece, digest, name
from faq_store.editing.edit import Author
from faq_store.errors import OvertakenError
from helpline.faq import Question
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

_TRIES = 3
"""Times that all is compared again, because somebody edits meanwhile."""

_NAMED = 3
"""Pieces that a message names."""

_CLOSED = "这份文档已经结束"
_OVERTAKEN = "刚刚有人改过草稿，请再看一遍"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it; `overtaken` pieces are not any more as they were shown."""

    outcome: Outcome
    overtaken: int = 0

    def messages(self) -> Iterator[tuple[str, str]]:
        """Say it, each sentence with its category."""
        accepted, refused = len(self.outcome.accepted), self.outcome.refused
        if accepted:
            yield "success", f"已接受{accepted}处，写进了草稿，发布后生效。"
        if self.outcome.waiting:
            yield "info", f"还有{self.outcome.waiting}处没有处理完，请再点一次。"
        for piece, why in refused[:_NAMED]:
            yield "danger", f"没有接受{title(piece)}：{why.rstrip('。')}。"
        if len(refused) > _NAMED:
            yield "danger", f"另有{len(refused) - _NAMED}处也没有接受。"
        if self.overtaken:
            yield (
                "warning",
                f"有{self.overtaken}处在您打开这一页之后变了，没有接受，请再看一遍。",
            )
        if not (accepted or refused or self.overtaken or self.outcome.waiting):
            yield "warning", "没有选中任何一处。"


_Pick = Callable[[Offer], tuple[list[Piece], int]]


def chosen(door: Door, offers: Offers, document: int, values: Iterable[str]) -> Taken:
    """Take the pieces that these values of boxes name, each only as it was shown.

    Raises `NoSuchDocumentError`, and other `FaqError` if nothing can be taken.
    """
    wanted = {it.rpartition("@")[0]: it.rpartition("@")[2] for it in values}

    def pick(offer: Offer) -> tuple[list[Piece], int]:
        same = [it for it in offer.pieces if wanted.get(name(it)) == digest(it)]
        return same, len(wanted) - len(same)

    return _take(door, offers, document, pick)


def everything(door: Door, offers: Offers, document: int, seen: str) -> Taken:
    """Take all pieces, if the FAQ is still as it was seen; raise as `chosen` does."""

    def pick(offer: Offer) -> tuple[list[Piece], int]:
        if seen != str(offer.seen):
            raise OvertakenError(_OVERTAKEN)
        return list(offer.pieces), 0

    return _take(door, offers, document, pick)


def _take(door: Door, offers: Offers, document: int, pick: _Pick) -> Taken:
    for _ in range(_TRIES):
        with reading(door.engine) as store:
            row = uploads.find(store, document)
            if row.closed_at is not None:
                raise OvertakenError(_CLOSED)
            offer, reason = offers.of(store, row), f"文档{row.id}：{row.name}"
        pieces, overtaken = pick(offer)
        if not pieces:
            return Taken(Outcome(), overtaken)
        try:
            with writing(door.engine) as store:
                uploads.keep_open(store, document)
                now = door.clock()
                author = Author(who(), now)
                outcome = apply.accept(store, pieces, offer.seen, author)
                for it in outcome.accepted:
                    audit.write(store, who(), _change(it, reason), now)
                return Taken(outcome, overtaken)
        except OvertakenError:
            continue  # somebody edited, or closed it, while all was compared
    raise OvertakenError(_OVERTAKEN)


def _change(it: Accepted, reason: str) -> Change:
    sides = _plain(it.before), _plain(it.after)
    return Change("accept-document", it.subject, *sides, reason)


def _plain(side: Side) -> object:
    return question_form.plain(side) if isinstance(side, Question) else side
