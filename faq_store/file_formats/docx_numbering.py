"""The numbers that Word puts before paragraphs by itself, which are nowhere in their text.

See ECMA-376, part 1, 17.9: a paragraph names a list (`w:num`), which follows a
definition (`w:abstractNum`) of nine levels and may override some of them.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from docx.oxml.ns import qn as long_name
from docx.oxml.xmlchemy import BaseOxmlElement

from faq_store.file_formats import counting
from helpline.text import count

_LEVELS = 9
"""A list has no more; counting in one with thousands would take minutes."""

_LONGEST_LABEL = 64
"""Characters; Word's own dialog allows fewer."""

qn = cache(long_name)
"""The name of an element or attribute in full; asked for many thousand times."""

_PLACE = re.compile(r"%([1-9])")
_BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: `label` is like `第%1章` or `%1.%2`."""

    label: str = ""
    form: str = "decimal"
    start: int = 1
    spaced: bool = True
    restarts: bool = True
    digits: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list; those of one `family` count on together.

    `restarts` names what a level begins with once more, where this list is begun.
    """

    family: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int] = field(default_factory=dict)


Lists = Mapping[str, List]
"""By the name that a paragraph gives (`w:numId`)."""


class Counter:
    """Counts the paragraphs of each list as they come."""

    def __init__(self, lists: Lists) -> None:
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
        return _label(found, level, at)


def levelled(lists: Lists, name: str, style: str) -> int:
    """Find the level of a list that belongs to a style, the first one if none does."""
    levels = lists[name].levels if name in lists else {}
    return next((depth for depth, it in levels.items() if it.style == style), 0)


def lists(numbering: BaseOxmlElement | None, linked: Mapping[str, str]) -> Lists:
    """Read every list of a document; `linked` tells which list a style of lists names."""
    if numbering is None:
        return {}
    families = {
        _attribute(it, "w:abstractNumId"): it
        for it in numbering.iterchildren(qn("w:abstractNum"))
    }
    family = {
        _attribute(it, "w:numId"): value(it, "w:abstractNumId")
        for it in numbering.iterchildren(qn("w:num"))
    }
    levels = {name: _levels(it) for name, it in families.items()}
    for name, it in families.items():
        style = value(it, "w:numStyleLink")
        if style:  # another definition says how
            levels[name] = levels.get(family.get(linked.get(style, ""), ""), {})
    return {
        _attribute(it, "w:numId"): _list(it, levels)
        for it in numbering.iterchildren(qn("w:num"))
    }


def value(element: BaseOxmlElement, child: str) -> str:
    """Read the value of a child element, "" where there is none."""
    found = element.find(qn(child))
    return "" if found is None else _attribute(found, "w:val")


def whole(text: str, default: int) -> int:
    """Read a number of at most six digits."""
    found = count(text, 6)
    return default if found is None else found


def _list(element: BaseOxmlElement, levels: Mapping[str, dict[int, Level]]) -> List:
    family = value(element, "w:abstractNumId")
    own, restarts = dict(levels.get(family, {})), dict[int, int]()
    for it in element.iterchildren(qn("w:lvlOverride")):
        depth = whole(_attribute(it, "w:ilvl"), 0)
        own |= _levels(it)
        if start := value(it, "w:startOverride"):
            restarts[depth] = whole(start, 1)
    return List(family, own, restarts)


def _levels(element: BaseOxmlElement) -> dict[int, Level]:
    found = {
        whole(_attribute(it, "w:ilvl"), 0): _level(it)
        for it in element.iterchildren(qn("w:lvl"))
    }
    return {depth: it for depth, it in found.items() if depth < _LEVELS}


def _level(element: BaseOxmlElement) -> Level:
    return Level(
        label=value(element, "w:lvlText")[:_LONGEST_LABEL],
        form=value(element, "w:numFmt") or "decimal",
        start=whole(value(element, "w:start"), 1),
        spaced=value(element, "w:suff") != "nothing",
        restarts=value(element, "w:lvlRestart") != "0",
        digits=element.find(qn("w:isLgl")) is not None,
        style=value(element, "w:pStyle"),
    )


def _label(found: List, level: Level, at: Mapping[int, int]) -> str:
    if level.form == _BULLET:
        return ""

    def number(place: re.Match[str]) -> str:
        depth = int(place[1]) - 1
        theirs = found.levels.get(depth, Level())
        form = "decimal" if level.digits else theirs.form
        return counting.written(at.get(depth, theirs.start), form)

    label = _PLACE.sub(number, level.label)
    return f"{label} " if label and level.spaced else label


def _attribute(element: BaseOxmlElement, name: str) -> str:
    return str(element.get(qn(name)) or "")
