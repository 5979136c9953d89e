"""Titles normalized for comparison: their letters and digits alone (NFKC, lower case)."""

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile(r"[\W_]")


@lru_cache(maxsize=4096)  # the same few titles are compared again and again
def normalise_title(title: str) -> str:
    """Keep a title's letters and digits only: width, space and marks say nothing."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", title)).casefold()
