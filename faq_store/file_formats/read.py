"""An uploaded file (.txt in UTF-8, UTF-16 or GB18030, .docx) decoded as text for `text_format`."""

from faq_store.errors import UnreadableDocumentError
from faq_store.file_formats import docx_package, docx_paragraphs
from helpline.text import is_blank

_SAVE_AS = "请用 Word 或 WPS 打开它，另存为 .docx 或 .txt，再导入"
_ZIP = b"PK\x03\x04"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", f"这是旧版 Word（.doc）或加了密码的文件，读不了。{_SAVE_AS}"),
    (b"%PDF", f"这是 PDF 文件，读不了。{_SAVE_AS}"),
    (b"{\\rtf", f"这是 RTF 文件，读不了。{_SAVE_AS}"),
)
_NO_TEXT = "这不是文本，也不是完好的 Word 文档，文件可能已损坏"
_EMPTY = "文档里没有文字"
_CONTROLS = bytes(it for it in range(32) if it not in b"\t\n\v\f\r\x1a\x1b")
_MOST_CONTROLS = 0.05
"""The share of control characters that a text, even a damaged one, stays below."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_file_text(raw: bytes) -> str:
    """Read a document of Word, or plain text; by what it is, whatever its name says.

    What a document of Word has besides text leaves a mark behind, such as
    `[image: 图片 1]`, which the reader of the leaflet tells of. Raises
    `UnreadableDocumentError`.
    """
    for beginning, sentence in _OTHERS:
        if raw.startswith(beginning):
            raise UnreadableDocumentError(sentence)
    word = raw.startswith(_ZIP)
    text = (
        docx_paragraphs.document_text(docx_package.open_package(raw))
        if word
        else _decode(raw)
    )
    if is_blank(text):
        raise UnreadableDocumentError(_EMPTY)
    return text


def _decode(raw: bytes) -> str:
    if raw.startswith(_UTF_16):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _undecodable(raw, error) from error
    if _is_no_text(raw):
        raise UnreadableDocumentError(_NO_TEXT)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")  # what office programs here save by default
    except UnicodeDecodeError as error:
        raise _undecodable(raw, error) from error


def _is_no_text(raw: bytes) -> bool:
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    return b"\0" in raw or controls > _MOST_CONTROLS * len(raw)


def _undecodable(raw: bytes, error: UnicodeDecodeError) -> UnreadableDocumentError:
    line = raw.count(b"\n", 0, error.start) + 1
    return UnreadableDocumentError(
        f"第{line}行，既不是 UTF-8 也不是 GB18030 编码的文字"
    )
