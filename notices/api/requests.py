"""The API's request schemas (pydantic): fields and their bounds."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SkipValidation,
    Strict,
    WithJsonSchema,
    model_validator,
)

from helpline.conversation.sent_notices import NoticeEvent
from notices.compose.notice_request import (
    LONGEST_AHEAD,
    LONGEST_VALID,
    MOST_LETTERS,
    PRIORITIES,
    SHORTEST_VALID,
    NoticeRequest,
    Priority,
)

MOST_NOTICES = 10_000
MOST_LISTED = 1000
MOST_VARIABLES = 32

_SECOND = timedelta(seconds=1)
_AN_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)", re.ASCII
)
_ID = r"^[0-9a-f]{32}$"


def _parse_instant(value: object) -> object:
    """Read an instant of RFC 3339; pydantic would take numbers and much else."""
    if not isinstance(value, str) or not _AN_INSTANT.fullmatch(value.upper()):
        raise ValueError("要写成带时区的时间，如 2026-03-02T09:30:00+08:00。")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("没有这个时间。") from error


def _parse_whole_number(value: object) -> object:
    """Read 60.0 as 60: JSON has one kind of numbers."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


_Words = Annotated[str, Field(max_length=MOST_LETTERS)]
_Name = Annotated[str, Field(max_length=32)]
_Instant = Annotated[datetime, BeforeValidator(_parse_instant)]
_Event = Annotated[
    NoticeEvent,
    WithJsonSchema({"type": "string", "enum": [it.value for it in NoticeEvent]}),
]


class NoticeOrder(BaseModel):
    """One notice, as it is asked for."""

    MOST_BYTES: ClassVar[int] = 1024 * 1024

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"description": "要发的一条通知。"},
    )

    to: str = Field(
        min_length=1,
        max_length=64,
        description="收件人的手机号码，限中国大陆；可带 +86、空格和短横线。",
    )
    event: _Event = Field(
        description="通知的是什么事；不另指定模板时，也决定用哪个模板。"
    )
    application: Annotated[str, Field(max_length=64)] | None = Field(
        default=None, description="申报号。多数模板需要它。"
    )
    reason: _Words | None = Field(
        default=None,
        description="原因，原样写进短信。不填而填了 reason_code 时，用该代码登记的原因。",
    )
    reason_code: _Name | None = Field(
        default=None,
        description="原因代码，须已登记。登记时关联了问题的，短信末尾会提示回复1看解决办法。",
    )
    template: _Name | None = Field(
        default=None, description="模板名。不填则用与 event 同名的模板。"
    )
    variables: Annotated[dict[_Name, _Words], Field(max_length=MOST_VARIABLES)] = Field(
        default={},
        description="模板里其余变量的值。变量 application、reason、event 取自上面的字段。",
    )
    send_at: _Instant | None = Field(
        default=None,
        description=f"最早什么时候发：带时区的时间（RFC 3339），{LONGEST_AHEAD.days}天之内。不填则马上发。",
    )
    valid_for_s: (
        Annotated[
            int,
            Strict(),
            Field(ge=SHORTEST_VALID // _SECOND, le=LONGEST_VALID // _SECOND),
            BeforeValidator(_parse_whole_number),
        ]
        | None
    ) = Field(
        default=None,
        description="从 send_at 起多少秒内有效，过期还没发出就不再发。不填为7天。",
    )
    priority: Literal["urgent", "normal", "low"] = Field(
        default="normal",
        description="先后：urgent 最先发，不受免打扰时段限制；批量中的 normal 排在单条之后；low 最后。",
    )

    def to_request(self, *, one_of_many: bool = False) -> NoticeRequest:
        """Make it what the notices work with."""
        priority = PRIORITIES[self.priority]
        if one_of_many and priority is Priority.NORMAL:
            priority = Priority.BULK
        seconds = self.valid_for_s
        return NoticeRequest(
            to=self.to,
            event=self.event.value,
            application=self.application or "",
            reason=self.reason or "",
            reason_code=self.reason_code or "",
            template=self.template or "",
            variables=self.variables,
            send_at=self.send_at,
            valid_for=None if seconds is None else timedelta(seconds=seconds),
            priority=priority,
        )


class BatchOrder(BaseModel):
    """Many notices at once.

    Its entries are taken as they come, whatever their type says: one that is wrong
    does not stop the others.
    """

    MOST_BYTES: ClassVar[int] = 16 * 1024 * 1024

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "description": "一批通知。有错的几条不影响其余的。",
        },
    )

    notices: list[Annotated[NoticeOrder, SkipValidation]] = Field(
        min_length=1, max_length=MOST_NOTICES, description="各条通知，写法同单条。"
    )


class Listing(BaseModel):
    """Which notices are asked about: those of one application, or of one batch."""

    model_config = ConfigDict(extra="forbid")

    application: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="申报号。与 batch 二选一。",
        examples=["HN2026-000123"],
    )
    batch: str | None = Field(
        default=None, pattern=_ID, description="批次编号。与 application 二选一。"
    )
    limit: int = Field(default=100, ge=1, le=MOST_LISTED, description="一页最多几条。")
    after: str | None = Field(
        default=None, pattern=_ID, description="从哪一条之后开始：上一页的 next。"
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.application is None) is (self.batch is None):
            raise ValueError("application 和 batch 要给出其中一个，且只能给一个。")
        return self


class Repeatable(BaseModel):
    """The header that makes a request safe to repeat."""

    key: str = Field(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,255}$",
        description="幂等键：1 到 255 个可见的 ASCII 字符，每个新请求换一个（如 UUID）。7 天内用同一个键重发同一个请求，只会发一次，并得到同样的答复。",
        examples=["7f0c1f3e-5b1a-4c59-9d55-1a3f0f6f2c11"],
    )
