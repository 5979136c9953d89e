"""Twilio's status callback (delivery receipt), parsed; its words for a status."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from helpline.text import drop_illegal, parse_count
from notices.gateways.base import Receipt
from notices.gateways.twilio.codes import explain
from notices.status import Status

STATUSES: Mapping[str, Status] = MappingProxyType(
    {
        "accepted": Status.ACCEPTED,
        "scheduled": Status.ACCEPTED,
        "queued": Status.ACCEPTED,
        "sending": Status.ACCEPTED,
        "sent": Status.SENT,
        "delivered": Status.DELIVERED,
        "read": Status.DELIVERED,
        "undelivered": Status.UNDELIVERED,
        "failed": Status.FAILED,
        # Somebody stopped it at Twilio: it will not go out, and we did not end it.
        "canceled": Status.FAILED,
    }
)
"""`partially_delivered`, `receiving`, `received` and whatever comes next mean nothing."""

_SID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_LONGEST = 64
_MOST_DIGITS = 6


def parse_status(word: object) -> Status | None:
    """Translate a status, None for a word we do not know."""
    return STATUSES.get(word) if isinstance(word, str) else None


def is_sid(text: object) -> bool:
    """Tell whether this can be a message's id: it becomes part of an address.

    Twilio's are SM or MM and 32 digits; compatible gateways have UUIDs as well.
    """
    return isinstance(text, str) and _SID.fullmatch(text) is not None


def parse_error_code(code: object) -> str:
    """Keep an error code, "" for none and for what is no number."""
    number = parse_count(str(code).strip(), _MOST_DIGITS)
    return str(number) if number else ""


def read_receipt(id: str, form: Mapping[str, str]) -> Receipt:  # noqa: A002
    """Read a status callback; whatever it holds, it holds it still in `raw`.

    RawDlrDoneDate has no time zone, so no time of it is ours to tell.
    """
    word = _shorten(form.get("MessageStatus") or form.get("SmsStatus", "")).lower()
    code = parse_error_code(form.get("ErrorCode", ""))
    return Receipt(
        id=_shorten(id),
        sid=_shorten(form.get("MessageSid") or form.get("SmsSid", "")),
        status=parse_status(word),
        word=word,
        code=code,
        fault=explain(code).fault,
        raw={key: form[key] for key in form},
    )


def _shorten(text: str) -> str:
    return drop_illegal(text).strip()[:_LONGEST]
