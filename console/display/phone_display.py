"""Phone numbers as staff see them: masked, unless somebody has asked for all."""

from collections.abc import Callable

from helpline import phone_numbers
from helpline.masking import mask
from helpline.phone_numbers import SenderKind

Shown = Callable[[str], str]
"""Shows a text from outside, whole or masked."""

_KINDS = {
    SenderKind.WHATSAPP: "WhatsApp",
    SenderKind.SHORT_CODE: "短号",
    SenderKind.ALPHANUMERIC: "名称",
    SenderKind.ANONYMOUS: "隐藏号码",
    SenderKind.CLIENT: "网络电话",
    SenderKind.SIP: "SIP",
}
_COUNTRY = "+86"


def whole(text: str) -> str:
    """Show all of a text."""
    return text


def sender(key: str, shown: Shown = mask) -> str:
    """Show whose conversation it is, by the key it is filed under."""
    kind, colon, address = key.partition(":")
    if not colon or kind not in set(SenderKind):
        return _number(key, shown)
    return f"{_KINDS.get(SenderKind(kind), '')} {_number(address, shown)}".strip()


def keys(sender: str | None, asked: str) -> tuple[str, ...]:
    """List all keys of who is asked about; those of nobody if that is gone."""
    if sender is None:
        return ("",) if asked else ()
    return (sender, *phone_numbers.keys(sender))


def _number(address: str, shown: Shown) -> str:
    mobile = phone_numbers.mainland_mobile(address)
    return shown(mobile.removeprefix(_COUNTRY) if mobile else address)
