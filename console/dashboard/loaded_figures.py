"""The statistics of a date range, read: totals, and by day or, of a long range, by month."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from console.dashboard.date_range import Span
from reporting import store as reporting_store
from reporting.metrics import Figure, Name, Waiting
from reporting.store import Totals

MOST_DAYS = 92
"""Of longer ranges the months are told, not the days: a quarter is still readable."""

_DAILY = (
    *(Name.TEXTS, Name.REPLY_SEGMENTS, Name.CALLS, Name.CALL_SECONDS),
    *(Name.NOTICES, Name.NOTICE_SEGMENTS, Name.INQUIRIES),
)
_STOCK = (Name.INQUIRIES, Waiting.OPEN.value)
"""What is not added up over days: its last is what counts."""


@dataclass(frozen=True, slots=True)
class Point:
    """A day, or a month, and what was counted in it."""

    label: str
    figures: Mapping[tuple[Name, str], int]

    def of(self, name: Name, *keys: str) -> int:
        """Add up some kinds of a figure; all of them where none is named."""
        return sum(
            value
            for (its, key), value in self.figures.items()
            if its is name and (not keys or key in keys)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """`at` is when the newest of it was counted, None if nothing was.

    `missing` are days between the first that was ever counted and today that are
    not counted (yet).
    """

    points: tuple[Point, ...]
    totals: Totals
    at: datetime | None
    missing: int

    def all(self, name: Name) -> int:
        """Add up all kinds of a figure."""
        return sum(self.totals[name].values())

    def some(self, name: Name, *keys: str) -> int:
        """Add up some kinds of a figure."""
        return sum(self.totals[name].get(it, 0) for it in keys)


def find(store: Session, span: Span, today: date) -> Found:
    """Read what was counted of these days."""
    counted = reporting_store.counted(store, span.first, span.last)
    daily = defaultdict[date, list[Figure]](list, {it: [] for it in counted.days})
    for day, figure in reporting_store.daily(store, _DAILY, span.first, span.last):
        daily[day].append(figure)
    earliest = reporting_store.earliest(store)
    missing = 0
    if earliest:
        first, last = max(span.first, earliest), min(span.last, today)
        missing = max(0, (last - first).days + 1 - len(counted.days))
    return Found(
        points=tuple(_points(daily, by_month=span.days > MOST_DAYS)),
        totals=reporting_store.totals(store, span.first, span.last),
        at=counted.at,
        missing=missing,
    )


def _points(daily: Mapping[date, list[Figure]], *, by_month: bool) -> Iterator[Point]:
    grouped: dict[str, Counter[tuple[Name, str]]] = {}
    for day in sorted(daily):
        label = f"{day:%Y-%m}" if by_month else day.isoformat()
        sums = grouped.setdefault(label, Counter())
        sums.pop(_STOCK, None)
        for name, key, value in daily[day]:
            sums[name, key] += value
    for label, sums in grouped.items():
        yield Point(label, sums)
