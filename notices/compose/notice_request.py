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
from helpline.conversation.sent_notices import NoticeEvent
from notices.compose.reason_codes import IsQuestion, ReasonCode
from notices.compose.templates import Template, tidy_value

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
class NoticeRequest:
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
class InvalidField:
    """What is wrong with one field of an order, in a Chinese sentence."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RenderedNotice:
    """An order that can be sent: its text, with signature, and all that is kept of it."""

    to: str
    event: NoticeEvent
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
class ComposeInputs:
    """What texts are made from; `our_number` is not one to send to.

    `valid_for` is how long a notice is worth sending, and answers an applicant's
    `1`, where its order does not say.
    """

    templates: Mapping[str, Template]
    reasons: Mapping[str, ReasonCode]
    is_question: IsQuestion
    signature: str
    our_number: str = ""
    valid_for: timedelta = timedelta(days=7)


def render_notice(
    order: NoticeRequest, forms: ComposeInputs, now: datetime
) -> RenderedNotice | tuple[InvalidField, ...]:
    """Make the text of an order, or name everything that is wrong with it."""
    defects = (*_invalid_fields(order, forms), *_invalid_times(order, now))
    if defects:
        return defects
    event, template = NoticeEvent(order.event), forms.templates[_template_name(order)]
    reason = forms.reasons.get(order.reason_code)
    question = reason.question if reason and forms.is_question(reason.question) else ""
    values = _variable_values(order, reason)
    if missing := template.missing(values):
        return tuple(
            InvalidField(
                _field_name(item),
                f"模板“{template.name}”需要{_NAMES.get(item, item)}。",
            )
            for item in missing
        )
    ending = wording.NOTICE_OFFER if question else ""
    text = forms.signature + template.fill(values) + ending
    if defects := tuple(_invalid_text(text)):
        return defects
    send_at = max(order.send_at or now, now)
    return RenderedNotice(
        to=phone_numbers.parse_mainland_mobile(order.to) or "",
        event=event,
        application=tidy_value(order.application),
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


def _template_name(order: NoticeRequest) -> str:
    return order.template or order.event


def _variable_values(order: NoticeRequest, reason: ReasonCode | None) -> dict[str, str]:
    said = tidy_value(order.reason) or (reason.text if reason else "")
    own = {"application": order.application, "reason": said, "event": order.event}
    return {**order.variables, **own}


def _field_name(variable: str) -> str:
    return (
        variable if variable in {"application", "reason"} else f"variables.{variable}"
    )


def _invalid_fields(
    order: NoticeRequest, forms: ComposeInputs
) -> Iterator[InvalidField]:
    mobile = phone_numbers.parse_mainland_mobile(order.to)
    if mobile is None:
        yield InvalidField("to", "不是中国大陆的手机号码。")
    elif mobile == forms.our_number:
        yield InvalidField("to", "不能发给我们自己的号码。")
    if order.event not in set(NoticeEvent):
        yield InvalidField("event", f"只能是{'、'.join(NoticeEvent)}之一。")
    elif _template_name(order) not in forms.templates:
        yield InvalidField("template", f"没有名为“{order.template}”的模板。")
    if len(order.application) > _LONGEST_APPLICATION:
        yield InvalidField("application", f"最多{_LONGEST_APPLICATION}个字符。")
    if order.reason_code and order.reason_code not in forms.reasons:
        yield InvalidField("reason_code", f"没有“{order.reason_code}”这个原因代码。")


def _invalid_times(order: NoticeRequest, now: datetime) -> Iterator[InvalidField]:
    if order.send_at is not None and order.send_at < now - timedelta(minutes=5):
        yield InvalidField("send_at", "发送时间已经过去。")
    if order.send_at is not None and order.send_at > now + LONGEST_AHEAD:
        yield InvalidField("send_at", f"发送时间最多在{LONGEST_AHEAD.days}天之内。")
    if order.valid_for is not None and not (
        SHORTEST_VALID <= order.valid_for <= LONGEST_VALID
    ):
        yield InvalidField("valid_for_s", f"有效时间为60秒到{LONGEST_VALID.days}天。")


def _invalid_text(text: str) -> Iterator[InvalidField]:
    if len(text) > MOST_LETTERS or sms_segments.segments(text) > MOST_SEGMENTS:
        yield InvalidField(
            "text", f"短信太长：最多{MOST_LETTERS}个字、{MOST_SEGMENTS}段。"
        )
    if _WEB.search(text):
        yield InvalidField("text", "短信里不能有网址：运营商会拦截。")
