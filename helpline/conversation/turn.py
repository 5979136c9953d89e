"""One turn of a text conversation: what a reply is made from, and what it is."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from helpline.faq import Case, Edition
from helpline.matching import Decision


class Matching(Protocol):
    """What the dialogue asks of a matcher."""

    def match(self, text: str) -> Decision:
        """Decide what a text means."""
        ...

    def situation(self, question: str, text: str) -> int | None:
        """Tell which situation of a question a text surely states."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """`segments` a reply may take, when a menu `expires`, days that texts are kept.

    `notice_questions` are the keys of the two questions that notices answer better
    than the FAQ: how far an application is, and why it came back.
    """

    segments: int = 5
    expires: timedelta = timedelta(minutes=30)
    retention_days: int = 180
    notice_questions: tuple[str, str] = ("2.1", "2.3")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reply is made from; `announcement` stands before it, "" for none."""

    edition: Edition
    matcher: Matching
    rules: Rules = Rules()
    announcement: str = ""


class Reason(StrEnum):
    """Why a text waits for staff."""

    UNSURE = "unsure"
    UNMATCHED = "unmatched"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A text nobody could answer for certain; `asked` is masked."""

    asked: str
    reason: Reason
    options: tuple[Case, ...] = ()


class Consent(StrEnum):
    """What an applicant decides about being sent notices."""

    SUPPRESS = "suppress"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Turn:
    """Our reply (empty: none is sent), and what it came from.

    `decision` is matching's, "certain", "unsure" or "nothing", when it was asked;
    `case` is what was answered; `consent` is set by a word that decides it.
    """

    reply: str
    decision: str = ""
    case: str = ""
    inquiry: Inquiry | None = None
    consent: Consent | None = None
