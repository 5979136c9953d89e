"""What the page is told: exchanges, calls and notices as JSON-ready values."""

from datetime import timedelta
from typing import TypeAlias, assert_never

from helpline import sms_segments
from simulator.calls import Call, Dialled, Ended, Heard
from simulator.message_store import News
from simulator.messages import Message
from simulator.optouts import Change
from simulator.provider import Exchange
from simulator.receipts import Way
from simulator.signed_post import Hop
from simulator.traffic_log import ApiCall, Overheard, Passed
from simulator.twiml import Gather, Pause, Say

Json: TypeAlias = "str | int | list[Json] | dict[str, Json] | None"


def exchange(done: Exchange, body: str, change: Change = "") -> dict[str, Json]:
    """Show a delivered text: its size, the replies and theirs, and the wire.

    `change` is what it has changed about the notices that its sender gets.
    """
    return {
        "message": done.message_sid,
        "sent": _size(body),
        "replies": [{"text": text, **_size(text)} for text in done.replies],
        "fault": done.fault,
        "notices": change,
        "wire": [_hop(hop) for hop in done.hops],
    }


def call(
    heard: tuple[Heard, ...], after: Call, hops: tuple[Hop, ...]
) -> dict[str, Json]:
    """Show what was heard, what is waited for (None: the call is over), the wire."""
    return {
        "call": after.sid,
        "heard": [_heard(it) for it in heard],
        "wait": None if after.waiting is None else _wait(after.waiting),
        "wire": [_hop(hop) for hop in hops],
    }


def notices(news: News, heard: Overheard, way: Way) -> dict[str, Json]:
    """Show what is new: a phone's notices, the wire, and how receipts come."""
    return {
        "notices": [_notice(it) for it in news.messages],
        "after": news.after,
        "wire": [_passed(it) for it in heard.passed],
        "wireAfter": heard.after,
        "receipts": way,
    }


def _notice(it: Message) -> dict[str, Json]:
    return {
        "message": it.sid,
        "text": it.body,
        "status": it.status,
        "error": it.error,
        **_size(it.body),
    }


def _passed(it: Passed) -> dict[str, Json]:
    match it:
        case Hop():
            return _hop(it)
        case ApiCall():
            return _api_call(it)
        case _:
            assert_never(it)


def _size(text: str) -> dict[str, Json]:
    return {"units": sms_segments.units(text), "segments": sms_segments.segments(text)}


def _wait(gather: Gather) -> dict[str, Json]:
    return {"seconds": gather.timeout, "keys": gather.keys}


def _heard(it: Heard) -> dict[str, Json]:
    match it:
        case Say(text):
            return {"kind": "say", "text": text}
        case Pause(seconds):
            return {"kind": "pause", "seconds": seconds}
        case Dialled(number, status):
            return {"kind": "dialled", "number": number, "status": status}
        case Ended(by, why):
            return {"kind": "ended", "by": by, "why": why}
        case _:
            assert_never(it)


def _hop(hop: Hop) -> dict[str, Json]:
    return {
        "method": "POST",
        "url": hop.url,
        "signature": hop.signature,
        "form": [[name, value] for name, value in hop.form],
        "status": hop.status,
        "milliseconds": hop.took // timedelta(milliseconds=1),
        "answer": hop.answer.decode(errors="replace"),
        "fault": "" if hop.fault is None else f"{hop.fault.code}：{hop.fault}",
    }


def _api_call(it: ApiCall) -> dict[str, Json]:
    return {
        "method": it.method,
        "url": it.url,
        "signature": None,  # it proves itself by a password, which is not shown
        "form": [[name, value] for name, value in it.form],
        "status": it.status,
        "milliseconds": it.took // timedelta(milliseconds=1),
        "answer": it.answer.decode(errors="replace"),
        "fault": it.fault,
    }
