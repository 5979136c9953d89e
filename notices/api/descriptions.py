"""Descriptions of the operations in the OpenAPI document."""

from collections.abc import Mapping
from dataclasses import dataclass

SEND_ONE, SEND_MANY = "sendNotice", "sendBatch"
FIND_ONE, FIND_SOME = "readNotice", "listNotices"

ABOUT = (
    "业务系统用它给申请人发通知短信，并查询每条通知的结果。\n\n"
    "所有地址都要在 Authorization 请求头里带接口密钥。提交通知时要带 Idempotency-Key，"
    "因此任何请求都可以放心重发。时间一律是带时区的 RFC 3339 格式，答复里为 UTC。"
)


@dataclass(frozen=True, slots=True)
class OperationDescription:
    """How one operation is introduced."""

    summary: str
    description: str


OPERATIONS: Mapping[str, OperationDescription] = {
    SEND_ONE: OperationDescription(
        "提交一条通知",
        "检查内容，生成短信，放进待发队列。同一个 Idempotency-Key 在 7 天内再次提交同样的内容，"
        "不会再发，而是以 200 返回上次的答复。需要 notices:write 权限。",
    ),
    SEND_MANY: OperationDescription(
        "提交一批通知",
        "一次最多 10000 条，请求体最大 16 MB，一次全部存入。逐条检查，有错的列在 refused 里，"
        "不影响其余；全部有错时返回 422。需要 notices:write 权限。",
    ),
    FIND_ONE: OperationDescription(
        "查询一条通知",
        "返回通知现在的状态和经过。需要 notices:read 权限。",
    ),
    FIND_SOME: OperationDescription(
        "按申请或批次查询",
        "application 和 batch 二选一。先提交的在前；next 不为 null 时，把它作为 after 再问下一页。"
        "需要 notices:read 权限。",
    ),
}

ID = "通知的编号：提交时返回的 id。"

STATUSES: Mapping[str, str] = {
    "queued": "等待发送。",
    "sending": "正在交给短信服务商。",
    "unknown": "交给服务商时没有得到答复，正在核实是否已发出。",
    "accepted": "服务商已接收。",
    "sent": "服务商已交给运营商。",
    "delivered": "已送达手机。",
    "undelivered": "没有送达，原因见 code。",
    "failed": "服务商拒绝发送，原因见 code。",
    "dead": "多次尝试仍未能交给服务商，已放弃。",
    "expired": "到有效期还没有发出，不再发。",
    "cancelled": "发出前被取消。",
    "suppressed": "收件人已退订，没有发。",
}
"""What each status means; the last eight are final, but for a late word of the carrier."""

OBJECTS: Mapping[str, str] = {
    "NoticeOrder": "要发的通知",
    "BatchOrder": "要发的一批",
    "Notice": "通知",
    "NoticeWithHistory": "通知和经过",
    "Step": "经过的一步",
    "Batch": "一批的结果",
    "Accepted": "接收的一条",
    "Refused": "没有接收的一条",
    "NoticeList": "一页通知",
    "Problem": "错误",
    "FieldError": "字段错误",
}
"""What the objects of the document are called."""
