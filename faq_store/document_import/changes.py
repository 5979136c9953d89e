"""The changes that an uploaded document would make to the FAQ, called pieces: a union of types.

Each has a name; the same one has the same name when all is compared again.
"""

from dataclasses import dataclass
from typing import assert_never

from faq_store.content.versions import digest_of
from faq_store.document_import.order_changes import Moves
from helpline.faq import Question


@dataclass(frozen=True, slots=True)
class InsertPosition:
    """Where in the FAQ something belongs: in a section, before a question or at its end.

    `at` is the section's position in the document; `key` is None while the FAQ does
    not have it, and it belongs before the section `next` then.
    """

    at: str
    key: str | None
    title: str
    before: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class NewTitle:
    """The whole has another title."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NewSection:
    """A section that the FAQ does not have; it belongs before the section `before`."""

    at: str
    title: str
    before: str | None


@dataclass(frozen=True, slots=True)
class RenamedSection:
    """A section under another title."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RemovedSection:
    """A section that the document does not have."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question that the FAQ does not have; its key is its position in the document."""

    place: InsertPosition
    question: Question


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """A question that says something else; situations with key 0 are new."""

    before: Question
    after: Question


@dataclass(frozen=True, slots=True)
class MovedQuestion:
    """A question that stands in another section."""

    question: Question
    section: str
    place: InsertPosition


@dataclass(frozen=True, slots=True)
class RemovedQuestion:
    """A question that the document does not have."""

    question: Question
    section: str


@dataclass(frozen=True, slots=True)
class Reordering:
    """Another order of a section's questions, or, without a section, of the sections."""

    section: str
    title: str
    moves: Moves


DocumentChange = (
    NewTitle
    | NewSection
    | RenamedSection
    | RemovedSection
    | NewQuestion
    | ChangedQuestion
    | MovedQuestion
    | RemovedQuestion
    | Reordering
)


def name(piece: DocumentChange) -> str:
    """Name a piece by its kind and by what it is about."""
    match piece:
        case NewTitle():
            named = "title"
        case NewSection(at=at):
            named = f"new-section:{at}"
        case RenamedSection(key=key):
            named = f"section:{key}"
        case RemovedSection(key=key):
            named = f"gone-section:{key}"
        case NewQuestion(question=question):
            named = f"new-question:{question.key}"
        case ChangedQuestion(before=before):
            named = f"question:{before.key}"
        case MovedQuestion(question=item):
            named = f"moved:{item.key}"
        case RemovedQuestion(question=each):
            named = f"gone:{each.key}"
        case Reordering(section=section):
            named = f"order:{section}"
        case _:
            assert_never(piece)
    return named


def change_digest(piece: DocumentChange) -> str:
    """Give the digest of both sides of a piece; it is another once either is."""
    return digest_of(piece)


def removes_content(piece: DocumentChange) -> bool:
    """Tell whether accepting it takes something away."""
    return isinstance(piece, RemovedQuestion | RemovedSection)
