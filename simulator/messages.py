"""A message that the helpline sends through the company, and what becomes of it.

https://www.twilio.com/docs/messaging/api/message-resource
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from helpline import phone_numbers, sms_segments

MessageStatus = Literal["accepted", "queued", "sent", "delivered", "undelivered"]

UNREACHABLE = 30003
"""The error of what is undelivered here: the phone is off, or out of reach."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it is asked for, nothing of it checked; "" for what is missing."""

    to: str
    sender: str
    service: str
    body: str
    callback: str
    validity: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the company has taken.

    `sender` is "" until the messaging service has chosen one; `service` and
    `callback` (where its receipts go) may be "".
    """

    sid: str
    to: str
    sender: str
    service: str
    body: str
    callback: str
    created: datetime
    updated: datetime
    sent: datetime | None = None
    status: MessageStatus = "queued"

    @property
    def error(self) -> int | None:
        """The company's code for why it was not delivered."""
        return UNREACHABLE if self.status == "undelivered" else None

    @property
    def segments(self) -> int:
        """The parts it goes in; none are known before there is a sender."""
        return 0 if self.status == "accepted" else sms_segments.segments(self.body)

    def become(self, status: MessageStatus, sender: str, now: datetime) -> "Message":
        """Go one step further; a service has chosen its sender by then."""
        sent = now if status == "sent" else self.sent
        return replace(
            self,
            status=status,
            sender=self.sender or sender,
            updated=now,
            sent=sent,
        )


def sender_key(number: str) -> str:
    """Name what a number is filed under: one person, one key, however it is written."""
    return phone_numbers.parse_sender(number).key
