"""The API's response schemas (pydantic): fields, and how they are read from rows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from helpline import sms_segments
from notices.api.errors import FieldError
from notices.compose.notice_request import Priority
from notices.status import Status
from notices.tables import NoticeEventRow, NoticeRow

_STATUSES = [it.value for it in Status]
_Status = Annotated[str, WithJsonSchema({"type": "string", "enum": _STATUSES})]
_PriorityName = Literal["urgent", "normal", "low"]
_PRIORITY_NAMES: Mapping[int, _PriorityName] = {
    Priority.URGENT: "urgent",
    Priority.NORMAL: "normal",
    Priority.BULK: "normal",
    Priority.LATER: "low",
}


class Notice(BaseModel):
    """One notice, as it stands."""

    model_config = ConfigDict(json_schema_extra={"description": "一条通知。"})

    id: str = Field(description="编号：32 位十六进制字符。")
    status: _Status = Field(description="状态，见状态表。")
    to: str = Field(description="收件人的号码，E.164。")
    event: str = Field(description="通知的是什么事。")
    application: str | None = Field(description="申报号。")
    reason: str | None = Field(description="短信里写的原因。")
    reason_code: str | None = Field(description="原因代码。")
    question: str | None = Field(
        description="解决办法在问题释疑里的编号；没有则为 null。"
    )
    template: str = Field(description="所用模板的名称。")
    template_version: int = Field(description="所用模板的版本；0 为随系统附带的。")
    text: str = Field(description="短信全文，含签名。")
    segments: int = Field(description="短信的段数，按段计费。")
    units: int = Field(description="短信的长度（UTF-16 单元）。")
    priority: _PriorityName = Field(description="先后。")
    send_at: datetime = Field(description="最早什么时候发。")
    expires_at: datetime = Field(description="到这时还没发出就不再发。")
    created_at: datetime = Field(description="什么时候提交的。")
    batch: str | None = Field(description="所属批次的编号；单条提交的为 null。")

    @classmethod
    def from_row(cls, row: NoticeRow) -> Self:
        """Read a row of the outbox."""
        return cls.model_validate(_fields(row))


class Step(BaseModel):
    """One step of a notice's history."""

    model_config = ConfigDict(json_schema_extra={"description": "经过的一步。"})

    at: datetime = Field(description="什么时候。")
    status: _Status = Field(description="变成什么状态。")
    code: str = Field(description="原因：服务商的错误代码，或本系统的；没有则为空。")


class NoticeWithHistory(Notice):
    """One notice, with what became of it so far."""

    model_config = ConfigDict(
        json_schema_extra={
            "description": "一条通知，连同它的经过。",
        }
    )

    history: list[Step] = Field(description="经过，最早的在前。")

    @classmethod
    def from_row_with_steps(
        cls, row: NoticeRow, steps: Iterable[NoticeEventRow]
    ) -> Self:
        """Read a row of the outbox with its history."""
        history = [Step(at=it.at, status=it.status, code=it.code) for it in steps]
        return cls.model_validate({**_fields(row), "history": history})


class NoticeList(BaseModel):
    """A page of notices."""

    model_config = ConfigDict(
        json_schema_extra={
            "description": "一页通知，先提交的在前。",
        }
    )

    notices: list[Notice] = Field(description="各条通知，不含经过。")
    next: str | None = Field(
        description="还有下一页时，作为 after 再问；没有则为 null。"
    )
    counts: dict[str, int] | None = Field(
        description="整个批次在各种状态的条数；按申报号查询时为 null。"
    )


class Accepted(BaseModel):
    """An entry of a batch that was taken."""

    model_config = ConfigDict(json_schema_extra={"description": "接收的一条。"})

    index: int = Field(description="是请求里的第几条，从 0 起。")
    id: str = Field(description="通知的编号。")
    status: _Status = Field(description="状态：queued，或 suppressed（收件人已退订）。")
    segments: int = Field(description="短信的段数。")


class Refused(BaseModel):
    """An entry of a batch that was not taken."""

    model_config = ConfigDict(json_schema_extra={"description": "没有接收的一条。"})

    index: int = Field(description="是请求里的第几条，从 0 起。")
    errors: list[FieldError] = Field(description="逐个字段的错误。")


class Batch(BaseModel):
    """What became of a batch's entries."""

    model_config = ConfigDict(
        json_schema_extra={
            "description": "一批通知的接收结果。",
        }
    )

    batch: str = Field(description="批次编号，查询时用。")
    accepted: int = Field(description="接收了几条。")
    refused: list[Refused] = Field(description="没有接收的，及原因。改正后另行提交。")
    notices: list[Accepted] = Field(description="接收的。")


def _fields(row: NoticeRow) -> dict[str, object]:
    return {
        "id": row.id,
        "status": row.status,
        "to": row.to,
        "event": row.event,
        "application": row.application or None,
        "reason": row.reason or None,
        "reason_code": row.reason_code or None,
        "question": row.question or None,
        "template": row.template,
        "template_version": row.template_version,
        "text": row.text,
        "segments": row.segments,
        "units": sms_segments.units(row.text),
        "priority": _PRIORITY_NAMES[row.priority],
        "send_at": row.send_at,
        "expires_at": row.expires_at,
        "created_at": row.created_at,
        "batch": row.batch_id,
    }
