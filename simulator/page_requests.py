"""What the page asks for, parsed once from its JSON, and only from our own page."""

import re
from dataclasses import dataclass
from typing import get_args

from flask import Request

from simulator.calls import DialStatus
from simulator.errors import ForeignRequestError, InvalidRequestError
from simulator.messages import sender_key as person
from simulator.receipts import ReceiptMode

LONGEST_TEXT = 1600
"""Characters in one text: https://www.twilio.com/docs/messaging/guides/webhook-request."""

_LONGEST_NUMBER = 64
_KEYS = frozenset("0123456789*#")
_COUNT = re.compile(r"[0-9]{1,15}")
_MESSAGE_SID = re.compile(r"SM[0-9a-f]{32}")
_OUTCOMES: tuple[DialStatus, ...] = get_args(DialStatus)


@dataclass(frozen=True, slots=True)
class NewText:
    """A text to deliver; the same `message_sid` again is a redelivery."""

    sender: str
    body: str
    message_sid: str | None


@dataclass(frozen=True, slots=True)
class UpdatesRequest:
    """What is new for a phone: its notices and its wire, each later than a number."""

    person: str
    after: int
    wire_after: int


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call to place; `when_dialled` is how being put through will end."""

    sender: str
    when_dialled: DialStatus


def check_origin(request: Request) -> None:
    """Refuse what another site's page sends through its visitor's browser."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in {None, "same-origin", "none"}:
        raise ForeignRequestError("只接受模拟电话页面自己的请求。")
    # Older browsers say only the origin; a TLS proxy changes its scheme.
    if site is None and origin and origin.partition("://")[2] != request.host:
        raise ForeignRequestError("只接受模拟电话页面自己的请求。")


def parse_text(request: Request) -> NewText:
    """Read a text to deliver."""
    fields = _parse_fields(request)
    sid = fields.get("message")
    if sid is not None and not _MESSAGE_SID.fullmatch(str(sid)):
        raise InvalidRequestError("短信的编号不对。")
    body = _parse_string(fields, "body")
    if len(body) > LONGEST_TEXT:
        raise InvalidRequestError(f"一条短信最多{LONGEST_TEXT}个字符。")
    return NewText(_parse_sender(fields), body, None if sid is None else str(sid))


def parse_new_call(request: Request) -> NewCall:
    """Read a call to place."""
    fields = _parse_fields(request)
    outcome = fields.get("whenDialled", "no-answer")
    for known in _OUTCOMES:
        if outcome == known:
            return NewCall(_parse_sender(fields), known)
    raise InvalidRequestError("没有这种转接结果。")


def parse_key(request: Request) -> str:
    """Read one key."""
    pressed = _parse_string(_parse_fields(request), "key")
    if pressed not in _KEYS:
        raise InvalidRequestError("电话上没有这个键。")
    return pressed


def parse_receipt_mode(request: Request) -> ReceiptMode:
    """Read how receipts are to come."""
    try:
        return ReceiptMode(_parse_string(_parse_fields(request), "way"))
    except ValueError as error:
        raise InvalidRequestError("没有这种回执。") from error


def parse_updates_request(request: Request) -> UpdatesRequest:
    """Read which phone asks for its news, and what it knows already."""
    after, wire_after = (_parse_count(request, it) for it in ("after", "wireAfter"))
    return UpdatesRequest(person(request.args.get("number", "")), after, wire_after)


def _parse_fields(request: Request) -> dict[str, object]:
    # A form of another site cannot send this type without asking us first (CORS).
    fields = request.get_json(silent=True) if request.is_json else None
    if not isinstance(fields, dict):
        raise InvalidRequestError("请求的内容不对。")
    return fields


def _parse_sender(fields: dict[str, object]) -> str:
    sender = _parse_string(fields, "sender").strip()
    if not sender or len(sender) > _LONGEST_NUMBER or not sender.isprintable():
        raise InvalidRequestError("请填写发送方号码（最多64个字符）。")
    return sender


def _parse_count(request: Request, name: str) -> int:
    text = request.args.get(name, "0")
    if not _COUNT.fullmatch(text):
        raise InvalidRequestError("请求的内容不对。")
    return int(text)


def _parse_string(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise InvalidRequestError("请求的内容不对。")
    return value
