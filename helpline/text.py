"""Text cleaning and normalisation: illegal characters, length limit, width, script, blanks."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

LIMIT = 1600
"""Characters kept of one text: what the provider allows in a message."""

_FORBIDDEN = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def clean(text: str) -> str:
    """Drop what XML and PostgreSQL refuse, trim, and cut visibly at `LIMIT`."""
    kept = drop_illegal(text).strip()
    return kept if len(kept) <= LIMIT else kept[: LIMIT - 1] + "…"


def drop_illegal(text: str) -> str:
    """Drop the characters that neither XML nor PostgreSQL can hold."""
    return _FORBIDDEN.sub("", text)


def normalise(text: str) -> str:
    """Fold what means the same: width, case, traditional and simplified script."""
    folded = unicodedata.normalize("NFKC", clean(text)).lower()
    return str(_simplifier().convert(folded))


def is_blank(text: str) -> bool:
    """Tell whether there is nothing to see: spaces, controls, invisible marks."""
    return all(unicodedata.category(it)[0] in "CZ" for it in text)


def parse_count(text: str, digits: int) -> int | None:
    """Read a count of at most so many plain digits; None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= digits):
        return None
    return int(text)


def bare_form(text: str) -> str:
    """Keep letters and digits of the normalised text: the form keywords compare in."""
    return "".join(character for character in normalise(text) if character.isalnum())


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
