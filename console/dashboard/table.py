"""A table of the dashboard and its chart: columns, percentiles, shares, the most frequent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.dashboard.loaded_figures import LoadedFigures, PeriodFigures
from reporting import histogram

Cell = str | int | float | None
"""What stands in a table; None where there is nothing to tell."""

MOST_ROWS = 20
"""Of kinds without end, such as questions, the most frequent are told."""

PERCENTILES = (0.5, 0.75, 0.9, 0.95, 0.99)
_ROUGH = 10
"""Seconds from which on nobody wants to know tenths."""


class ChartKind(StrEnum):
    """How numbers are drawn; `console/static/dashboard.js` knows the same words."""

    STACKED = "stacked"
    LINE = "line"
    LYING = "lying"
    RING = "ring"


class ChartColour(StrEnum):
    """The colours that charts are drawn in, by the names that the script knows."""

    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Chart:
    """Which columns are drawn, from 1, and how; a ring has an ink for each row."""

    kind: ChartKind
    columns: tuple[int, ...]
    inks: tuple[ChartColour, ...]


@dataclass(frozen=True, slots=True)
class DashboardTable:
    """Numbers with their heading; `note` says how to read them, `empty` that there are none.

    `name` stands in the address of its file.
    """

    name: str
    title: str
    note: str
    empty: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: Chart


def rows_by_period(
    found: LoadedFigures, tell: Callable[[PeriodFigures], tuple[Cell, ...]]
) -> tuple[tuple[Cell, ...], ...]:
    """Tell each day or month in a row; no row at all if there is nothing but noughts."""
    rows = tuple((it.label, *tell(it)) for it in found.points)
    return rows if any(any(row[1:]) for row in rows) else ()


def rank_counts(
    kinds: Mapping[str, int], said: Callable[[str], str]
) -> tuple[tuple[Cell, ...], ...]:
    """Tell the most frequent kinds, each with its share of all."""
    total = sum(kinds.values())
    order = sorted(kinds.items(), key=lambda it: (-it[1], it[0]))
    return tuple(
        (said(key), n, format_share(n, total)) for key, n in order[:MOST_ROWS] if n
    )


def duration_rows(intervals: Mapping[str, int]) -> tuple[tuple[Cell, ...], ...]:
    """Tell within how many seconds each percentile lies."""
    counts = {int(key): many for key, many in intervals.items() if key.isdecimal()}
    if not counts:
        return ()
    return tuple(
        (
            f"{100 * percentile:g}%",
            _round_seconds(histogram.percentile(counts, percentile)),
        )
        for percentile in PERCENTILES
    )


def format_share(part: int, whole: int) -> str | None:
    """Write a share; None where there is nothing to have one of."""
    return f"{100 * part / whole:.1f}%" if whole else None


def format_cells(row: Iterable[Cell]) -> Iterable[str]:
    """Write a row for a file: plain numbers, nothing where there is nothing."""
    return ("" if it is None else str(it) for it in row)


def _round_seconds(seconds: float) -> int | float:
    return round(seconds, 1) if seconds < _ROUGH else round(seconds)
