"""Automatic list numbering of .docx: numbers that Word adds, which are nowhere in the text.

See ECMA-376, part 1, 17.9: a paragraph names a list (`w:num`), which follows a
definition (`w:abstractNum`) of nine levels and may override some of them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from docx.oxml.ns import qn as long_name
from docx.oxml.xmlchemy import BaseOxmlElement

from faq_store.file_formats import text_format
from helpline.text import parse_count

_LEVELS = 9
"""A list has no more; counting in one with thousands would take minutes."""

_LONGEST_LABEL = 64
"""Characters; Word's own dialog allows fewer."""

qn = cache(long_name)
"""The name of an element or attribute in full; asked for many thousand times."""

_PLACE = re.compile(r"%([1-9])")
_BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is numbered: `label` is like `第%1章` or `%1.%2`."""

    label: str = ""
    form: str = "decimal"
    start: int = 1
    spaced: bool = True
    restarts: bool = True
    digits: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list; those of one `family` count on together.

    `restarts` names what a level begins with once more, where this list is begun.
    """

    family: str
    levels: Mapping[int, ListLevel]
    restarts: Mapping[int, int] = field(default_factory=dict)


NumberedLists = Mapping[str, NumberedList]
"""By the name that a paragraph gives (`w:numId`)."""


class ListCounter:
    """Counts the paragraphs of each list as they come."""

    def __init__(self, lists: NumberedLists) -> None:
        self._lists = lists
        self._at = defaultdict[str, dict[int, int]](dict)
        self._begun = set[tuple[str, int]]()

    def label(self, name: str, depth: int) -> str:
        """Count one more paragraph, and write what stands before it; "" for a bullet."""
        found = self._lists.get(name)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return ""
        at = self._at[found.family]
        if depth in found.restarts and (name, depth) not in self._begun:
            self._begun.add((name, depth))
            at[depth] = found.restarts[depth]
        else:
            at[depth] = at.get(depth, level.start - 1) + 1
        for deeper in [it for it in at if it > depth]:
            if found.levels.get(deeper, level).restarts:
                del at[deeper]
        return _format_label(found, level, at)


def level_of_style(lists: NumberedLists, name: str, style: str) -> int:
    """Find the level of a list that belongs to a style, the first one if none does."""
    levels = lists[name].levels if name in lists else {}
    return next((depth for depth, it in levels.items() if it.style == style), 0)


def read_lists(
    numbering: BaseOxmlElement | None, linked: Mapping[str, str]
) -> NumberedLists:
    """Read every list of a document; `linked` tells which list a style of lists names."""
    if numbering is None:
        return {}
    families = {
        _attribute(element, "w:abstractNumId"): element
        for element in numbering.iterchildren(qn("w:abstractNum"))
    }
    family = {
        _attribute(each, "w:numId"): child_value(each, "w:abstractNumId")
        for each in numbering.iterchildren(qn("w:num"))
    }
    levels = {name: _read_levels(it) for name, it in families.items()}
    for name, item in families.items():
        style = child_value(item, "w:numStyleLink")
        if style:  # another definition says how
            levels[name] = levels.get(family.get(linked.get(style, ""), ""), {})
    return {
        _attribute(entry, "w:numId"): _read_list(entry, levels)
        for entry in numbering.iterchildren(qn("w:num"))
    }


def child_value(element: BaseOxmlElement, child: str) -> str:
    """Read the value of a child element, "" where there is none."""
    found = element.find(qn(child))
    return "" if found is None else _attribute(found, "w:val")


def parse_number(text: str, default: int) -> int:
    """Read a number of at most six digits."""
    found = parse_count(text, 6)
    return default if found is None else found


def _read_list(
    element: BaseOxmlElement, levels: Mapping[str, dict[int, ListLevel]]
) -> NumberedList:
    family = child_value(element, "w:abstractNumId")
    own, restarts = dict(levels.get(family, {})), dict[int, int]()
    for item in element.iterchildren(qn("w:lvlOverride")):
        depth = parse_number(_attribute(item, "w:ilvl"), 0)
        own |= _read_levels(item)
        if start := child_value(item, "w:startOverride"):
            restarts[depth] = parse_number(start, 1)
    return NumberedList(family, own, restarts)


def _read_levels(element: BaseOxmlElement) -> dict[int, ListLevel]:
    found = {
        parse_number(_attribute(item, "w:ilvl"), 0): _read_level(item)
        for item in element.iterchildren(qn("w:lvl"))
    }
    return {depth: it for depth, it in found.items() if depth < _LEVELS}


def _read_level(element: BaseOxmlElement) -> ListLevel:
    return ListLevel(
        label=child_value(element, "w:lvlText")[:_LONGEST_LABEL],
        form=child_value(element, "w:numFmt") or "decimal",
        start=parse_number(child_value(element, "w:start"), 1),
        spaced=child_value(element, "w:suff") != "nothing",
        restarts=child_value(element, "w:lvlRestart") != "0",
        digits=element.find(qn("w:isLgl")) is not None,
        style=child_value(element, "w:pStyle"),
    )


def _format_label(found: NumberedList, level: ListLevel, at: Mapping[int, int]) -> str:
    if level.form == _BULLET:
        return ""

    def number(place: re.Match[str]) -> str:
        depth = int(place[1]) - 1
        theirs = found.levels.get(depth, ListLevel())
        form = "decimal" if level.digits else theirs.form
        return format_number(at.get(depth, theirs.start), form)

    label = _PLACE.sub(number, level.label)
    return f"{label} " if label and level.spaced else label


def _attribute(element: BaseOxmlElement, name: str) -> str:
    return str(element.get(qn(name)) or "")


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999
_MOST_LETTERS = 26 * 4
"""Beyond `zzzz` nobody counts in letters; Word would write ever longer ones."""

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SIGNS = {
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾",
}


def format_number(number: int, form: str) -> str:
    """Write a number in one of Word's forms; in plain digits where we do not know it."""
    if form in _SIGNS and 0 < number <= len(_SIGNS[form]):
        return _SIGNS[form][number - 1]
    return _FORMS.get(form, str)(number)


def _chinese(number: int) -> str:
    known = 0 < number <= text_format.MOST_SECTIONS
    return text_format.chinese_numeral(number) if known else str(number)


def _two_digits(number: int) -> str:
    return f"{number:02}"


def _letters(number: int) -> str:
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _roman(number: int) -> str:
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    signs = ""
    for value, sign in _ROMAN:
        signs += sign * (number // value)
        number %= value
    return signs


def _nothing(_: int) -> str:
    return ""


_FORMS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "japaneseCounting": _chinese,  # what Word writes for 一、二、三 in Chinese
    "japaneseDigitalTenThousand": _chinese,
    "koreanDigital2": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalZero": _two_digits,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": _nothing,
}
