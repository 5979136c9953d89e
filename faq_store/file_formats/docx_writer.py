"""The FAQ written as a .docx document, as it is printed: headings, and labels in bold."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor

from faq_store.file_formats import text_format
from helpline.faq import Section
from helpline.text import drop_illegal

_TITLE, _SECTION, _QUESTION, _BODY = "Title", "Heading1", "Heading2", "Normal"
_MARK = re.compile(r"(?:答|建议|情形\d+)：")
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_STYLES = (
    ("Normal", "宋体", 12, False),
    ("Title", "黑体", 20, True),
    ("Heading 1", "黑体", 16, True),
    ("Heading 2", "黑体", 13, True),
)
"""Names as Word has them, with the font of Chinese, its size in points, and bold or not.

Both fonts come with Windows and are replaced by their like elsewhere.
"""

_LONGEST_PROPERTY = 255
_A4 = Mm(210), Mm(297)
_WESTERN = "Times New Roman"


def write_docx(title: str, sections: Iterable[Section], now: datetime) -> bytes:
    """Write the document; what `text_format.format_faq_text` writes, and it reads back the same."""
    document = docx.Document()
    _set_properties(document, title, now)
    _set_styles(document)
    page = document.element.body[-1]  # says how large it is, and stays the last
    # Written out and parsed at once: python-docx takes a hundred times as long.
    paragraphs = "".join(_paragraph(*it) for it in _lines(title, sections))
    for item in list(parse_xml(f"<w:body {nsdecls('w')}>{paragraphs}</w:body>")):
        page.addprevious(item)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _lines(title: str, sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    """Pair each line of the printed document with the style it is set in."""
    yield _TITLE, title
    for number, section in enumerate(sections, 1):
        yield _SECTION, f"{text_format.chinese_numeral(number)}、{section.title}"
        for position, question in enumerate(section.questions, 1):
            heading, *lines = text_format.question_lines(question, position)
            yield _QUESTION, heading
            for item in lines:
                yield from ((_BODY, line) for line in item.split("\n"))


def _paragraph(style: str, line: str) -> str:
    mark = _MARK.match(line) if style == _BODY else None
    marked, rest = (mark[0], line[mark.end() :]) if mark else ("", line)
    runs = _run(marked, "<w:rPr><w:b/></w:rPr>") + _run(rest)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str, properties: str = "") -> str:
    if not text:
        return ""
    said = escape(drop_illegal(text), quote=False).replace("\t", _TAB)
    return f'<w:r>{properties}<w:t xml:space="preserve">{said}</w:t></w:r>'


def _set_properties(document: Document, title: str, now: datetime) -> None:
    about = document.core_properties
    about.title = drop_illegal(title)[:_LONGEST_PROPERTY]
    about.author, about.comments, about.language = "", "", "zh-CN"
    about.created = about.modified = now.astimezone(UTC)  # or it says 2013


def _set_styles(document: Document) -> None:
    for name, font, size, bold in _STYLES:
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = _WESTERN, Pt(size), bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # it would win
        fonts.set(qn("w:eastAsia"), font)
    heading = document.styles["Title"]
    heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in heading.element.pPr.findall(qn("w:pBdr")):
        heading.element.pPr.remove(line)
    page = document.sections[0]
    page.page_width, page.page_height = _A4
