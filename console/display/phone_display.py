"""Phone numbers as staff see them: masked, unless somebody has asked for all."""

from collections.abc import Callable

from helpline import phone_numbers
from helpline.masking import mask
from helpline.phone_numbers import SenderKind

MaskFunction = Callable[[str], str]
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


def show_whole(text: str) -> str:
    """Show all of a text."""
    return text


def sender_label(key: str, shown: MaskFunction = mask) -> str:
    """Show whose conversation it is, by the key it is filed under."""
    kind, colon, address = key.partition(":")
    if not colon or kind not in set(SenderKind):
        return _number_label(key, shown)
    return f"{_KINDS.get(SenderKind(kind), '')} {_number_label(address, shown)}".strip()


def sender_keys(sender: str | None, asked: str) -> tuple[str, ...]:
    """List all keys of who is asked about; those of nobody if that is gone."""
    if sender is None:
        return ("",) if asked else ()
    return (sender, *phone_numbers.sender_keys(sender))


def _number_label(address: str, shown: MaskFunction) -> str:
    mobile = phone_numbers.parse_mainland_mobile(address)
    return shown(mobile.removeprefix(_COUNTRY) if mobile else address)
