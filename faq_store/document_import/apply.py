"""Changes of an uploaded document applied to the draft, each as an edit by hand would be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

from sqlalchemy.orm import Session

from faq_store.content import drafts, edition_rows, queries
from faq_store.content.versions import DraftVersion, version_of
from faq_store.document_import.changes import (
    ChangedQuestion,
    DocumentChange,
    InsertPosition,
    MovedQuestion,
    NewQuestion,
    NewSection,
    NewTitle,
    RemovedQuestion,
    RemovedSection,
    RenamedSection,
    Reordering,
)
from faq_store.document_import.compare import list_changes
from faq_store.editing import arrange, edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import FaqError, NoSuchEditionError, StaleDocumentError
from faq_store.file_formats.text_format import FaqDocument
from faq_store.tables import EditionRow
from helpline.faq import Edition, Question, Section
from storage.session import lock_tables

MOST_AT_ONCE = 100
"""Edits of one transaction, which others wait for."""

_END = "最后"

ChangeSide = Question | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """A piece that is in the draft now: what it was about, and both its sides."""

    piece: DocumentChange
    subject: str
    before: ChangeSide = None
    after: ChangeSide = None


@dataclass(slots=True)
class ApplyResult:
    """What came of accepting: what went in, what could not and why, how many wait.

    `waiting` pieces were chosen, but are too many for one transaction.
    """

    accepted: list[AppliedChange] = field(default_factory=list)
    refused: list[tuple[DocumentChange, str]] = field(default_factory=list)
    waiting: int = 0


def version(session: Session) -> DraftVersion:
    """Say which version of the FAQ a document would be compared with.

    Raises `NoSuchEditionError` if there is none.
    """
    return version_of(_working_edition_row(session))


def compare_document(
    session: Session, document: FaqDocument
) -> tuple[DocumentChange, ...]:
    """Compare a document with the FAQ as it stands; no phrasing is read."""
    row = _working_edition_row(session)
    standing = Edition(
        row.number, row.title, edition_rows.read_sections(session, row.id)
    )
    return list_changes(standing, document)


def apply_changes(
    session: Session,
    pieces: Iterable[DocumentChange],
    seen: DraftVersion,
    author: Author,
) -> ApplyResult:
    """Apply pieces to the draft, in their order; a piece that cannot be is left out.

    Raises `StaleDocumentError`, with nothing changed, if what they were compared with
    is not what stands any more.
    """
    lock_tables(session, EditionRow.__tablename__)
    if version(session) != seen:
        raise StaleDocumentError
    return _Applier(session, author).apply(tuple(pieces))


def _working_edition_row(session: Session) -> EditionRow:
    row = queries.working_edition_row(session)
    if row is None:
        raise NoSuchEditionError("还没有发布任何版本，也没有草稿")
    return row


class _Applier:
    """One transaction's worth of pieces."""

    def __init__(self, session: Session, author: Author) -> None:
        self._session = session
        self._author = author
        self._made = dict[str, str]()  # sections: position in the document -> key
        self._left = MOST_AT_ONCE

    def apply(self, pieces: tuple[DocumentChange, ...]) -> ApplyResult:
        with self._session.begin_nested() as whole:
            # Now, lest each piece that is refused undoes it for the next: that copies.
            if pieces:
                drafts.open_draft(self._session, self._author.now)
            outcome = self._apply_each(pieces)
            if not outcome.accepted:
                whole.rollback()
        return outcome

    def _apply_each(self, pieces: tuple[DocumentChange, ...]) -> ApplyResult:
        outcome = ApplyResult()
        for at, piece in enumerate(pieces):
            if self._left <= 0:
                outcome.waiting = len(pieces) - at
                break
            self._left -= 1
            made = dict(self._made)
            try:
                with self._session.begin_nested():
                    outcome.accepted += self._apply_one(piece)
            except FaqError as error:
                self._made = made
                outcome.refused.append((piece, str(error)))
        return outcome

    def _apply_one(self, piece: DocumentChange) -> Iterator[AppliedChange]:
        match piece:
            case NewTitle(before, after):
                seen = revision_of(before)
                edit.rename_faq(self._session, after, seen, self._author)
                yield AppliedChange(piece, "faq:title", before, after)
            case NewSection():
                yield from self._add_section(piece)
            case RenamedSection(key, before, after):
                seen = revision_of(Section(key, before, ()))
                arrange.rename_section(self._session, key, after, seen, self._author)
                yield AppliedChange(piece, f"section:{key}", before, after)
            case RemovedSection(key, title):
                arrange.retire_section(self._session, key, self._author)
                yield AppliedChange(piece, f"section:{key}", title)
            case NewQuestion():
                yield from self._add_question(piece)
            case ChangedQuestion(before=was, after=now):
                seen = revision_of(was)
                edit.save_question(self._session, now, seen, self._author)
                subject = f"question:{was.key}"
                yield AppliedChange(piece, subject, was, now)
            case MovedQuestion():
                yield from self._move(piece)
            case RemovedQuestion(question=question):
                seen = revision_of(question)
                edit.retire_question(self._session, question.key, seen, self._author)
                yield AppliedChange(piece, f"question:{question.key}", question)
            case Reordering():
                yield from self._reorder(piece)
            case _:
                assert_never(piece)

    def _add_section(self, piece: NewSection) -> Iterator[AppliedChange]:
        key = arrange.add_section(self._session, piece.title, self._author)
        if piece.before is not None:
            arrange.move_section(self._session, key, piece.before, self._author)
        self._made[piece.at] = key
        yield AppliedChange(piece, f"section:{key}", after=piece.title)

    def _add_question(self, piece: NewQuestion) -> Iterator[AppliedChange]:
        yield from self._add_missing_section(piece.place)
        section, before = self._section(piece.place), piece.place.before
        question = piece.question
        key = edit.add_question(self._session, section, question, self._author)
        if before is not None:
            arrange.move_question(self._session, key, section, before, self._author)
        yield AppliedChange(piece, f"question:{key}", after=question)

    def _move(self, piece: MovedQuestion) -> Iterator[AppliedChange]:
        yield from self._add_missing_section(piece.place)
        section, before = self._section(piece.place), piece.place.before
        key = piece.question.key
        arrange.move_question(self._session, key, section, before, self._author)
        subject = f"question:{key}"
        yield AppliedChange(piece, subject, piece.section, piece.place.title)

    def _reorder(self, piece: Reordering) -> Iterator[AppliedChange]:
        moves = piece.moves[: self._left + 1]
        self._left -= len(moves) - 1
        for move in moves:
            before = move.before or None
            if piece.section:
                arrange.move_question(
                    self._session, move.key, piece.section, before, self._author
                )
            else:
                arrange.move_section(self._session, move.key, before, self._author)
        subject = f"section:{piece.section}" if piece.section else "faq:order"
        said = tuple(f"{it.title} → {it.before_title or _END}" for it in moves)
        yield AppliedChange(piece, subject, after=said)

    def _add_missing_section(self, place: InsertPosition) -> Iterator[AppliedChange]:
        """Add the section of something new, if that is new and was not chosen itself."""
        if place.key is None and place.at not in self._made:
            yield from self._add_section(NewSection(place.at, place.title, place.next))

    def _section(self, place: InsertPosition) -> str:
        return place.key or self._made[place.at]
