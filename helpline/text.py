"""Text from outside made safe to keep, to compare and to show."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

LIMIT = 1600
"""Characters kept of one text: what the provider allows in a message."""

_FORBIDDEN = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_LONG_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{7,})[Xx]?(?![0-9A-Za-z])"
)


def clean(text: str) -> str:
    """Drop what XML and PostgreSQL refuse, trim, and cut visibly at `LIMIT`."""
    kept = _FORBIDDEN.sub("", text).strip()
    return kept if len(kept) <= LIMIT else kept[: LIMIT - 1] + "…"


def normalise(text: str) -> str:
    """Fold what means the same: width, case, traditional and simplified script."""
    folded = unicodedata.normalize("NFKC", clean(text)).lower()
    return str(_simplifier().convert(folded))


def bare(text: str) -> str:
    """Keep letters and digits of the normalised text: the form keywords compare in."""
    return "".join(character for character in normalise(text) if character.isalnum())


def mask(text: str) -> str:
    """Hide the middle of every phone and identity number: 138****8000."""
    return _LONG_NUMBER.sub(lambda match: _masked(match[0]), text)


def _masked(number: str) -> str:
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
