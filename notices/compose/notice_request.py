"""Validate a request for a notice and render its text, or say why it cannot be.

Nothing here touches the store: the same check serves one notice of the API, ten
thousand of a batch, and every row of a file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from helpline import phone_numbers, sms_segments, wording
from helpline.conversation.sent_notices import Event
from notices.compose.reason_codes import IsQuestion, Reason
from notices.compose.templates import Template, tidy

MOST_SEGMENTS = 8
MOST_LETTERS = 500
"""What the carriers of mainland China take in one message."""

LONGEST_AHEAD = timedelta(days=35)
SHORTEST_VALID, LONGEST_VALID = timedelta(minutes=1), timedelta(days=30)

_NAMES = {"application": "申报号", "reason": "原因"}
_LONGEST_APPLICATION = 64
# \b would not do at the end: Chinese may follow at once, and counts as \w.
_WEB = re.compile(
    r"(?i)https?://|www\.|[a-z0-9-]{2,}\.(?:com|cn|net|org|gov)(?![a-z0-9_])"
)


class Priority(IntEnum):
    """How soon among the others: what is urgent goes first, even in quiet hours."""

    URGENT = 0
    NORMAL = 1
    BULK = 2
    LATER = 3


PRIORITIES = {
    "urgent": Priority.URGENT,
    "normal": Priority.NORMAL,
    "low": Priority.LATER,
}
"""By their names outside; `normal` within a batch is `BULK`."""


@dataclass(frozen=True, slots=True)
class Order:
    """A notice as it was asked for; "" and None where nothing was said."""

    to: str
    event: str
    application: str = ""
    reason: str = ""
    reason_code: str = ""
    template: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    send_at: datetime | None = None
    valid_for: timedelta | None = None
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong with one field of an order, in a Chinese sentence."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """An order that can be sent: its text, with signature, and all that is kept of it."""

    to: str
    event: Event
    application: str
    reason: str
    reason_code: str
    question: str
    template: Template
    text: str
    segments: int
    priority: Priority
    send_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Forms:
    """What texts are made from; `our_number` is not one to send to.

    `valid_for` is how long a notice is worth sending, and answers an applicant's
    `1`, where its order does not say.
    """

    templates: Mapping[str, Template]
    reasons: Mapping[str, Reason]
    is_question: IsQuestion
    signature: str
    our_number: str = ""
    valid_for: timedelta = timedelta(days=7)


def prepare(order: Order, forms: Forms, now: datetime) -> Prepared | tuple[Defect, ...]:
    """Make the text of an order, or name everything that is wrong with it."""
    defects = (*_defects_of_fields(order, forms), *_defects_of_times(order, now))
    if defects:
        return defects
    event, template = Event(order.event), forms.templates[_template_name(order)]
    reason = forms.reasons.get(order.reason_code)
    question = reason.question if reason and forms.is_question(reason.question) else ""
    values = _values(order, reason)
    if missing := template.missing(values):
        return tuple(
            Defect(_field(it), f"模板“{template.name}”需要{_NAMES.get(it, it)}。")
            for it in missing
        )
    ending = wording.NOTICE_OFFER if question else ""
    text = forms.signature + template.filled(values) + ending
    if defects := tuple(_defects_of_text(text)):
        return defects
    send_at = max(order.send_at or now, now)
    return Prepared(
        to=phone_numbers.mainland_mobile(order.to) or "",
        event=event,
        application=tidy(order.application),
        reason=values["reason"],
        reason_code=order.reason_code,
        question=question,
        template=template,
        text=text,
        segments=sms_segments.segments(text),
        priority=order.priority,
        send_at=send_at,
        expires_at=send_at + (order.valid_for or forms.valid_for),
    )


def _template_name(order: Order) -> str:
    return order.template or order.event


def _values(order: Order, reason: Reason | None) -> dict[str, str]:
    said = tidy(order.reason) or (reason.text if reason else "")
    own = {"application": order.application, "reason": said, "event": order.event}
    return {**order.variables, **own}


def _field(variable: str) -> str:
    return (
        variable if variable in {"application", "reason"} else f"variables.{variable}"
    )


def _defects_of_fields(order: Order, forms: Forms) -> Iterator[Defect]:
    mobile = phone_numbers.mainland_mobile(order.to)
    if mobile is None:
        yield Defect("to", "不是中国大陆的手机号码。")
    elif mobile == forms.our_number:
        yield Defect("to", "不能发给我们自己的号码。")
    if order.event not in set(Event):
        yield Defect("event", f"只能是{'、'.join(Event)}之一。")
    elif _template_name(order) not in forms.templates:
        yield Defect("template", f"没有名为“{order.template}”的模板。")
    if len(order.application) > _LONGEST_APPLICATION:
        yield Defect("application", f"最多{_LONGEST_APPLICATION}个字符。")
    if order.reason_code and order.reason_code not in forms.reasons:
        yield Defect("reason_code", f"没有“{order.reason_code}”这个原因代码。")


def _defects_of_times(order: Order, now: datetime) -> Iterator[Defect]:
    if order.send_at is not None and order.send_at < now - timedelta(minutes=5):
        yield Defect("send_at", "发送时间已经过去。")
    if order.send_at is not None and order.send_at > now + LONGEST_AHEAD:
        yield Defect("send_at", f"发送时间最多在{LONGEST_AHEAD.days}天之内。")
    if order.valid_for is not None and not (
        SHORTEST_VALID <= order.valid_for <= LONGEST_VALID
    ):
        yield Defect("valid_for_s", f"有效时间为60秒到{LONGEST_VALID.days}天。")


def _defects_of_text(text: str) -> Iterator[Defect]:
    if len(text) > MOST_LETTERS or sms_segments.segments(text) > MOST_SEGMENTS:
        yield Defect("text", f"短信太长：最多{MOST_LETTERS}个字、{MOST_SEGMENTS}段。")
    if _WEB.search(text):
        yield Defect("text", "短信里不能有网址：运营商会拦截。")
