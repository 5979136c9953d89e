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
class ParagraphStyle:
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
class ListPosition:
    """Which list a paragraph stands in, "" for none, and how deep."""

    list: str = ""
    depth: int = 0


class DocumentStyles:
    """The styles of one document."""

    def __init__(self, element: BaseOxmlElement | None) -> None:
        self._styles = dict[str, ParagraphStyle]()
        self._default = ""
        every = () if element is None else element.iterchildren(qn("w:style"))
        for item in every:
            key = str(item.get(qn("w:styleId")))
            self._styles[key] = _read_style(item)
            usual = item.get(qn("w:default")) in {"1", "true", "on"}
            if usual and item.get(qn("w:type")) == "paragraph":
                self._default = key

    @property
    def linked(self) -> Mapping[str, str]:
        """Tell which list each style names."""
        return {key: it.list for key, it in self._styles.items() if it.list}

    def contents(self, key: str) -> bool:
        """Tell whether a paragraph of this style belongs to a table of contents."""
        found = self._styles.get(key)
        return found is not None and found.contents

    def list_position(
        self, properties: BaseOxmlElement | None, lists: docx_numbering.NumberedLists
    ) -> ListPosition:
        """Find the list of a paragraph: its own, else that of its style."""
        key = self._default
        if properties is not None:
            key = docx_numbering.child_value(properties, "w:pStyle") or key
            name, depth = _numbering_of(properties)
            if name:
                return ListPosition(name, docx_numbering.parse_number(depth, 0))
        return self._by_style(key, lists)

    def _by_style(self, key: str, lists: docx_numbering.NumberedLists) -> ListPosition:
        for own, style in self._ancestors(key):
            if style.list:
                depth = docx_numbering.level_of_style(lists, style.list, own)
                return ListPosition(
                    style.list, docx_numbering.parse_number(style.depth, depth)
                )
        return ListPosition()

    def _ancestors(self, key: str) -> Iterator[tuple[str, ParagraphStyle]]:
        for _ in range(_DEEPEST):
            found = self._styles.get(key)
            if found is None:
                return
            yield key, found
            key = found.based_on


def _read_style(element: BaseOxmlElement) -> ParagraphStyle:
    properties = element.find(qn("w:pPr"))
    name, depth = ("", "") if properties is None else _numbering_of(properties)
    return ParagraphStyle(
        docx_numbering.child_value(element, "w:name"),
        docx_numbering.child_value(element, "w:basedOn"),
        name,
        depth,
    )


def _numbering_of(properties: BaseOxmlElement) -> tuple[str, str]:
    found = properties.find(qn("w:numPr"))
    if found is None:
        return "", ""
    return docx_numbering.child_value(found, "w:numId"), docx_numbering.child_value(
        found, "w:ilvl"
    )
