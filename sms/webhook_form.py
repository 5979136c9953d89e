"""The form fields of an SMS webhook (MessageSid, From, To, Body), read into a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from helpline import phone_numbers
from helpline.conversation.turn import Consent
from helpline.phone_numbers import Sender
from helpline.text import clean, parse_count

MOST_MEDIA = 10
"""Attachments the provider allows in one message."""

_CONSENTS = {"STOP": Consent.SUPPRESS, "START": Consent.RESUME}
_KEPT = 64
_DIGITS = 63


@dataclass(frozen=True, slots=True)
class InboundText:
    """One incoming text; `settled` when the provider has answered it itself.

    `consent` is what the provider took such a text for. `service` is the messaging service our number belongs to, if any.
    """

    message_sid: str
    sender: Sender
    to: str
    body: str
    media: int = 0
    settled: bool = False
    consent: Consent | None = None
    service: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> Self:
        """Read a form whose MessageSid, From and To the guard has seen."""
        return cls(
            message_sid=form["MessageSid"],
            sender=phone_numbers.parse_sender(form["From"]),
            to=phone_numbers.parse_sender(form["To"]).address[:_KEPT],
            body=clean(form.get("Body", "")),
            media=min(parse_count(form.get("NumMedia", ""), _DIGITS) or 0, MOST_MEDIA),
            settled="OptOutType" in form,
            consent=_CONSENTS.get(form.get("OptOutType", "").upper()),
            service=form.get("MessagingServiceSid", ""),
        )
