"""Delivering a form to a door, and to its fallback when that gives no usable answer.

https://www.twilio.com/docs/usage/security/availability-reliability
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeAlias, TypeVar

from simulator.errors import UndeliverableError
from simulator.signed_post import FormFields, Hop, WebhookClient

_NOT_TWIML = 12300
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class AnsweredPost(Generic[_T]):
    """What was read from the answer; two hops mean that the fallback gave it."""

    value: _T
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class UnansweredPost:
    """Neither gave a usable answer; `fault` is the door's own."""

    fault: UndeliverableError
    hops: tuple[Hop, ...]


PostResult: TypeAlias = AnsweredPost[_T] | UnansweredPost


def post_with_fallback(
    line: WebhookClient,
    url: str,
    fallback: str,
    form: FormFields,
    read: Callable[[bytes], _T],
) -> PostResult[_T]:
    """Post to `url`, else to `fallback` with the reason, and `read` the answer."""
    first, got = _attempt(line, url, form, read)
    if not isinstance(got, UndeliverableError):
        return AnsweredPost(got, (first,))
    why = (("ErrorCode", str(got.code)), ("ErrorUrl", url))
    second, instead = _attempt(line, fallback, form + why, read)
    if isinstance(instead, UndeliverableError):
        return UnansweredPost(got, (first, second))
    return AnsweredPost(instead, (first, second))


def _attempt(
    line: WebhookClient, url: str, form: FormFields, read: Callable[[bytes], _T]
) -> tuple[Hop, _T | UndeliverableError]:
    hop = line.post(url, form)
    if hop.fault is not None:
        return hop, hop.fault
    try:
        _expect_twiml(hop)
        return hop, read(hop.answer)
    except UndeliverableError as fault:
        return replace(hop, fault=fault), fault


def _expect_twiml(hop: Hop) -> None:
    if hop.kind not in {"text/xml", "application/xml"}:
        raise UndeliverableError(_NOT_TWIML, f"回答的类型是“{hop.kind}”，应是text/xml")
