"""CSV cells that no spreadsheet takes for a formula (CSV injection)."""

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def escape_cell(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_line(cells: Iterable[str]) -> str:
    """Write one line of such a file, with its end."""
    written = io.StringIO()
    csv.writer(written).writerow(map(escape_cell, cells))
    return written.getvalue()
