"""Files that are no document, or a broken or a dangerous one: each told in a sentence."""

from contextlib import suppress
from zipfile import ZIP_BZIP2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_store.errors import UnreadableDocumentError
from faq_store.file_formats import docx_package, docx_writer, read
from tests.faq_store import examples
from tests.faq_store.file_formats.papers import MAIN, RELS, p, parts, related, zipped
from tests.seeded import MONDAY_MORNING

SOUND = docx_writer.write_docx("食堂问答", examples.SMALL.sections, MONDAY_MORNING)


def refusal(raw: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as refused:
        read.read_file_text(raw)
    return str(refused.value)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"]
)
def test_a_text_is_read_as_office_programs_write_it(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""

    text = read.read_file_text((mark + examples.PAPER).encode(encoding))

    assert text.removeprefix("\ufeff") == examples.PAPER


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\x00", b"a\n\xff\xff\xff", b"a\n\xe9\xa3\x9f\xff"]
)
def test_what_is_in_no_known_encoding_is_told_by_its_line(raw: bytes) -> None:
    line = raw.count(b"\n") + 1

    assert refusal(raw) == f"第{line}行，既不是 UTF-8 也不是 GB18030 编码的文字"


@pytest.mark.parametrize(
    "raw", [bytes(range(256)), b"\x01\x02\x03" + SOUND[4:], b"\x05\x06abc\xff", b"a\0b"]
)
def test_what_is_no_text_at_all_is_told(raw: bytes) -> None:
    assert "这不是文本，也不是完好的 Word 文档" in refusal(raw)


@pytest.mark.parametrize(
    "raw", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xff\xfe", zipped(parts(p("")))]
)
def test_a_document_without_any_text_is_told(raw: bytes) -> None:
    assert refusal(raw) == "文档里没有文字"


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word（.doc）或加了密码"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1", "RTF"),
    ],
)
def test_other_kinds_of_files_are_named(raw: bytes, what: str) -> None:
    told = refusal(raw + bytes(100))

    assert what in told
    assert "另存为 .docx 或 .txt" in told


def test_a_zip_that_is_no_document_of_word_is_told() -> None:
    sheet = {RELS: related(officeDocument="xl/workbook.xml"), "xl/workbook.xml": "<a/>"}

    assert "不是 Word 文档" in refusal(zipped({"a.txt": "甲"}))
    assert "不是 Word 文档" in refusal(zipped(sheet))


def test_a_document_of_the_strict_kind_is_told() -> None:
    strict = '<a:document xmlns:a="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'

    assert "严格" in refusal(zipped({**parts(""), MAIN: strict}))


@pytest.mark.parametrize(
    "change",
    [
        {MAIN: "<w:document"},
        {MAIN: b"\xff\xff"},
        {RELS: related(officeDocument="word/gone.xml")},
        {"word/styles.xml": ""},
    ],
)
def test_a_broken_document_is_told(change: dict[str, str | bytes]) -> None:
    assert "已损坏" in refusal(zipped({**parts(p("甲")), **change}))


def test_a_document_without_styles_and_lists_is_read() -> None:
    bare = parts(p("甲"))

    raw = zipped({RELS: bare[RELS], MAIN: bare[MAIN]})

    assert read.read_file_text(raw) == "甲\n"


@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=8))
def test_whatever_happens_to_a_file_it_is_read_or_refused(
    at: int, other: bytes
) -> None:
    with suppress(UnreadableDocumentError):
        assert read.read_file_text(SOUND[:at] + other + SOUND[at + len(other) :])


@pytest.mark.parametrize("kept", [4, 30, 1000, len(SOUND) - 10])
def test_a_file_that_was_cut_off_is_told(kept: int) -> None:
    assert "已损坏" in refusal(SOUND[:kept])


def test_what_unpacks_to_more_than_anybody_writes_is_refused_unread() -> None:
    bomb = b" " * (docx_package.MOST_XML + 1)
    blank = b" " * (docx_package.MOST_BYTES // 4)

    large = refusal(zipped({**parts(""), MAIN: bomb}))
    many = refusal(zipped({**parts(""), **{f"{it}": blank for it in range(5)}}))

    assert "太大" in large
    assert "太大" in many


def test_more_parts_or_elements_than_anybody_needs_are_refused() -> None:
    crowd = {f"{it}": b"" for it in range(docx_package.MOST_PARTS)}
    marks = parts("<w:p/>" * docx_package.MOST_MARKS)

    assert "太大" in refusal(zipped({**parts(""), **crowd}))
    assert "太大" in refusal(zipped(marks))


@pytest.mark.parametrize("what", ['"甲"', 'SYSTEM "file:///etc/hostname"'])
def test_entities_are_not_followed(what: str) -> None:
    document = parts(p("乙&e;"))[MAIN]
    raw = zipped({**parts(""), MAIN: f"<!DOCTYPE x [<!ENTITY e {what}>]>{document}"})

    assert read.read_file_text(raw) == "乙\n"


def test_entities_that_grow_without_bound_are_refused() -> None:
    kinds = "".join(f'<!ENTITY e{it} "{10 * f"&e{it - 1};"}">' for it in range(1, 12))
    document = parts(p("&e11;"))[MAIN]
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "甲甲甲甲">{kinds}]>{document}'

    assert "已损坏" in refusal(zipped({**parts(""), MAIN: bomb}))


def test_only_ways_of_packing_with_a_bound_are_unpacked() -> None:
    assert "已损坏" in refusal(zipped(parts(p("甲")), ZIP_BZIP2))


def test_a_part_that_is_encrypted_is_told() -> None:
    raw = bytearray(zipped(parts(p("甲"))))
    entry = raw.index(b"PK\x01\x02")
    raw[entry + 8] |= 1

    assert "已损坏" in refusal(bytes(raw))
