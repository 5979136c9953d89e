"""Twilio's error codes: the fault that each means, and its explanation for staff."""

from dataclasses import dataclass

from helpline.text import parse_count
from notices.faults import Fault
from notices.gateways.base import CodeExplanation, SendRefused, SendUnknown


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Codes that ask for the same answer, and why they do."""

    fault: Fault
    reason: str
    codes: tuple[int, ...]


CODE_GROUPS: tuple[CodeGroup, ...] = (
    CodeGroup(
        Fault.BUSY,
        "too many requests at once: never processed, always safe to send again",
        (20429,),
    ),
    CodeGroup(
        Fault.QUEUE_FULL,
        "our number has more queued than it can send in ten hours",
        (21611, 30001),
    ),
    CodeGroup(
        Fault.RECIPIENT,
        "no number, a landline, out of every route, unknown, or our own",
        (
            *(21201, 21211, 21214, 21217, 21265, 21266, 21604, 21612, 21614, 21635),
            *(30005, 30006),
        ),
    ),
    CodeGroup(
        Fault.OPTED_OUT,
        "they texted STOP to our number: Twilio blocks what we send",
        (21610,),
    ),
    CodeGroup(
        Fault.CONTENT,
        "no body, too long a body, or one that may not have these parts",
        (21602, 21605, 21617, 21618, 21619, 21654, 21656, 21658),
    ),
    CodeGroup(
        Fault.CONTENT,
        "filtered, or refused by the network as this text from this kind of sender",
        (30007, 30018, 30024, 30034, 30450),
    ),
    CodeGroup(
        Fault.SENDER,
        "the From is none of ours, or may not text, or may not text that country",
        (21212, 21408, 21603, 21606, 21607, 21616, 21659, 21660),
    ),
    CodeGroup(
        Fault.SENDER,
        "the messaging service is none of ours, or has no number to send from",
        (21701, 21702, 21703, 21704, 21705, 21712),
    ),
    CodeGroup(
        Fault.SENDER,
        "the address for receipts or the validity, the same for every message, is wrong",
        (21609, 21624, 21626),
    ),
    CodeGroup(
        Fault.ACCOUNT,
        "wrong credentials, no access, suspended, or a trial account",
        (20003, 20005, 20006, 20008, 21608, 30002),
    ),
)
"""From Twilio's error dictionary. Every code not named here goes by its HTTP status."""

FAULTS = {code: group.fault for group in CODE_GROUPS for code in group.codes}

TEXTS = {
    20003: "账号或密码不对",
    20429: "请求太多",
    30003: "手机关机或不在服务区",
    30004: "手机拦截了短信",
    30005: "号码不存在",
    30006: "座机，或运营商不支持",
    30007: "被运营商当作垃圾短信拦截",
    30008: "运营商没有说明原因",
}
"""What staff read of a code, where its fault alone does not say it."""

_BY_STATUS = {
    401: Fault.ACCOUNT,
    403: Fault.ACCOUNT,
    # The account's own address is not there: every other message would hear the same.
    404: Fault.ACCOUNT,
    405: Fault.ACCOUNT,
    407: Fault.ACCOUNT,
    429: Fault.BUSY,
}
_MOST_DIGITS = 6


def classify_refusal(status: int, code: object = None) -> SendRefused | SendUnknown:
    """Say what an answer other than 2xx to a message means.

    A 4xx was not processed. Of anything else nobody knows: sending is not idempotent
    (Twilio's own text on error 20500), so such a message may go out all the same.
    """
    word = error_word(status, code)
    if not 400 <= status < 500:  # noqa: PLR2004 - HTTP's own bounds
        return SendUnknown(word)
    number = parse_count(word, _MOST_DIGITS)
    if number in FAULTS:
        return SendRefused(FAULTS[number], word)
    return SendRefused(_BY_STATUS.get(status, Fault.CONTENT), word)


def error_word(status: int, code: object) -> str:
    """Name an error by Twilio's code, or by its HTTP status where it has none.

    The client repeats the status where the body carries no code.
    """
    number = parse_count(str(code), _MOST_DIGITS)
    return f"http-{status}" if number in {None, 0, status} else str(number)


def explain(code: str) -> CodeExplanation:
    """Say what a code means that was stored; nothing of one that is not Twilio's."""
    number = parse_count(code, _MOST_DIGITS)
    if number is None:
        return CodeExplanation()
    return CodeExplanation(FAULTS.get(number), TEXTS.get(number, ""))
