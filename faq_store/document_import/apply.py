"""Changes of an uploaded document applied to the draft, each as an edit by hand would be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

from sqlalchemy.orm import Session

from faq_store.content import drafts, edition_rows, queries
from faq_store.content.versions import DraftVersion, version_of
from faq_store.document_import.changes import (
    ChangedQuestion,
    GoneQuestion,
    GoneSection,
    MovedQuestion,
    NewQuestion,
    NewSection,
    NewTitle,
    Piece,
    Place,
    RenamedSection,
    Reordered,
)
from faq_store.document_import.compare import proposals
from faq_store.editing import arrange, edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import FaqError, NoSuchEditionError, OvertakenError
from faq_store.file_formats.text_format import Leaflet
from faq_store.tables import EditionRow
from helpline.faq import Edition, Question, Section
from storage.session import exclude_others

MOST_AT_ONCE = 100
"""Edits of one transaction, which others wait for."""

_END = "最后"

Side = Question | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A piece that is in the draft now: what it was about, and both its sides."""

    piece: Piece
    subject: str
    before: Side = None
    after: Side = None


@dataclass(slots=True)
class Outcome:
    """What came of accepting: what went in, what could not and why, how many wait.

    `waiting` pieces were chosen, but are too many for one transaction.
    """

    accepted: list[Accepted] = field(default_factory=list)
    refused: list[tuple[Piece, str]] = field(default_factory=list)
    waiting: int = 0


def version(session: Session) -> DraftVersion:
    """Say which version of the FAQ a document would be compared with.

    Raises `NoSuchEditionError` if there is none.
    """
    return version_of(_standing(session))


def compared(session: Session, document: Leaflet) -> tuple[Piece, ...]:
    """Compare a document with the FAQ as it stands; no phrasing is read."""
    row = _standing(session)
    standing = Edition(row.number, row.title, edition_rows.sections(session, row.id))
    return proposals(standing, document)


def accept(
    session: Session, pieces: Iterable[Piece], seen: DraftVersion, author: Author
) -> Outcome:
    """Apply pieces to the draft, in their order; a piece that cannot be is left out.

    Raises `OvertakenError`, with nothing changed, if what they were compared with
    is not what stands any more.
    """
    exclude_others(session, EditionRow.__tablename__)
    if version(session) != seen:
        raise OvertakenError
    return _Acceptance(session, author).of(tuple(pieces))


def _standing(session: Session) -> EditionRow:
    row = queries.standing(session)
    if row is None:
        raise NoSuchEditionError("还没有发布任何版本，也没有草稿")
    return row


class _Acceptance:
    """One transaction's worth of pieces."""

    def __init__(self, session: Session, author: Author) -> None:
        self._session = session
        self._author = author
        self._made = dict[str, str]()  # sections: position in the document -> key
        self._left = MOST_AT_ONCE

    def of(self, pieces: tuple[Piece, ...]) -> Outcome:
        with self._session.begin_nested() as whole:
            # Now, lest each piece that is refused undoes it for the next: that copies.
            if pieces:
                drafts.opened(self._session, self._author.now)
            outcome = self._tried(pieces)
            if not outcome.accepted:
                whole.rollback()
        return outcome

    def _tried(self, pieces: tuple[Piece, ...]) -> Outcome:
        outcome = Outcome()
        for at, piece in enumerate(pieces):
            if self._left <= 0:
                outcome.waiting = len(pieces) - at
                break
            self._left -= 1
            made = dict(self._made)
            try:
                with self._session.begin_nested():
                    outcome.accepted += self._put(piece)
            except FaqError as error:
                self._made = made
                outcome.refused.append((piece, str(error)))
        return outcome

    def _put(self, piece: Piece) -> Iterator[Accepted]:
        match piece:
            case NewTitle(before, after):
                seen = revision_of(before)
                edit.rename_faq(self._session, after, seen, self._author)
                yield Accepted(piece, "faq:title", before, after)
            case NewSection():
                yield from self._add_section(piece)
            case RenamedSection(key, before, after):
                seen = revision_of(Section(key, before, ()))
                arrange.rename_section(self._session, key, after, seen, self._author)
                yield Accepted(piece, f"section:{key}", before, after)
            case GoneSection(key, title):
                arrange.retire_section(self._session, key, self._author)
                yield Accepted(piece, f"section:{key}", title)
            case NewQuestion():
                yield from self._add_question(piece)
            case ChangedQuestion(before=was, after=now):
                seen = revision_of(was)
                edit.save_question(self._session, now, seen, self._author)
                subject = f"question:{was.key}"
                yield Accepted(piece, subject, was, now)
            case MovedQuestion():
                yield from self._move(piece)
            case GoneQuestion(question=it):
                seen = revision_of(it)
                edit.retire_question(self._session, it.key, seen, self._author)
                yield Accepted(piece, f"question:{it.key}", it)
            case Reordered():
                yield from self._reorder(piece)
            case _:
                assert_never(piece)

    def _add_section(self, piece: NewSection) -> Iterator[Accepted]:
        key = arrange.add_section(self._session, piece.title, self._author)
        if piece.before is not None:
            arrange.move_section(self._session, key, piece.before, self._author)
        self._made[piece.at] = key
        yield Accepted(piece, f"section:{key}", after=piece.title)

    def _add_question(self, piece: NewQuestion) -> Iterator[Accepted]:
        yield from self._room(piece.place)
        section, before = self._section(piece.place), piece.place.before
        question = piece.question
        key = edit.add_question(self._session, section, question, self._author)
        if before is not None:
            arrange.move_question(self._session, key, section, before, self._author)
        yield Accepted(piece, f"question:{key}", after=question)

    def _move(self, piece: MovedQuestion) -> Iterator[Accepted]:
        yield from self._room(piece.place)
        section, before = self._section(piece.place), piece.place.before
        key = piece.question.key
        arrange.move_question(self._session, key, section, before, self._author)
        subject = f"question:{key}"
        yield Accepted(piece, subject, piece.section, piece.place.title)

    def _reorder(self, piece: Reordered) -> Iterator[Accepted]:
        moves = piece.moves[: self._left + 1]
        self._left -= len(moves) - 1
        for it in moves:
            before = it.before or None
            if piece.section:
                arrange.move_question(
                    self._session, it.key, piece.section, before, self._author
                )
            else:
                arrange.move_section(self._session, it.key, before, self._author)
        subject = f"section:{piece.section}" if piece.section else "faq:order"
        said = tuple(f"{it.title} → {it.before_title or _END}" for it in moves)
        yield Accepted(piece, subject, after=said)

    def _room(self, place: Place) -> Iterator[Accepted]:
        """Add the section of something new, if that is new and was not chosen itself."""
        if place.key is None and place.at not in self._made:
            yield from self._add_section(NewSection(place.at, place.title, place.next))

    def _section(self, place: Place) -> str:
        return place.key or self._made[place.at]
