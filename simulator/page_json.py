"""What the page is told: exchanges, calls and notices as JSON-ready values."""

from datetime import timedelta
from typing import TypeAlias, assert_never

from helpline import sms_segments
from simulator.calls import Call, CallEnd, CallOutput, DialResult
from simulator.message_store import MessageUpdates
from simulator.messages import Message
from simulator.optouts import OptOutChange
from simulator.provider import Exchange
from simulator.receipts import ReceiptMode
from simulator.signed_post import Hop
from simulator.traffic_log import ApiCall, TrafficEntry, TrafficPage
from simulator.twiml import Gather, Pause, Say

JsonValue: TypeAlias = "str | int | list[JsonValue] | dict[str, JsonValue] | None"


def exchange_json(
    done: Exchange, body: str, change: OptOutChange = ""
) -> dict[str, JsonValue]:
    """Show a delivered text: its size, the replies and theirs, and the wire.

    `change` is what it has changed about the notices that its sender gets.
    """
    return {
        "message": done.message_sid,
        "sent": _size_json(body),
        "replies": [{"text": text, **_size_json(text)} for text in done.replies],
        "fault": done.fault,
        "notices": change,
        "wire": [_hop_json(hop) for hop in done.hops],
    }


def call_json(
    heard: tuple[CallOutput, ...], after: Call, hops: tuple[Hop, ...]
) -> dict[str, JsonValue]:
    """Show what was heard, what is waited for (None: the call is over), the wire."""
    return {
        "call": after.sid,
        "heard": [_output_json(it) for it in heard],
        "wait": None if after.waiting is None else _wait_json(after.waiting),
        "wire": [_hop_json(hop) for hop in hops],
    }


def notices_json(
    news: MessageUpdates, heard: TrafficPage, way: ReceiptMode
) -> dict[str, JsonValue]:
    """Show what is new: a phone's notices, the wire, and how receipts come."""
    return {
        "notices": [_notice_json(it) for it in news.messages],
        "after": news.after,
        "wire": [_traffic_json(it) for it in heard.passed],
        "wireAfter": heard.after,
        "receipts": way,
    }


def _notice_json(message: Message) -> dict[str, JsonValue]:
    return {
        "message": message.sid,
        "text": message.body,
        "status": message.status,
        "error": message.error,
        **_size_json(message.body),
    }


def _traffic_json(traffic_entry: TrafficEntry) -> dict[str, JsonValue]:
    match traffic_entry:
        case Hop():
            return _hop_json(traffic_entry)
        case ApiCall():
            return _api_call_json(traffic_entry)
        case _:
            assert_never(traffic_entry)


def _size_json(text: str) -> dict[str, JsonValue]:
    return {"units": sms_segments.units(text), "segments": sms_segments.segments(text)}


def _wait_json(gather: Gather) -> dict[str, JsonValue]:
    return {"seconds": gather.timeout, "keys": gather.keys}


def _output_json(call_output: CallOutput) -> dict[str, JsonValue]:
    match call_output:
        case Say(text):
            return {"kind": "say", "text": text}
        case Pause(seconds):
            return {"kind": "pause", "seconds": seconds}
        case DialResult(number, status):
            return {"kind": "dialled", "number": number, "status": status}
        case CallEnd(by, why):
            return {"kind": "ended", "by": by, "why": why}
        case _:
            assert_never(call_output)


def _hop_json(hop: Hop) -> dict[str, JsonValue]:
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


def _api_call_json(api_call: ApiCall) -> dict[str, JsonValue]:
    return {
        "method": api_call.method,
        "url": api_call.url,
        "signature": None,  # it proves itself by a password, which is not shown
        "form": [[name, value] for name, value in api_call.form],
        "status": api_call.status,
        "milliseconds": api_call.took // timedelta(milliseconds=1),
        "answer": api_call.answer.decode(errors="replace"),
        "fault": api_call.fault,
    }
