"""The company's word on a message: when it comes, in which order, and what it says.

https://www.twilio.com/docs/messaging/guides/track-outbound-message-status. There is
no promise that receipts arrive once, in order, or at all; here each way can be had.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from simulator.messages import UNREACHABLE, Message, MessageStatus
from simulator.provider import ACCOUNT_SID, API_VERSION
from simulator.signed_post import FormFields

QUEUED, SENT, DONE = (timedelta(seconds=it) for it in (0.2, 0.6, 1.6))
"""How long after it was taken a message becomes each."""

LATE = timedelta(seconds=20)

_AGAIN = timedelta(seconds=0.2)
_FINAL = frozenset({"delivered", "undelivered"})


class ReceiptMode(StrEnum):
    """How receipts come."""

    NORMAL = "normal"
    EARLY = "early"
    LATE = "late"
    DOUBLED = "doubled"
    SHUFFLED = "shuffled"
    LOST = "lost"
    UNDELIVERED = "undelivered"


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    """Something the company does, so long `after` it took a message.

    The message becomes so where it `moves`, and the helpline is told where it `tells`.
    """

    after: timedelta
    status: MessageStatus
    moves: bool = True
    tells: bool = True


def plan_delivery(way: ReceiptMode, *, by_service: bool) -> tuple[DeliveryStep, ...]:
    """Plan what happens to a message; what is after no time is before the answer."""
    course = tuple(_course(way, by_service=by_service))
    unsaid = tuple(replace(it, tells=False) for it in course)
    told = tuple(replace(it, moves=False) for it in course)
    match way:
        case ReceiptMode.NORMAL | ReceiptMode.UNDELIVERED:
            return course
        case ReceiptMode.EARLY:
            return tuple(replace(it, after=timedelta()) for it in course)
        case ReceiptMode.LATE:
            return unsaid + tuple(replace(it, after=it.after + LATE) for it in told)
        case ReceiptMode.DOUBLED:
            return course + tuple(replace(it, after=it.after + _AGAIN) for it in told)
        case ReceiptMode.SHUFFLED:
            return unsaid + tuple(
                replace(item, after=DONE + place * SENT)
                for place, item in enumerate(reversed(told))
            )
        case ReceiptMode.LOST:
            return unsaid
        case _:
            assert_never(way)


def receipt_form(message: Message, status: MessageStatus) -> FormFields:
    """Write a receipt: that the message has, or had, this status."""
    return tuple(_fields(message, status))


def _course(way: ReceiptMode, *, by_service: bool) -> Iterator[DeliveryStep]:
    if by_service:
        yield DeliveryStep(QUEUED, "queued")
    yield DeliveryStep(SENT, "sent")
    yield DeliveryStep(
        DONE, "undelivered" if way is ReceiptMode.UNDELIVERED else "delivered"
    )


def _fields(message: Message, status: MessageStatus) -> Iterator[tuple[str, str]]:
    yield from (("MessageSid", message.sid), ("SmsSid", message.sid))
    yield from (("MessageStatus", status), ("SmsStatus", status))
    yield from (("To", message.to), ("From", message.sender))
    yield from (("AccountSid", ACCOUNT_SID), ("ApiVersion", API_VERSION))
    if message.service:
        yield ("MessagingServiceSid", message.service)
    if status == "undelivered":
        yield ("ErrorCode", str(UNREACHABLE))
    if status in _FINAL:
        yield ("RawDlrDoneDate", _minute(message.updated))


def _minute(time: datetime) -> str:
    """Write a time as the networks do: to the minute, and of no zone."""
    return format(time, "%y%m%d%H%M")
