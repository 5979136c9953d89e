"""The date range of the dashboard: parsed from the query, with its quick choices."""

from dataclasses import dataclass
from datetime import date, timedelta

from reporting.days import DAY

_LONGEST = 10
"""Characters of a date."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class BadDateRange:
    """What was asked for is no range; the sentence says why."""

    sentence: str


def parse_date_range(first: str, last: str, today: date) -> DateRange | BadDateRange:
    """Read two dates of an address: today where both are missing, one day where one is."""
    given = [it.strip() for it in (first, last) if it.strip()]
    found = [_parse_date(it) for it in given]
    for text, day in zip(given, found, strict=True):
        if day is None:
            shown = text[: _LONGEST * 2]
            return BadDateRange(f"“{shown}”不是一个日期。请写成 2026-03-02 这样。")
    known = [it for it in found if it is not None] or [today]
    if known[0] > known[-1]:
        return BadDateRange(
            f"开始的日期 {known[0]} 在结束的日期 {known[-1]} 之后。请把两个日期对调。"
        )
    return DateRange(known[0], known[-1])


def quick_ranges(today: date) -> dict[str, DateRange]:
    """Give the ranges that people mostly want, by their words."""
    yesterday = today - DAY
    return {
        "今天": DateRange(today, today),
        "昨天": DateRange(yesterday, yesterday),
        "近7天": DateRange(today - timedelta(days=6), today),
        "近30天": DateRange(today - timedelta(days=29), today),
        "本月": DateRange(today.replace(day=1), today),
    }


def _parse_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
