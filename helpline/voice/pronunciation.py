"""Text normalisation for speech synthesis (TTS): phone numbers, addresses, codes as spoken.

Numbers that are names, not quantities, are spelt digit by digit in groups, with
幺 for 1 as on the telephone; addresses are spelt letter by letter.
"""

import re

SAY_LIMIT = 450
"""Chinese characters in one Say: Google's limit is 4500 URL-encoded bytes (13521)."""

_ADDRESS = re.compile(
    r"(?:https?://)?[A-Za-z0-9_-]+(?:[.@][A-Za-z0-9_-]+)+(?::\d+)?(?:/[!-~]*)?",
    re.ASCII,
)
_PHONE = re.compile(r"(?<![\d-])(?:\d{3,4}-\d{7,8}|\d{3}([ -])\d{3,4}\1\d{3,4})(?!\d)")
_LONG_NUMBER = re.compile(r"\d{5,}(?![\d元人个天份次])")
_ROOM_OR_NAME = re.compile(r"\d{3,4}(?=室|号|房|软件)")
_MARKS = {".": "点", "@": "艾特", "-": "杠", "_": "下划线", "/": "斜杠", ":": "冒号"}
_ONE_BREATH = 5
_BETWEEN_NUMBERS = re.compile(r"(?<= [0-9幺])、(?=[0-9幺] )")
_SILENT = re.compile(r"[“”‘’《》<>「」【】\[\]]")
_ENDINGS = ("。；！？\n", "，、 ")


def to_speech(text: str) -> str:
    """Rewrite a text for the ear."""
    text = _ADDRESS.sub(lambda match: _spell_address(match[0]), text)
    text = _PHONE.sub(lambda match: _spell_phone(match[0]), text)
    text = _LONG_NUMBER.sub(lambda match: _spell_digits(match[0]), text)
    text = _ROOM_OR_NAME.sub(lambda match: _spell_digits(match[0]), text)
    text = text.replace("（", "，").replace("）", "，").replace("—", "，")
    text = re.sub(r"[，\s]*\n[，\s]*", "。", _SILENT.sub("", text))
    text = re.sub(r"，+(?=[，。；：！？、])|，+$", "", text)
    text = _BETWEEN_NUMBERS.sub("。", text)
    return re.sub(r"([。；：！？、])[，。、]+", r"\1", text)


def spell_out(name: str) -> str:
    """Spell a name of letters, digits and marks one by one, digits in groups."""
    parts = re.findall(r"\d+|\D", name)
    return " ".join(
        _spell_digits(part) if part.isdigit() else _MARKS.get(part, part)
        for part in parts
    )


def split_speech(text: str, limit: int = SAY_LIMIT) -> tuple[str, ...]:
    """Cut a long speech after a sentence, so that no piece exceeds the limit."""
    pieces = []
    while len(text) > limit:
        cuts = (max(text.rfind(it, 0, limit) for it in kind) + 1 for kind in _ENDINGS)
        cut = next((cut for cut in cuts if cut), limit)
        pieces.append(text[:cut])
        text = text[cut:]
    return (*pieces, text) if text else tuple(pieces)


def _spell_digits(digits: str) -> str:
    size = 3 if len(digits) % 4 == 1 else 4
    first = len(digits) % size if len(digits) > _ONE_BREATH else len(digits)
    groups = [digits[:first], *re.findall(rf"\d{{{size}}}", digits[first:])]
    return "，".join(" ".join(it.replace("1", "幺")) for it in groups if it)


def _spell_phone(number: str) -> str:
    return "，".join(map(_spell_digits, re.split("[ -]", number)))


def _spell_address(address: str) -> str:
    if address.replace(".", "").isdigit():  # a plain decimal number
        return address
    return spell_out(re.sub(r"^https?://", "", address))
