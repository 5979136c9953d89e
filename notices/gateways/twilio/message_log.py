"""Twilio's message log: a message by its SID, or those sent to a number."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from requests import RequestException
from twilio.base.exceptions import TwilioException

from helpline.errors import PARSE_ERRORS
from notices.gateways.base import GatewayError, ProviderRecord
from notices.gateways.http_errors import classify_failure
from notices.gateways.twilio.codes import error_word
from notices.gateways.twilio.status_callback import (
    is_sid,
    parse_error_code,
    parse_status,
)
from notices.status import Status

NOT_FOUND = "20404"
"""Twilio has no such record; a 404 without this may come from anybody on the way."""

PAGE_SIZE = 100
MOST_PAGES = 10


def look_up(client: Any, sid: str) -> ProviderRecord | None:  # noqa: ANN401 - has no types
    """Fetch a message by its SID, None where Twilio has none; raises `GatewayError`."""
    if not is_sid(sid):
        return None
    with _translate_errors():
        try:
            return _parse_record(client.messages(sid).fetch())
        except TwilioException as error:
            if exception_word(error) == NOT_FOUND:
                return None
            raise


def list_sent_to(
    client: Any,  # noqa: ANN401 - has no types
    number: str,
    since: datetime,
) -> tuple[ProviderRecord, ...]:
    """List what was created for a number since then, newest first; raises `GatewayError`.

    Twilio may list by when a message was sent, which is not known at first. So every
    page is read to its end, and the next one if this had anything recent enough.
    At most a thousand messages are looked at.
    """
    since = since.replace(microsecond=0)  # Twilio's times are whole seconds
    found: dict[str, ProviderRecord] = {}
    with _translate_errors():
        for page in _pages(client, number):
            recent = [it for it in page if it.date_created >= since]
            # Pages may overlap, and a compatible server's forget whom we asked for.
            carried = [_parse_record(it) for it in recent if _was_sent_to(it, number)]
            found |= {it.sid: it for it in carried}
            if not recent:
                break
    return tuple(sorted(found.values(), key=lambda it: it.at, reverse=True))


def exception_word(error: TwilioException) -> str:
    """Name what Twilio answered: its code, or the HTTP status."""
    status = getattr(error, "status", None)
    if status is None:  # a page of a list: the client hands over the whole answer
        status = getattr(error.args[-1], "status_code", 0) if error.args else 0
    return error_word(status, getattr(error, "code", None))


def _pages(client: Any, number: str) -> Iterator[list[Any]]:  # noqa: ANN401
    page = client.messages.page(to=number, page_size=PAGE_SIZE)
    for _ in range(MOST_PAGES - 1):
        yield list(islice(page, PAGE_SIZE))
        page = page.next_page()
        if page is None:
            return
    yield list(islice(page, PAGE_SIZE))


def _was_sent_to(record: Any, number: str) -> bool:  # noqa: ANN401
    return bool(record.to == number and record.direction != "inbound")


def _parse_record(record: Any) -> ProviderRecord:  # noqa: ANN401
    """Read a record; a word that we do not know still says that Twilio has it."""
    if not is_sid(record.sid) or record.date_created is None:
        raise ValueError("a record without SID or time")
    return ProviderRecord(
        sid=record.sid,
        to=record.to or "",
        text=record.body or "",
        status=parse_status(record.status) or Status.ACCEPTED,
        code=parse_error_code(record.error_code),
        at=record.date_created,
    )


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Turn whatever a question can meet into our own error."""
    try:
        yield
    except TwilioException as error:
        raise GatewayError(f"短信网关答复有误（{exception_word(error)}）。") from error
    except RequestException as error:
        raise GatewayError(
            f"短信网关没有答复（{classify_failure(error).code}）。"
        ) from error
    except PARSE_ERRORS as error:
        raise GatewayError("短信网关的答复无法识读。") from error
