"""SMS length: GSM-7 or UCS-2 encoding, segments, and splitting a long reply into pages.

A message with any character outside GSM-7 is sent as UCS-2: 70 UTF-16 units
alone, 67 in each part of several (3GPP TS 23.038, 23.040). GSM-7: 160 and 153.
"""

import re
from collections.abc import Iterator, Sequence

SINGLE, PART = 70, 67
GSM_SINGLE, GSM_PART = 160, 153

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("\f^{}\\[~]|€")
_MARKS = r"[\u0300-\u036f\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
_ATOM = re.compile(
    r"(?:https?://[!-~]+|[A-Za-z\d@._%+/:-]+(?:[,?&=#~]+[A-Za-z\d@._%+/:-]+)*"
    r"|\r\n|[\U0001f1e6-\U0001f1ff]{2}|.)"
    rf"{_MARKS}(?:\u200d.{_MARKS})*",
    re.DOTALL,
)
# The later in this list, the better a place to end a page.
_ENDINGS = ("，、 ", "；。！？;!?", "\n")


def units(text: str) -> int:
    """Count UTF-16 units, the measure of a UCS-2 message."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def segments(text: str) -> int:
    """Count the SMS parts a text is sent, and paid for, in; an empty text is one."""
    if _GSM.union(_GSM_DOUBLE).issuperset(text):
        septets = [2 if character in _GSM_DOUBLE else 1 for character in text]
        return _parts(septets, GSM_SINGLE, GSM_PART)
    if units(text) == len(text):  # no pairs: nothing can straddle two parts
        return 1 if len(text) <= SINGLE else -(-len(text) // PART)
    return _parts([units(character) for character in text], SINGLE, PART)


def _parts(widths: list[int], single: int, part: int) -> int:
    if sum(widths) <= single:
        return 1
    count, room = 1, part
    for width in widths:  # a pair that does not fit moves whole to the next part
        if width > room:
            count, room = count + 1, part
        room -= width
    return count


def capacity(count: int) -> int:
    """Count the units that surely fit in `count` UCS-2 segments.

    A surrogate pair may leave one unit of a part unused, so a page filled with
    them holds less; `paginate` counts segments, not this.
    """
    return SINGLE if count == 1 else PART * count


def paginate(text: str, count: int, suffix: str = "") -> tuple[str, ...]:
    """Cut a text into pages of at most `count` segments each; they join back to it.

    Every page leaves room for `suffix`, but for a text that needs no cutting.
    Numbers, URLs, latin words and emoji stay whole while they fit on a page.
    """
    if _fits(text, count):
        return (text,)
    pages: list[str] = []
    page: list[str] = []
    for atom in _atoms(text, count, suffix):
        while page and not _fits("".join((*page, atom, suffix)), count):
            cut = _best_cut(page)
            pages.append("".join(page[:cut]))
            page = page[cut:]
        page.append(atom)
    return (*pages, "".join(page))


def _fits(text: str, count: int) -> bool:
    used = units(text)
    if used <= SINGLE or used <= PART * count - count:  # a part loses one unit at most
        return used <= capacity(count)
    return _parts([units(character) for character in text], SINGLE, PART) <= count


def _atoms(text: str, count: int, suffix: str) -> Iterator[str]:
    for match in _ATOM.finditer(text):
        if _fits(match[0] + suffix, count):
            yield match[0]
        else:  # longer than a page: it cannot stay whole, its characters can
            yield from match[0]


def _best_cut(page: Sequence[str]) -> int:
    """Cut after the last good ending in the page's second half, else at its end."""
    for endings in reversed(_ENDINGS):
        for cut in range(len(page), len(page) // 2, -1):
            if page[cut - 1] in endings:
                return cut
    return len(page)
