"""The .docx package, a zip of XML parts: the few that hold text, opened within size limits."""

import posixpath
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from faq_store.errors import UnreadableDocumentError

MOST_PARTS = 5_000
MOST_BYTES = 256 * 1024 * 1024
"""Unpacked, of all parts together: pictures count, though they are never unpacked."""

MOST_XML = 64 * 1024 * 1024
"""Bytes of one part with text: 10,000 questions as Word writes them take about 40 MB."""

MOST_MARKS = 6_000_000
"""Elements and attributes of one part, each of which takes some hundred bytes."""

_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1
_STRICT = "purl.oclc.org"
_BROKEN = "这个 .docx 文件已损坏，打不开。请用 Word 或 WPS 打开并重新保存后再导入"
_TOO_LARGE = "这个 .docx 文件展开后太大，读不了。请把文字部分另存为 .txt 后再导入"
_NOT_WORD = "这不是 Word 文档（.docx），读不了。请另存为 .docx 或 .txt 后再导入"
_OTHER_KIND = (
    "这个文件存成了“严格 Open XML 文档”，读不了。"
    "请另存为“Word 文档（.docx）”或 .txt 后再导入"
)


@dataclass(frozen=True, slots=True)
class DocxPackage:
    """The body of a document, and what says how its paragraphs are numbered."""

    body: BaseOxmlElement
    styles: BaseOxmlElement | None = None
    numbering: BaseOxmlElement | None = None


def open_package(raw: bytes) -> DocxPackage:
    """Open a document of Word; raise `UnreadableDocumentError` if it cannot be.

    Nothing of it is unpacked before its size is known: a small file may unpack
    to any size.
    """
    if raw.count(_ENTRY) > MOST_PARTS:
        raise UnreadableDocumentError(_TOO_LARGE)
    try:
        with ZipFile(BytesIO(raw)) as archive:
            _insist_on_bounds(archive.infolist())
            return _read_package(archive)
    except (BadZipFile, EOFError, OSError, zlib.error) as error:
        raise UnreadableDocumentError(_BROKEN) from error
    except (KeyError, SyntaxError, ValueError) as error:  # no such part; no XML
        raise UnreadableDocumentError(_BROKEN) from error


def _insist_on_bounds(parts: list[ZipInfo]) -> None:
    if sum(it.file_size for it in parts) > MOST_BYTES:
        raise UnreadableDocumentError(_TOO_LARGE)
    for part in parts:
        # The others unpack without a bound; Word writes neither.
        if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise UnreadableDocumentError(_BROKEN)
        if part.flag_bits & _ENCRYPTED:
            raise UnreadableDocumentError(_BROKEN)


def _read_package(archive: ZipFile) -> DocxPackage:
    main = next(_related_parts(archive, "", RELATIONSHIP_TYPE.OFFICE_DOCUMENT), None)
    if main is None:
        raise UnreadableDocumentError(_NOT_WORD)
    document = _read_part(archive, main)
    body = document.find(qn("w:body"))
    if body is None:
        strict = _STRICT in document.tag and document.tag.endswith("}document")
        raise UnreadableDocumentError(_OTHER_KIND if strict else _NOT_WORD)
    styles, numbering = (
        next(
            (_read_part(archive, it) for it in _related_parts(archive, main, kind)),
            None,
        )
        for kind in (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.NUMBERING)
    )
    return DocxPackage(body, styles, numbering)


def _related_parts(archive: ZipFile, part: str, kind: str) -> Iterator[str]:
    """Name the parts that one refers to in this way; "" is the package itself."""
    folder, name = posixpath.split(part)
    page = posixpath.join(folder, "_rels", f"{name}.rels")
    if page not in archive.namelist():
        return
    ending = kind[kind.rindex("/") :]  # strict documents begin otherwise
    for item in _read_part(archive, page):
        if str(item.get("Type")).endswith(ending):
            target = posixpath.join("/", folder, str(item.get("Target")))
            yield posixpath.normpath(target).lstrip("/")


def _read_part(archive: ZipFile, name: str) -> BaseOxmlElement:
    if archive.getinfo(name).file_size > MOST_XML:
        raise UnreadableDocumentError(_TOO_LARGE)
    xml = archive.read(name)
    if xml.count(b"<") + xml.count(b"=") > MOST_MARKS:
        raise UnreadableDocumentError(_TOO_LARGE)
    return parse_xml(xml)
