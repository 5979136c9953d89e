"""Paragraph styles of .docx: which list a style numbers, and whether it is a table of contents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from faq_store.file_formats import docx_numbering

_CONTENTS = "toc "
_DEEPEST = 20
"""Styles that a style may be based on, one on the other; Word allows eleven."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style as it is written down; `list` and `depth` are "" where it says nothing."""

    name: str
    based_on: str
    list: str
    depth: str

    @property
    def contents(self) -> bool:
        """Tell whether it is for the lines of a table of contents."""
        return self.name.lower().startswith(_CONTENTS)


@dataclass(frozen=True, slots=True)
class Numbered:
    """Which list a paragraph stands in, "" for none, and how deep."""

    list: str = ""
    depth: int = 0


class Styles:
    """The styles of one document."""

    def __init__(self, element: BaseOxmlElement | None) -> None:
        self._styles = dict[str, Style]()
        self._default = ""
        every = () if element is None else element.iterchildren(qn("w:style"))
        for it in every:
            key = str(it.get(qn("w:styleId")))
            self._styles[key] = _style(it)
            usual = it.get(qn("w:default")) in {"1", "true", "on"}
            if usual and it.get(qn("w:type")) == "paragraph":
                self._default = key

    @property
    def linked(self) -> Mapping[str, str]:
        """Tell which list each style names."""
        return {key: it.list for key, it in self._styles.items() if it.list}

    def contents(self, key: str) -> bool:
        """Tell whether a paragraph of this style belongs to a table of contents."""
        found = self._styles.get(key)
        return found is not None and found.contents

    def numbered(
        self, properties: BaseOxmlElement | None, lists: docx_numbering.Lists
    ) -> Numbered:
        """Find the list of a paragraph: its own, else that of its style."""
        key = self._default
        if properties is not None:
            key = docx_numbering.value(properties, "w:pStyle") or key
            name, depth = _named(properties)
            if name:
                return Numbered(name, docx_numbering.whole(depth, 0))
        return self._by_style(key, lists)

    def _by_style(self, key: str, lists: docx_numbering.Lists) -> Numbered:
        for own, style in self._based(key):
            if style.list:
                depth = docx_numbering.levelled(lists, style.list, own)
                return Numbered(style.list, docx_numbering.whole(style.depth, depth))
        return Numbered()

    def _based(self, key: str) -> Iterator[tuple[str, Style]]:
        for _ in range(_DEEPEST):
            found = self._styles.get(key)
            if found is None:
                return
            yield key, found
            key = found.based_on


def _style(element: BaseOxmlElement) -> Style:
    properties = element.find(qn("w:pPr"))
    name, depth = ("", "") if properties is None else _named(properties)
    return Style(
        docx_numbering.value(element, "w:name"),
        docx_numbering.value(element, "w:basedOn"),
        name,
        depth,
    )


def _named(properties: BaseOxmlElement) -> tuple[str, str]:
    found = properties.find(qn("w:numPr"))
    if found is None:
        return "", ""
    return docx_numbering.value(found, "w:numId"), docx_numbering.value(found, "w:ilvl")
