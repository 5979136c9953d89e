"""Documents whose numbers Word writes by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_store.file_formats import docx_numbering, text_format
from faq_store.file_formats import read as file_formats_read
from tests.faq_store import examples
from tests.faq_store.file_formats.papers import (
    at,
    family,
    level,
    lines,
    listed,
    p,
    parts,
    style,
    zipped,
)

FAQ = family(
    0,
    level(0, "japaneseCounting", "%1、"),
    level(1, "decimal", "%2."),
    level(2, "decimal", "情形%3："),
    level(3, "decimal", "（%4）"),
)
PAPER = "".join(
    (
        p("食堂问答"),
        p("用餐", at(0)),
        p("几点开饭？", at(1)),
        p("答：十二点。"),
        p("饭卡刷不出来怎么办？", at(1)),
        p("答：请排查以下情况："),
        p("饭卡没有余额。", at(2)),
        p("建议：去充值。"),
        p("饭卡已经挂失。", at(2)),
        p("建议：去解挂。"),
        p("其他", at(0)),
        p("可以带家属吗？", at(1)),
        p("答：可以。"),
        p("联系我们", at(0)),
        p("食堂电话"),
        p("值班电话：123", at(3)),
    )
)


def test_a_faq_numbered_by_word_is_read_whole() -> None:
    raw = zipped(parts(PAPER, FAQ + listed(1, 0)))

    read = text_format.parse_faq_text(file_formats_read.read_file_text(raw))

    assert read == text_format.parse_faq_text(examples.PAPER)


def test_a_deeper_level_begins_anew_unless_it_may_not() -> None:
    numbering = family(
        0,
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "(%3)", '<w:lvlRestart w:val="0"/>'),
    )
    body = "".join(p("甲", at(it)) for it in (0, 1, 2, 1, 0, 1, 2))

    assert lines(body, numbering + listed(1, 0)) == [
        *("1. 甲", "1.1 甲", "(1) 甲", "1.2 甲", "2. 甲", "2.1 甲", "(2) 甲"),
    ]


def test_two_lists_of_a_family_count_on_together_unless_one_begins_anew() -> None:
    numbering = family(0, level(0, "decimal", "%1."))
    begun = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    every = numbering + listed(1, 0) + listed(2, 0) + listed(3, 0, begun)
    body = "".join(p("甲", at(0, it)) for it in (1, 1, 2, 3, 3))

    assert lines(body, every) == ["1. 甲", "2. 甲", "3. 甲", "5. 甲", "6. 甲"]


def test_a_list_may_override_how_its_family_looks() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride>'
    numbering = family(0, level(0, "decimal", "%1.")) + listed(1, 0, own)

    assert lines(p("甲", at(0)), numbering) == ["I) 甲"]


def test_a_heading_is_numbered_by_its_style_and_the_styles_under_it() -> None:
    numbering = family(
        0,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>'),
        level(1, "decimal", "%2.", '<w:pStyle w:val="2"/>'),
    ) + listed(7, 0)
    in_list = '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'
    styles = (
        style("a", "Normal", more=' w:default="1"')
        + style("1", "heading 1", in_list)
        + style("2", "heading 2", in_list)
        + style("3", "mine", '<w:basedOn w:val="2"/>')
    )
    heads = "".join(p("甲", f'<w:pStyle w:val="{it}"/>') for it in "1233")

    assert lines(heads + p("乙"), numbering, styles) == [
        *("一、 甲", "1. 甲", "2. 甲", "3. 甲", "乙"),
    ]


def test_a_paragraph_may_stand_outside_the_list_of_its_style() -> None:
    numbering = family(0, level(0, "decimal", "%1.")) + listed(7, 0)
    in_list = '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'
    styles = style("1", "heading 1", in_list)

    assert lines(p("甲", '<w:pStyle w:val="1"/>' + at(0, 0)), numbering, styles) == [
        "甲"
    ]


def test_a_family_may_be_described_by_a_style_of_lists() -> None:
    numbering = (
        family(0, '<w:numStyleLink w:val="L"/>')
        + family(1, level(0, "decimal", "第%1条"))
        + listed(1, 0)
        + listed(2, 1)
    )
    linked = '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'

    assert lines(p("甲", at(0)), numbering, style("L", "list", linked)) == ["第1条 甲"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (p("甲", at(0, 9)), ["甲"]),
        (p("甲", at(8)), ["甲"]),
        (p("甲", at(0, 2)), ["甲"]),
        (p("", at(0)) + p("甲", at(0)), ["", "2.甲"]),
        (p("360软件", at(0)), ["1. 360软件"]),
    ],
    ids=["no list", "no level", "a bullet", "an empty paragraph", "a digit"],
)
def test_where_there_is_no_number_there_is_none(body: str, told: list[str]) -> None:
    numbering = (
        family(0, level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>'))
        + family(1, level(0, "bullet", "\uf0b7"))
        + listed(1, 0)
        + listed(2, 1)
    )

    assert lines(body, numbering) == told


@pytest.mark.parametrize("deep", [9, 999_999])
def test_a_list_has_no_more_levels_than_word_gives_it(deep: int) -> None:
    numbering = family(0, level(8, "decimal", "%9."), level(deep, "decimal", "一."))

    assert lines(p("甲", at(deep)) + p("乙", at(8)), numbering + listed(1, 0)) == [
        *("甲", "1. 乙"),
    ]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("decimal", ["1", "4", "27"]),
        ("decimalZero", ["01", "04", "27"]),
        ("decimalFullWidth", ["1", "4", "27"]),
        ("japaneseCounting", ["一", "四", "二十七"]),
        ("chineseCountingThousand", ["一", "四", "二十七"]),
        ("decimalEnclosedCircle", ["①", "④", "27"]),
        ("lowerLetter", ["a", "d", "aa"]),
        ("upperLetter", ["A", "D", "AA"]),
        ("lowerRoman", ["i", "iv", "xxvii"]),
        ("none", ["", "", ""]),
        ("something else", ["1", "4", "27"]),
    ],
)
def test_a_number_is_written_as_word_writes_it(form: str, told: list[str]) -> None:
    assert [docx_numbering.format_number(it, form) for it in (1, 4, 27)] == told


FORMS = (
    "lowerLetter",
    "upperRoman",
    "chineseCounting",
    "decimalZero",
    "ideographZodiac",
)


@given(st.integers(0, 10**9), st.sampled_from(FORMS))
def test_no_number_is_ever_long(number: int, form: str) -> None:
    assert len(docx_numbering.format_number(number, form)) <= 16
