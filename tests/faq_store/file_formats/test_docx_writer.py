"""Documents of Word: what is read of them, what is said of the rest."""

from datetime import timedelta, timezone
from io import BytesIO

import docx
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_store.file_formats import docx_writer, text_format
from faq_store.file_formats import read as file_formats_read
from helpline.faq import Section
from tests import seeded
from tests.faq_store.file_formats.papers import lines, p, r, style
from tests.faq_store.file_formats.test_text_format import sections, sentences
from tests.seeded import MONDAY_MORNING as NOW

_DELETED = "<w:rPr><w:del/></w:rPr>"
_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing>"
    f"<w:txbxContent>{p('请[注意]')}</w:txbxContent>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def read_back(title: str, written: tuple[Section, ...]) -> text_format.FaqDocument:
    return text_format.parse_faq_text(
        file_formats_read.read_file_text(docx_writer.write_docx(title, written, NOW))
    )


def test_the_seed_as_a_document_of_word_reads_the_same() -> None:
    seed = seeded.edition()

    read = read_back(seed.title, seed.sections)

    assert read == text_format.FaqDocument(seed.title, seed.sections)


def test_a_document_has_headings_chinese_fonts_and_marks_in_bold() -> None:
    seed = seeded.edition()

    document = docx.Document(
        BytesIO(docx_writer.write_docx(seed.title, seed.sections, NOW))
    )

    title, section, question, answer, *_ = document.paragraphs
    fonts = document.styles["Heading 1"].element.rPr.rFonts
    assert [
        item.style and item.style.name for item in (title, section, question, answer)
    ] == [
        *("Title", "Heading 1", "Heading 2", "Normal"),
    ]
    assert fonts.get(qn("w:eastAsia")) == "黑体"
    assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert [(it.text[:2], it.bold) for it in answer.runs] == [
        *(("答：", True), ("请咨", None)),
    ]


def test_a_document_says_when_it_was_written() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=8)))

    about = docx.Document(
        BytesIO(docx_writer.write_docx("题", (), here))
    ).core_properties

    assert about.created == about.modified == NOW


@settings(max_examples=25)  # each is a whole file of Word
@given(sentences, sections())
def test_a_written_document_reads_back_the_same(
    title: str, written: tuple[Section, ...]
) -> None:
    assert read_back(title, written) == text_format.FaqDocument(title, written)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_may_stand_in_a_document_of_word(text: str) -> None:
    assert file_formats_read.read_file_text(
        docx_writer.write_docx(f"题{text}", (), NOW)
    ).startswith("题")


def test_tables_are_read_cell_by_cell_in_their_place() -> None:
    cells = "".join(f"<w:tc>{p(it)}</w:tc>" for it in ("甲", "乙"))
    table = f"<w:tbl><w:tr>{cells}</w:tr><w:tr><w:tc>{p('丙')}</w:tc></w:tr></w:tbl>"

    assert lines(p("前") + table + p("后")) == ["前", "甲", "乙", "丙", "后"]


def test_a_break_within_a_paragraph_begins_a_line() -> None:
    broken = f"{r('甲')}<w:r><w:br/></w:r>{r('乙')}<w:r><w:tab/></w:r>{r('丙')}"

    assert lines(paragraph(broken)) == ["甲", "乙\t丙"]


def test_links_fields_and_controls_are_read_as_they_are_seen() -> None:
    inner = (
        f"<w:hyperlink>{r('甲')}</w:hyperlink>"
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>PAGE</w:instrText></w:r>"
        f"<w:fldSimple>{r('乙')}</w:fldSimple>"
        f"<w:sdt><w:sdtContent>{r('丙')}</w:sdtContent></w:sdt>"
        f"<w:r><w:ruby><w:rt>{r('bǐng')}</w:rt><w:rubyBase>{r('丁')}</w:rubyBase>"
        f"</w:ruby></w:r><w:r><w:noBreakHyphen/></w:r>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('戊')}</w:sdtContent></w:sdt>"

    assert lines(paragraph(inner) + control) == ["甲乙丙丁-", "戊"]


def test_what_was_deleted_is_gone_and_what_was_added_is_there() -> None:
    tracked = (
        f"{r('甲')}<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        f"<w:ins>{r('新')}</w:ins><w:moveFrom>{r('走')}</w:moveFrom>"
        f"<w:moveTo>{r('来')}</w:moveTo>"
    )
    gone = p("", _DELETED)

    assert lines(paragraph(tracked) + gone + p("乙")) == ["甲新来", "乙"]


def test_paragraphs_whose_border_was_deleted_are_one() -> None:
    assert lines(p("甲", _DELETED) + p("乙") + p("丙", _DELETED)) == ["甲乙", "丙"]


def test_what_is_no_text_leaves_a_mark() -> None:
    image = '<w:r><w:drawing><wp:docPr id="1" name="图片 1"/></w:drawing></w:r>'
    others = "<w:r><w:object/></w:r><m:oMath/><w:r><w:footnoteReference/></w:r>"
    others += r("密", "<w:vanish/>") + r("明", '<w:vanish w:val="0"/>')
    body = paragraph(image) + paragraph(_BOX) + paragraph(others) + "<w:altChunk/>"

    assert lines(body) == [
        "[image: 图片 1]",
        "[textbox: 请注意]",
        "[object:][formula:][footnote:][hidden: 密]明",
        "[object: 另一个文件]",
    ]


def test_a_table_of_contents_is_left_out() -> None:
    gallery = '<w:docPartGallery w:val="Table of Contents"/>'
    control = (
        f"<w:sdt><w:sdtPr><w:docPartObj>{gallery}</w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{p('一、用餐')}</w:sdtContent></w:sdt>"
    )
    entry = '<w:pStyle w:val="10"/>'
    plain = p("一、用餐", entry) + p("二、其他", entry) + p("甲")

    assert lines(control) == ["[contents:]"]
    assert lines(plain, styles=style("10", "toc 1")) == ["[contents:]", "甲"]


def test_marks_are_told_of_by_the_reader_of_the_leaflet() -> None:
    body = p("食堂") + p("一、用餐") + p("1.几点？") + p("答：一点。") + paragraph(_BOX)

    read = text_format.parse_faq_text("\n".join(lines(body)))

    assert read.dropped == ("第5行：略去文本框[textbox: 请注意]",)
