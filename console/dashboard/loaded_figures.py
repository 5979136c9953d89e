"""The statistics of a date range, read: totals, and by day or, of a long range, by month."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from console.dashboard.date_range import DateRange
from reporting import store as reporting_store
from reporting.metrics import Figure, FigureName, InquiryFlow
from reporting.store import Totals

MOST_DAYS = 92
"""Of longer ranges the months are told, not the days: a quarter is still readable."""

_DAILY = (
    *(
        FigureName.TEXTS,
        FigureName.REPLY_SEGMENTS,
        FigureName.CALLS,
        FigureName.CALL_SECONDS,
    ),
    *(FigureName.NOTICES, FigureName.NOTICE_SEGMENTS, FigureName.INQUIRIES),
)
_STOCK = (FigureName.INQUIRIES, InquiryFlow.OPEN.value)
"""What is not added up over days: its last is what counts."""


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """A day, or a month, and what was counted in it."""

    label: str
    figures: Mapping[tuple[FigureName, str], int]

    def figure(self, name: FigureName, *keys: str) -> int:
        """Add up some kinds of a figure; all of them where none is named."""
        return sum(
            value
            for (its, key), value in self.figures.items()
            if its is name and (not keys or key in keys)
        )


@dataclass(frozen=True, slots=True)
class LoadedFigures:
    """`at` is when the newest of it was counted, None if nothing was.

    `missing` are days between the first that was ever counted and today that are
    not counted (yet).
    """

    points: tuple[PeriodFigures, ...]
    totals: Totals
    at: datetime | None
    missing: int

    def total(self, name: FigureName) -> int:
        """Add up all kinds of a figure."""
        return sum(self.totals[name].values())

    def total_of(self, name: FigureName, *keys: str) -> int:
        """Add up some kinds of a figure."""
        return sum(self.totals[name].get(it, 0) for it in keys)


def load_figures(store: Session, span: DateRange, today: date) -> LoadedFigures:
    """Read what was counted of these days."""
    counted = reporting_store.counted_days(store, span.first, span.last)
    daily = defaultdict[date, list[Figure]](list, {it: [] for it in counted.days})
    for day, figure in reporting_store.read_daily(store, _DAILY, span.first, span.last):
        daily[day].append(figure)
    earliest = reporting_store.earliest_day(store)
    missing = 0
    if earliest:
        first, last = max(span.first, earliest), min(span.last, today)
        missing = max(0, (last - first).days + 1 - len(counted.days))
    return LoadedFigures(
        points=tuple(_period_figures(daily, by_month=span.days > MOST_DAYS)),
        totals=reporting_store.read_totals(store, span.first, span.last),
        at=counted.at,
        missing=missing,
    )


def _period_figures(
    daily: Mapping[date, list[Figure]], *, by_month: bool
) -> Iterator[PeriodFigures]:
    grouped: dict[str, Counter[tuple[FigureName, str]]] = {}
    for day in sorted(daily):
        label = f"{day:%Y-%m}" if by_month else day.isoformat()
        sums = grouped.setdefault(label, Counter())
        sums.pop(_STOCK, None)
        for name, key, value in daily[day]:
            sums[name, key] += value
    for label, sums in grouped.items():
        yield PeriodFigures(label, sums)
