"""Documents of Word made by hand, part by part, as Word and WPS make them."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from faq_store.file_formats import read

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

RELS = "_rels/.rels"
MAIN = "word/document.xml"


def related(**targets: str) -> str:
    """Write a page of relationships: what kind of part stands where."""
    every = "".join(
        f'<Relationship Id="{item}" Type="{_OFFICE}/{item}" Target="{target}"/>'
        for item, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{every}</Relationships>'


def zipped(parts: Mapping[str, str | bytes], how: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def parts(body: str, numbering: str = "", styles: str = "") -> dict[str, str]:
    """Give the parts of a document with this body, these lists and these styles."""
    return {
        RELS: related(officeDocument=MAIN),
        "word/_rels/document.xml.rels": related(
            numbering="numbering.xml", styles="/word/styles.xml"
        ),
        MAIN: f"<w:document {_W} {_MORE}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
    }


def lines(body: str, numbering: str = "", styles: str = "") -> list[str]:
    """Read what such a document says."""
    return read.read_file_text(zipped(parts(body, numbering, styles))).splitlines()


def p(text: str, properties: str = "") -> str:
    """Make a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Make a run."""
    return (
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def at(depth: int, name: int = 1) -> str:
    """Say that a paragraph stands in a list, so deep."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/></w:numPr>'


def level(depth: int, form: str, label: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{label}"/>{more}</w:lvl>'
    )


def family(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def listed(name: int, family: int, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{family}"/>{more}</w:num>'


def style(key: str, name: str, properties: str = "", more: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"{more}>'
        f'<w:name w:val="{name}"/>{properties}</w:style>'
    )
