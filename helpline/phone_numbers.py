"""Phone numbers as E.164; short codes, sender names and WhatsApp addresses told apart."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from helpline.text import drop_illegal

HOME = "CN"
"""Where a number without a country code belongs."""

_WORDS = {"anonymous", "unknown", "restricted", "unavailable", "blocked", "private"}
# What Twilio puts in From when the caller withheld the number: the words above
# spelt on a keypad (changelog "withheld caller ID").
_WITHHELD = {"266696687", "8656696", "7378742833", "86282452253", "2562533", "8566696"}
_SHORT_CODE = re.compile(r"[0-9]{3,20}")
_MAINLAND_MOBILE = re.compile(r"(?:86)?(1[3-9][0-9]{9})")
_CHINESE = re.compile(r"\+861[3-9][0-9]{9}")
# Besides the usual marks, the invisible ones that contact lists put around a number.
_BETWEEN = re.compile(r"[\s().\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060\ufeff-]")
_DIALLED = re.compile(r"\+?[0-9]{5,20}")
_KEPT = 64
_SCHEMES = {"whatsapp", "client", "sip"}


class SenderKind(StrEnum):
    """What kind of sender stands in From."""

    NUMBER = "number"
    WHATSAPP = "whatsapp"
    SHORT_CODE = "short-code"
    ALPHANUMERIC = "alphanumeric"
    ANONYMOUS = "anonymous"
    CLIENT = "client"
    SIP = "sip"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a text or called; `address` is E.164 for numbers, else as it came."""

    kind: SenderKind
    address: str

    @property
    def key(self) -> str:
        """What a conversation is filed under: one person, one key, 64 characters."""
        if self.kind is SenderKind.NUMBER:
            return self.address
        return f"{self.kind}:{self.address}"[:_KEPT]

    @property
    def answerable(self) -> bool:
        """Whether a text sent back can arrive; the provider refuses it otherwise."""
        return self.kind in {SenderKind.NUMBER, SenderKind.WHATSAPP}


def sender_keys(number: str) -> tuple[str, ...]:
    """List every key under which one person's number may be filed."""
    sender = parse_sender(number)
    ways = (SenderKind.NUMBER, SenderKind.WHATSAPP, SenderKind.CLIENT, SenderKind.SIP)
    return (sender.key, *(Sender(way, sender.address).key for way in ways))


def parse_mainland_mobile(raw: str) -> str | None:
    """Read a mobile number of mainland China as E.164; None for anything else."""
    sender = parse_sender(raw)
    if sender.kind is SenderKind.NUMBER and _CHINESE.fullmatch(sender.address):
        return sender.address
    return None


def parse_sender(raw: str) -> Sender:
    """Tell who sent it; never raises, what cannot be read is alphanumeric."""
    text = unicodedata.normalize("NFKC", drop_illegal(raw)).strip()
    scheme, colon, rest = text.partition(":")
    if colon and scheme.lower() in _SCHEMES:
        return Sender(SenderKind(scheme.lower()), _e164(rest) or rest)
    if not text or text.lower() in _WORDS or text.lstrip("+") in _WITHHELD:
        return Sender(SenderKind.ANONYMOUS, "")
    if number := _e164(text):
        return Sender(SenderKind.NUMBER, number)
    if _SHORT_CODE.fullmatch(text):
        return Sender(SenderKind.SHORT_CODE, text)
    return Sender(SenderKind.ALPHANUMERIC, text)


def _e164(text: str) -> str | None:
    dialled = _BETWEEN.sub("", text)
    if not _DIALLED.fullmatch(dialled):  # letters are no keypad digits here: 400TAXI
        return None
    if match := _MAINLAND_MOBILE.fullmatch(dialled):
        dialled = "+86" + match[1]
    try:
        number = phonenumbers.parse(dialled, HOME)
    except phonenumbers.NumberParseException:
        return None
    international = dialled.startswith(("+", "00"))
    if international and not phonenumbers.is_possible_number(number):
        return None
    if not international and not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
