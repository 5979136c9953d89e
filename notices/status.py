"""What becomes of a notice: its statuses, their ranks, and how they rise."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a notice stands: on its way, as the provider says, or ended by us.

    `failed` means that the provider refused it, `dead` that our attempts are
    exhausted. `unknown` is a send that nobody has answered for.
    """

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    SENT = "sent"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUPPRESSED = "suppressed"
    DEAD = "dead"

    @property
    def rank(self) -> int:
        """How much is known: a status only ever gives way to one that ranks higher."""
        return _RANKS[self]

    @property
    def final(self) -> bool:
        """Whether nothing more is expected, by the provider or by us."""
        return self in FINAL

    @property
    def left_us(self) -> bool:
        """Whether it may have reached the phone."""
        return self in LEFT_US


_RANKS = {
    Status.QUEUED: 0,
    Status.SENDING: 1,
    # Our own endings yield, like the unknown, to whatever the provider says later.
    Status.UNKNOWN: 2,
    Status.CANCELLED: 2,
    Status.EXPIRED: 2,
    Status.SUPPRESSED: 2,
    Status.DEAD: 2,
    Status.ACCEPTED: 3,
    Status.SENT: 4,
    Status.UNDELIVERED: 5,
    Status.FAILED: 5,
    Status.DELIVERED: 6,
}

ENDED_BY_US = frozenset(
    {Status.CANCELLED, Status.EXPIRED, Status.SUPPRESSED, Status.DEAD}
)
FINAL = ENDED_BY_US | {Status.UNDELIVERED, Status.FAILED, Status.DELIVERED}
LEFT_US = frozenset(
    {
        Status.SENDING,
        Status.UNKNOWN,
        Status.ACCEPTED,
        Status.SENT,
        Status.UNDELIVERED,
        Status.DELIVERED,
    }
)


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What a notice's status is after a word about it.

    `flagged` when the word went against an ending: sent after it was cancelled,
    delivered after it had failed.
    """

    status: Status
    flagged: bool = False


def next_status(current: Status, word: Status) -> StatusChange:
    """Weigh a word against what is known; late and repeated words change nothing."""
    if word.rank <= current.rank:
        return StatusChange(current)
    return StatusChange(word, flagged=current.final)
