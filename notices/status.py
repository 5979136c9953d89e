"""What becomes of a notice: its statuses, how they rise, and when a send is tried again."""

from dataclasses import dataclass
from datetime import timedelta
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
class Heard:
    """What a notice's status is after a word about it.

    `flagged` when the word went against an ending: sent after it was cancelled,
    delivered after it had failed.
    """

    status: Status
    flagged: bool = False


def hear(current: Status, word: Status) -> Heard:
    """Weigh a word against what is known; late and repeated words change nothing."""
    if word.rank <= current.rank:
        return Heard(current)
    return Heard(word, flagged=current.final)


class Fault(StrEnum):
    """Why a provider did not take a message, and so what to do about it."""

    BUSY = "busy"  # never processed: too many at once, or nobody reached
    QUEUE_FULL = "queue-full"  # the provider's queue for our number
    RECIPIENT = "recipient"  # this number can never be sent to
    OPTED_OUT = "opted-out"  # this number said stop
    CONTENT = "content"  # this text cannot be sent
    SENDER = "sender"  # our number or service may not send
    ACCOUNT = "account"  # our account may not

    @property
    def permanent(self) -> bool:
        """Whether the same message would be refused again and again."""
        return self in {Fault.RECIPIENT, Fault.OPTED_OUT, Fault.CONTENT}

    @property
    def halting(self) -> bool:
        """Whether every other message would be refused as well."""
        return self in {Fault.SENDER, Fault.ACCOUNT}


MOST_ATTEMPTS = 12
"""Tries that the provider was too busy for, about a quarter of an hour of them; then dead."""

_BUSY_FIRST, _BUSY_LONGEST = timedelta(seconds=0.5), timedelta(minutes=10)
_FULL_FIRST, _FULL_LONGEST = timedelta(minutes=5), timedelta(hours=1)


def retry_after(fault: Fault, attempts: int, jitter: float) -> timedelta | None:
    """How long to wait after so many attempts; None when trying again is no use.

    `jitter`, from 0 to 1, spreads the wait by ten per cent to either side.
    A full queue lasts for hours: those tries end with the notice's validity.
    """
    if fault.permanent or (fault is Fault.BUSY and attempts >= MOST_ATTEMPTS):
        return None
    first, longest = _BUSY_FIRST, _BUSY_LONGEST
    if fault is Fault.QUEUE_FULL:
        first, longest = _FULL_FIRST, _FULL_LONGEST
    return backoff(first, longest, attempts, jitter)


def backoff(
    first: timedelta, longest: timedelta, times: int, jitter: float
) -> timedelta:
    """Double the first wait with each time after the first, up to the longest.

    `jitter`, from 0 to 1, spreads it by ten per cent to either side.
    """
    doublings = min(max(times - 1, 0), 40)  # more than 40 would be the longest anyway
    seconds = min(first.total_seconds() * 2.0**doublings, longest.total_seconds())
    return timedelta(seconds=seconds * (0.9 + 0.2 * jitter))
