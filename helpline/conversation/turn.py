"""One turn of a text conversation: the reply, and the decision, case and inquiry behind it."""

from dataclasses import dataclass
from enum import StrEnum

from helpline.faq import Case
from helpline.matching import DecisionKind


class InquiryReason(StrEnum):
    """Why a text became an inquiry that waits for staff."""

    UNSURE = "unsure"
    UNMATCHED = "unmatched"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class NewInquiry:
    """An inquiry: a text left to staff (unanswered, unsure, or rejected); `asked` is masked."""

    asked: str
    reason: InquiryReason
    options: tuple[Case, ...] = ()


class Consent(StrEnum):
    """An opt-out (退订, STOP) or opt-in of notices."""

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
    inquiry: NewInquiry | None = None
    consent: Consent | None = None
