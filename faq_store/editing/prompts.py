"""Prompts, the sentences of the dialogue: which placeholders each may have, and how it is kept."""

import re
from collections.abc import Callable, Mapping

from helpline import phone_numbers
from helpline.errors import HelplineError
from helpline.phone_numbers import SenderKind
from helpline.text import drop_illegal, is_blank

HOTLINE = "{hotline}"
LONGEST_HOTLINE = 32
"""Characters of the hotline as it is told."""

PROMPT_NAMES: Mapping[str, str] = {
    "greeting": "短信问候",
    "no_match": "没有找到",
    "sorry": "没能解决",
    "apology": "短信故障",
    "call_greeting": "来电问候",
    "goodbye": "来电告别",
    "call_apology": "来电故障",
    "hotline_spoken": "客服电话（告诉对方的）",
    "hotline_dialled": "客服电话（转接的）",
}
"""What staff call each prompt, in the order in which they are listed."""

_HOTLINE = re.compile(r"[{｛]\s*hotline\s*[}｝]", re.IGNORECASE)
_BRACES = re.compile(r"[{}｛｝]")


class BadPromptError(HelplineError):
    """The prompt cannot be said that way."""


def validate_prompt(name: str, text: str) -> str:
    """Give the prompt of this name as it is kept; raise `BadPromptError`."""
    return _RULES.get(name, _sentence)(drop_illegal(text).strip())


def _sentence(text: str) -> str:
    """Write the hotline's place as we do; a Chinese keyboard has other braces."""
    written = _HOTLINE.sub(HOTLINE, text)
    if _BRACES.search(written.replace(HOTLINE, "")):
        raise BadPromptError(f"花括号里只能写 hotline：{HOTLINE} 会换成客服电话。")
    return written


def _spoken_hotline(text: str) -> str:
    written = " ".join(text.split())
    if len(written) > LONGEST_HOTLINE:
        raise BadPromptError(f"最多{LONGEST_HOTLINE}个字。")
    if _BRACES.search(written) or not re.search(r"\d", written):
        raise BadPromptError("请写一个电话号码，如 96500 或 0371-12345678。")
    return written


def _dialled_number(text: str) -> str:
    """Read a number in any usual form as E.164; "" is none."""
    if is_blank(text):
        return ""
    sender = phone_numbers.parse_sender(text)
    if sender.kind is SenderKind.NUMBER:
        return sender.address
    if sender.kind is SenderKind.SHORT_CODE:
        raise BadPromptError(
            f"{sender.address} 是短号，或者缺少区号，不能转接。"
            "短号只告诉对方，这里请留空；固定电话请连区号一起写。"
        )
    raise BadPromptError(
        "这不是能转接的电话号码。请写完整，如 0371-12345678，不能带分机号。"
    )


_RULES: Mapping[str, Callable[[str], str]] = {
    "hotline_spoken": _spoken_hotline,
    "hotline_dialled": _dialled_number,
}
