"""Messages and refusals as the company's API writes them, in JSON.

https://www.twilio.com/docs/messaging/api/message-resource#message-properties
"""

from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlencode

from simulator.api_list import MessagePage, Query
from simulator.messages import UNREACHABLE, Message
from simulator.page_json import JsonValue
from simulator.provider import ACCOUNT_SID, API_VERSION
from simulator.refusals import Refusal

_HOME = f"/{API_VERSION}/Accounts/{ACCOUNT_SID}/Messages"
_MEANINGS = {UNREACHABLE: "Unreachable destination handset"}


def message_json(message: Message) -> dict[str, JsonValue]:
    """Write one message."""
    return {
        "sid": message.sid,
        "account_sid": ACCOUNT_SID,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": format_datetime(message.created),
        "date_sent": _format_time(message.sent),
        "date_updated": format_datetime(message.updated),
        "direction": "outbound-api",
        "error_code": message.error,
        "error_message": None if message.error is None else _MEANINGS[message.error],
        "from": message.sender or None,
        "to": message.to,
        "messaging_service_sid": message.service or None,
        "num_media": "0",
        "num_segments": str(message.segments),
        "price": None,
        "price_unit": "USD",
        "status": message.status,
        "uri": f"{_HOME}/{message.sid}.json",
        "subresource_uris": {"media": f"{_HOME}/{message.sid}/Media.json"},
    }


def message_page_json(found: MessagePage, query: Query) -> dict[str, JsonValue]:
    """Write one page of a list, and where the pages beside it are."""
    return {
        "messages": [message_json(it) for it in found.messages],
        "page": query.page,
        "page_size": query.size,
        "start": found.start,
        "end": found.start + max(len(found.messages) - 1, 0),
        "uri": _page_url(query, query.page, query.token),
        "first_page_uri": _page_url(query, 0, ""),
        "previous_page_uri": None,
        "next_page_uri": _page_url(query, query.page + 1, found.next)
        if found.next
        else None,
    }


def refusal_json(refusal: Refusal) -> dict[str, JsonValue]:
    """Write a refusal."""
    return {
        "code": refusal.code,
        "message": refusal.message,
        "more_info": f"https://www.twilio.com/docs/errors/{refusal.code}",
        "status": refusal.status,
    }


def _page_url(query: Query, page: int, token: str) -> str:
    fields = [*query.filters, ("PageSize", str(query.size)), ("Page", str(page))]
    if token:
        fields.append(("PageToken", token))
    return f"{_HOME}.json?{urlencode(fields)}"


def _format_time(time: datetime | None) -> str | None:
    return None if time is None else format_datetime(time)
