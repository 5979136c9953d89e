"""One turn of a text conversation: what a reply is made from, and what it is."""

from dataclasses import dataclass
from enum import StrEnum

from helpline.faq import Case
from helpline.matching import DecisionKind


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

    `decision` is the matcher's, None where it was not asked;
    `case` is what was answered; `consent` is set by a word that decides it.
    """

    reply: str
    decision: DecisionKind | None = None
    case: str = ""
    inquiry: Inquiry | None = None
    consent: Consent | None = None
