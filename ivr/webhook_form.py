"""The form fields of a call webhook (CallSid, From, Digits, CallStatus), read into a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from helpline import phone_numbers
from helpline.phone_numbers import Sender
from helpline.text import clean, parse_count

ENDINGS = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""The provider's words for a call that is over."""

_KEPT = 16
_LONGEST = 7


@dataclass(frozen=True, slots=True)
class CallEvent:
    """What one request tells of a call; `seconds` only when it has ended."""

    call_sid: str
    sender: Sender
    status: str
    digits: str
    seconds: int | None = None

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return self.status in ENDINGS

    @classmethod
    def read(cls, form: Mapping[str, str]) -> Self:
        """Read a form whose CallSid and From the guard has seen."""
        return cls(
            call_sid=form["CallSid"],
            sender=phone_numbers.parse_sender(form["From"]),
            status=clean(form.get("CallStatus", ""))[:_KEPT],
            digits=clean(form.get("Digits", ""))[:_KEPT],
            seconds=parse_count(form.get("CallDuration", ""), _LONGEST),
        )
