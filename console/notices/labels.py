"""Chinese labels of statuses, error codes, sources and fields of notices."""

from collections.abc import Callable

from helpline.masking import mask
from notices.faults import Fault
from notices.gateways.base import CodeExplanation
from notices.status import Status

STATUSES = {
    Status.QUEUED: "等待发送",
    Status.SENDING: "正在提交",
    Status.UNKNOWN: "结果不明",
    Status.ACCEPTED: "已接收",
    Status.SENT: "已发出",
    Status.UNDELIVERED: "未送达",
    Status.FAILED: "被拒",
    Status.DELIVERED: "已送达",
    Status.CANCELLED: "已取消",
    Status.EXPIRED: "过期",
    Status.SUPPRESSED: "已退订",
    Status.DEAD: "放弃",
}

MEANINGS = {
    Status.QUEUED: "在队列里，轮到时发送。",
    Status.SENDING: "正在交给服务商。",
    Status.UNKNOWN: "交给服务商时没有得到答复，可能发出了，也可能没有。系统会先向服务商核对；核对不出来的，请查明后写上结果。",
    Status.ACCEPTED: "服务商已收下，还没有发出。",
    Status.SENT: "已交给运营商，还没有送达的回执。",
    Status.UNDELIVERED: "运营商没有送到手机上。",
    Status.FAILED: "服务商拒绝了这一条。",
    Status.DELIVERED: "已送到手机上。",
    Status.CANCELLED: "发送前被取消。",
    Status.EXPIRED: "在有效期内没有轮到发送。",
    Status.SUPPRESSED: "这个号码已退订，没有发。",
    Status.DEAD: "试了多次都没有交给服务商，请决定再发一次还是放下。",
}

COLOURS = {
    Status.UNKNOWN: "warning",
    Status.UNDELIVERED: "danger",
    Status.FAILED: "danger",
    Status.DEAD: "danger",
    Status.DELIVERED: "success",
    Status.ACCEPTED: "info",
    Status.SENT: "info",
    Status.SENDING: "info",
    Status.QUEUED: "primary",
}

_FAULTS = {
    Fault.BUSY: "服务商太忙",
    Fault.QUEUE_FULL: "我们号码的队列已满",
    Fault.RECIPIENT: "这个号码收不到短信",
    Fault.OPTED_OUT: "对方已退订",
    Fault.CONTENT: "内容不能发送",
    Fault.SENDER: "我们的号码不能这样发送",
    Fault.ACCOUNT: "我们的账号有问题",
}

_CODES = {
    "lease": "发送进程中途停了",
    "restored": "从备份恢复，不知备份后是否发过",
    "by-hand": "工作人员写上的",
    "retry": "工作人员决定再发一次",
    "no-trace": "服务商那里查不到",
    "timeout": "服务商没有及时答复",
    "reset": "连接中断",
    "not-json": "看不懂服务商的答复",
    "stopped": "发送进程被停下",
    "error": "提交时出了错",
    "no-sid": "服务商的答复里没有编号",
    "connect": "连不上服务商",
    "dns": "找不到服务商的地址",
    "tls": "与服务商的加密连接不成",
    "address": "服务商的地址设错了",
}
"""Codes of our own, whichever gateway it is; its gateway explains a provider's."""

_HTTP = "http-"
_SOURCES = {"csv": "命令行导入", "command": "命令行", "inquiry": "答复提问"}
_BEGINNINGS = {"staff:": "工作人员 ", "api:": "业务系统 "}
_CAUSES = {
    "staff:": "工作人员 ",
    "provider:": "服务商 ",
    "text:": "本人短信 ",
    "call:": "本人来电 ",
}

FIELDS = {
    "to": "手机号",
    "event": "事件",
    "application": "申报号",
    "reason": "原因",
    "reason_code": "原因代码",
    "template": "模板",
    "send_at": "发送时间",
    "valid_for_s": "有效秒数",
    "priority": "优先级",
    "row": "整行",
    "text": "短信",
}

FLAGGED = "结果与先前的不一致：这条通知结束以后，服务商又报告了别的结果，或者它发了不止一次。请对照下面的经过和回执。"

_MINUTE, _HOUR = 60, 3600


def explain_code(explain: Callable[[str], CodeExplanation], code: str) -> str:
    """Say what a code means, the code itself beside it; "" for none.

    A code is either of our own or the provider's, which its gateway can `explain`.
    """
    if not code:
        return ""
    theirs = explain(code)
    said = _CODES.get(code) or theirs.text
    if not said and theirs.fault:
        said = _FAULTS[theirs.fault]
    if code.startswith(_HTTP):
        said = f"服务商答复{code.removeprefix(_HTTP)}"
    return f"{said}（{code}）" if said else code


def source_label(word: str) -> str:
    """Say who asked for a notice."""
    return _SOURCES.get(word) or _prefixed_label(word, _BEGINNINGS)


def cause_label(word: str) -> str:
    """Say by whose word a number was suppressed or resumed."""
    return _prefixed_label(word, _CAUSES)


def field_label(name: str) -> str:
    """Name a field of an order."""
    return FIELDS.get(name) or name.removeprefix("variables.")


def mask_number(number: str) -> str:
    """Hide the middle of a mobile number as people write it: 138****8000."""
    return mask(number.removeprefix("+86"))


def sending_time(segments: int, rate: float) -> str:
    """Say how long so many segments take at this pace."""
    seconds = segments / rate
    if seconds < _MINUTE:
        return "不到1分钟"
    if seconds < _HOUR:
        return f"约{round(seconds / _MINUTE)}分钟"
    return f"约{seconds / _HOUR:.1f}小时"


def _prefixed_label(word: str, beginnings: dict[str, str]) -> str:
    for beginning, said in beginnings.items():
        if word.startswith(beginning):
            return said + word.removeprefix(beginning)
    return word
