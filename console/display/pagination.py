"""Pagination and date filters in the query string: days, the place where a page begins."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask import request

from helpline.timezone import CHINA
from storage.keyset import Bounds, Cursor

_MARK = "~"


def parse_day(text: str, days: int = 0) -> datetime | None:
    """Read a day in China as the moment it begins, or so many days later."""
    try:
        found = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(found, time(), CHINA)


def keep_args(names: Iterable[str]) -> dict[str, str]:
    """Give of what the address asks for only what a list knows."""
    return {it: request.args[it] for it in names if request.args.get(it)}


def bounds(senders: tuple[str, ...]) -> Bounds:
    """Read between which days, and below which place, the address asks for a list."""
    asked = request.args
    return Bounds(
        senders,
        since=parse_day(asked.get("since", "")),
        until=parse_day(asked.get("until", ""), days=1),
        below=parse_cursor(asked.get("before", "")),
    )


def format_cursor(at: datetime, name: str) -> str:
    """Write a place."""
    return f"{at.isoformat()}{_MARK}{name}"


def parse_cursor(text: str) -> Cursor | None:
    """Read what `format_cursor` wrote; None for anything else."""
    at, _, name = text.partition(_MARK)
    try:
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(CHINA), name) if moment.tzinfo and name else None
    except (ValueError, OverflowError):
        return None
