"""Listing messages: which are asked for, and one page of them after another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from simulator.messages import Message, sender_key

USUAL_SIZE, LARGEST_SIZE = 50, 1000

_FILTERS = ("To", "From", "DateSent", "DateSent>", "DateSent<")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: `filters` as they were written, and which page of it.

    `token` names the last message of the page before, and counts before `page`.
    """

    filters: tuple[tuple[str, str], ...] = ()
    size: int = USUAL_SIZE
    page: int = 0
    token: str = ""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One page; `next` is the token of the next one, "" after the last."""

    messages: tuple[Message, ...]
    start: int
    next: str


def parse_query(fields: Mapping[str, str]) -> Query | None:
    """Read what is asked for; None when that cannot be understood."""
    filters = tuple((it, fields[it]) for it in _FILTERS if fields.get(it))
    times = [value for name, value in filters if name.startswith("DateSent")]
    size = fields.get("PageSize") or str(USUAL_SIZE)
    page = fields.get("Page") or "0"
    if not _is_whole(size) or not _is_whole(page) or None in map(_parse_time, times):
        return None
    within = min(max(int(size), 1), LARGEST_SIZE)
    return Query(filters, within, int(page), fields.get("PageToken", ""))


def select_page(messages: tuple[Message, ...], query: Query) -> MessagePage:
    """Pick one page out of all `messages`, which are the newest first."""
    found = [it for it in messages if _fits(it, dict(query.filters))]
    start = query.page * query.size
    if query.token:
        sids = [it.sid for it in found]
        last = query.token.removeprefix("PA")
        # What has made room was the oldest: nothing is left after it.
        start = sids.index(last) + 1 if last in sids else len(sids)
    page = tuple(found[start : start + query.size])
    more = len(found) > start + query.size
    return MessagePage(page, start, "PA" + page[-1].sid if more else "")


def _fits(message: Message, filters: Mapping[str, str]) -> bool:
    if "To" in filters and sender_key(filters["To"]) != message.to:
        return False
    if "From" in filters and sender_key(filters["From"]) != message.sender:
        return False
    return _fits_time(message.sent or message.created, filters)


def _fits_time(at: datetime, filters: Mapping[str, str]) -> bool:
    """Compare times; one of the filters, `DateSent`, is a day."""
    day, since, until = (
        _parse_time(filters.get(name, ""))
        for name in ("DateSent", "DateSent>", "DateSent<")
    )
    return (
        (day is None or day <= at < day + _DAY)
        and (since is None or since <= at)
        and (until is None or at <= until)
    )


def _parse_time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len("10000")
