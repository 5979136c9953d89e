"""Pagination and date filters in the query string: days, the place where a page begins."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask import request

from helpline.timezone import CHINA
from storage.keyset import Bounds, Place

_MARK = "~"


def day(text: str, days: int = 0) -> datetime | None:
    """Read a day in China as the moment it begins, or so many days later."""
    try:
        found = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(found, time(), CHINA)


def kept(names: Iterable[str]) -> dict[str, str]:
    """Give of what the address asks for only what a list knows."""
    return {it: request.args[it] for it in names if request.args.get(it)}


def bounds(senders: tuple[str, ...]) -> Bounds:
    """Read between which days, and below which place, the address asks for a list."""
    asked = request.args
    return Bounds(
        senders,
        since=day(asked.get("since", "")),
        until=day(asked.get("until", ""), days=1),
        below=read(asked.get("before", "")),
    )


def written(at: datetime, name: str) -> str:
    """Write a place."""
    return f"{at.isoformat()}{_MARK}{name}"


def read(text: str) -> Place | None:
    """Read what `written` wrote; None for anything else."""
    at, _, name = text.partition(_MARK)
    try:
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(CHINA), name) if moment.tzinfo and name else None
    except (ValueError, OverflowError):
        return None
