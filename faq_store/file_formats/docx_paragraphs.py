"""The paragraphs and tables of a .docx document as lines of text, as a person sees them."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from faq_store.file_formats import docx_numbering, docx_runs
from faq_store.file_formats.docx_numbering import ListCounter
from faq_store.file_formats.docx_package import DocxPackage
from faq_store.file_formats.docx_styles import DocumentStyles

_PARAGRAPH, _CONTROL, _OTHER_FILE = qn("w:p"), qn("w:sdt"), qn("w:altChunk")
_AROUND = {
    qn(item)
    for item in (
        *("w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"),
        *("w:tbl", "w:tr", "w:tc"),
    )
}
_DELETED = tuple(qn(it) for it in ("w:del", "w:moveFrom"))


def document_text(package: DocxPackage) -> str:
    """Write out a document, one line for each paragraph and each break within one."""
    styles = DocumentStyles(package.styles)
    lists = docx_numbering.read_lists(package.numbering, styles.linked)
    lines = _Lines(styles, lists)
    return "\n".join(lines.read(package.body)) + "\n"


class _Lines:
    """Goes through a document once; numbers are counted on the way."""

    def __init__(
        self, styles: DocumentStyles, lists: docx_numbering.NumberedLists
    ) -> None:
        self._styles = styles
        self._lists = lists
        self._counter = ListCounter(lists)
        self._begun = ""
        self._in_contents = False

    def read(self, body: BaseOxmlElement) -> Iterator[str]:
        yield from self._blocks(body)
        if self._begun:
            yield self._begun

    def _blocks(self, around: BaseOxmlElement) -> Iterator[str]:
        for item in around:
            if item.tag == _PARAGRAPH:
                yield from self._paragraph(item)
            elif item.tag in _AROUND:
                yield from self._blocks(item)
            elif item.tag == _CONTROL:
                yield from self._block_of_its_own(item)
            elif item.tag == _OTHER_FILE:
                yield docx_runs.placeholder("object", "另一个文件")

    def _block_of_its_own(self, block: BaseOxmlElement) -> Iterator[str]:
        properties = block.find(qn("w:sdtPr"))
        if properties is not None and _makes_contents(properties):
            yield docx_runs.placeholder("contents", "")
            return
        yield from self._blocks(block)

    def _paragraph(self, paragraph: BaseOxmlElement) -> Iterator[str]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is not None and self._skips(properties):
            if not self._in_contents:
                yield docx_runs.placeholder("contents", "")
            self._in_contents = True
            return
        self._in_contents = False
        said = docx_runs.paragraph_text(paragraph)
        if properties is not None and _mark_is_deleted(properties):
            self._begun += said  # it goes on in the next paragraph
            return
        whole, self._begun = self._begun + said, ""
        yield from f"{self._label(properties, whole)}{whole}".split("\n")

    def _skips(self, properties: BaseOxmlElement) -> bool:
        return self._styles.contents(docx_numbering.child_value(properties, "w:pStyle"))

    def _label(self, properties: BaseOxmlElement | None, said: str) -> str:
        found = self._styles.list_position(properties, self._lists)
        label = self._counter.label(found.list, found.depth) if found.list else ""
        if not docx_runs.without_placeholders(said):
            return ""  # a number without words would be taken for words
        # 1.360 would be a number.
        return f"{label} " if label[-1:] == "." and said[:1].isdigit() else label


def _makes_contents(properties: BaseOxmlElement) -> bool:
    return any(
        element.get(qn("w:val")) == "Table of Contents"
        for element in properties.iter(qn("w:docPartGallery"))
    )


def _mark_is_deleted(properties: BaseOxmlElement) -> bool:
    found = properties.find(qn("w:rPr"))
    return found is not None and any(found.find(it) is not None for it in _DELETED)
