"""Which messages the company does not take, and with which of its codes.

The numbers that begin with +1500555 are its own, for tests:
https://www.twilio.com/docs/iam/test-credentials. The codes are explained under
https://www.twilio.com/docs/api/errors, each on a page of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from re import fullmatch
from urllib.parse import urlsplit

from helpline import phone_numbers, sms_segments
from helpline.phone_numbers import SenderKind
from simulator.messages import Draft
from simulator.provider import OUR_NUMBER

LONGEST_BODY = 1600
LONGEST_VALIDITY = 36_000  # seconds

_LONGEST_URL = 4000
_OPTED_OUT = 21610
_MAGIC_TO = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": _OPTED_OUT,
    "+15005550009": 21614,
}
_MAGIC_FROM = {"+15005550001": 21212, "+15005550008": 21611}
_REASONS = {
    21211: ("Invalid 'To' phone number", "收件号码不对"),
    21212: ("Invalid 'From' phone number", "发送号码不对"),
    21266: ("'To' and 'From' cannot be the same", "收件号码就是发送号码"),
    21408: ("Permission to send to this region is not enabled", "没有开通这个地区"),
    21602: ("Message body is required", "没有内容"),
    21603: ("A 'From' phone number is required", "没有发送号码"),
    21604: ("A 'To' phone number is required", "没有收件号码"),
    21606: (
        "'From' is not an SMS-capable number of this account",
        "发送号码不能发短信",
    ),
    21609: ("Invalid 'StatusCallback' URL", "回执地址不对"),
    _OPTED_OUT: ("Attempt to send to unsubscribed recipient", "对方已经退订"),
    21611: ("Too many queued messages for this 'From' number", "发送队列已满"),
    21612: ("'To' cannot be reached from this 'From'", "这条线路到不了收件号码"),
    21614: ("'To' is not a mobile number", "收件号码不是手机"),
    21617: (f"Message body exceeds {LONGEST_BODY} characters", "内容太长"),
    21624: ("Invalid validity period value", "有效期不对"),
    21705: ("The Messaging Service is invalid", "发送服务的编号不对"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """The company's answer to what it does not do; `why` says it to people."""

    code: int
    message: str
    why: str
    status: int = HTTPStatus.BAD_REQUEST


UNKNOWN_CALLER = Refusal(
    20003, "Authenticate", "账号或密钥不对", HTTPStatus.UNAUTHORIZED
)
NOT_FOUND = Refusal(
    20404, "The requested resource was not found", "没有这一条", HTTPStatus.NOT_FOUND
)
UNREADABLE = Refusal(20001, "Invalid parameter", "查询的条件不对")
TOO_MANY = Refusal(
    20429, "Too Many Requests", "请求太多，请稍后再试", HTTPStatus.TOO_MANY_REQUESTS
)


def find_refusal(draft: Draft, *, stopped: bool) -> Refusal | None:
    """Say why this message is not taken; None when it is.

    `stopped` means that its recipient has texted STOP.
    """
    code = next(_faults(draft), _OPTED_OUT if stopped else None)
    return None if code is None else Refusal(code, *_REASONS[code])


def _faults(draft: Draft) -> Iterator[int]:
    yield from _missing(draft)
    if sms_segments.units(draft.body) > LONGEST_BODY:
        yield 21617
    if draft.validity and not _valid_period(draft.validity):
        yield 21624
    if draft.callback and not _valid_address(draft.callback):
        yield 21609
    if draft.service and not fullmatch(r"MG[0-9a-fA-F]{32}", draft.service):
        yield 21705
    if draft.sender and draft.sender != OUR_NUMBER:
        yield _MAGIC_FROM.get(draft.sender, 21606)
    yield from _unreachable(draft.to)


def _missing(draft: Draft) -> Iterator[int]:
    if not draft.to:
        yield 21604
    if not draft.sender and not draft.service:
        yield 21603
    if not draft.body:
        yield 21602


def _unreachable(to: str) -> Iterator[int]:
    number = phone_numbers.parse_sender(to)
    if number.kind is not SenderKind.NUMBER:
        yield 21211
    if number.key in _MAGIC_TO:
        yield _MAGIC_TO[number.key]
    if number.key == OUR_NUMBER:
        yield 21266


def _valid_period(seconds: str) -> bool:
    found = fullmatch(r"[0-9]{1,5}", seconds)
    return found is not None and 1 <= int(seconds) <= LONGEST_VALIDITY


def _valid_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    # An underscore is legal in the DNS, yet not for the company.
    fit = parts.scheme in {"http", "https"} and bool(host) and "_" not in host
    return fit and len(url) <= _LONGEST_URL
