import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_store.file_formats import text_format
from helpline.faq import Question, Section, Situation
from tests.helpline.canteen import EDITION
from tests.helpline.texts import anything

PAPER = """食堂问答

一、用餐
1.几点开饭？
答：十二点。
2.饭卡刷不出来怎么办？
答：请排查以下情况：
情形1：饭卡没有余额。
建议：去窗口充值。
情形2：饭卡已经挂失。
建议：去窗口解挂。
二、其他
1.可以带家属吗？
答：周末可以。
三、联系我们
食堂电话
（1）值班电话：0371-63284897
"""

# What a heading may not be taken for: no line begins with a digit, a numeral, a
# bracket or one of the marks 答 情形 建议.
_FIRST = "请核对证书企业系统安装IE"
_REST = _FIRST + "1230，。：；？“”（）、一二.@/-答 建议情形"
sentences = st.builds(
    lambda first, rest: (first + rest).strip(),
    st.sampled_from(_FIRST),
    st.text(_REST, max_size=15),
)
headings = sentences | st.builds("{}{}".format, st.integers(0, 400), sentences)
paragraphs = st.lists(sentences, min_size=1, max_size=3).map("\n".join)


@st.composite
def sections(draw: st.DrawFn) -> tuple[Section, ...]:
    """Draw sections keyed by position, perhaps with contacts as the last."""
    count = draw(st.integers(1, 3) | st.integers(10, 12))
    drawn = [draw(_section(number)) for number in range(1, count + 1)]
    if draw(st.booleans()):
        key = str(count + 1)
        answer = draw(paragraphs)
        contacts = Question(f"{key}.1", draw(sentences), answer, contacts=True)
        drawn.append(Section(key, draw(headings), (contacts,)))
    return tuple(drawn)


@st.composite
def _section(draw: st.DrawFn, number: int) -> Section:
    count = draw(st.integers(1, 3))
    questions = [draw(_question(f"{number}.{it}")) for it in range(1, count + 1)]
    return Section(str(number), draw(headings), tuple(questions))


@st.composite
def _question(draw: st.DrawFn, key: str) -> Question:
    count = draw(st.integers(0, 3))
    situations = tuple(
        Situation(number, draw(paragraphs), draw(paragraphs))
        for number in range(1, count + 1)
    )
    answer = draw(paragraphs | st.just("")) if situations else draw(paragraphs)
    return Question(key, draw(headings), answer, situations)


@given(sentences, sections())
def test_a_written_document_reads_back_the_same(
    title: str, written: tuple[Section, ...]
) -> None:
    read = text_format.parse_faq_text(text_format.format_faq_text(title, written))

    assert read == text_format.FaqDocument(title, written)


marks = st.sampled_from(
    ["一、", "二、", "1.", "2.", "答：", "情形1：", "情形2：", "建议：", "（1）", ""]
)
lines = st.builds("{}{}".format, marks, sentences | st.just(""))


@given(st.lists(lines, max_size=15).map("\n".join))
def test_what_is_read_from_any_lines_can_be_written_and_read_again(text: str) -> None:
    read = read_or_refuse(f"名称\n{text}")
    if read is None:
        return

    again = text_format.parse_faq_text(
        text_format.format_faq_text(read.title, read.sections)
    )
    assert again.sections == read.sections


def read_or_refuse(text: str) -> text_format.FaqDocument | None:
    try:
        return text_format.parse_faq_text(text)
    except text_format.FaqTextError as error:
        count = len(text.splitlines())
        if not (1 <= error.line <= count and f"第{error.line}行，" in str(error)):
            raise
        return None


@given(anything().map("名称\n{}".format))
def test_any_text_is_a_document_or_refused_with_its_line(text: str) -> None:
    read = read_or_refuse(text)

    assert read is None or read.sections


def test_a_document_becomes_sections_questions_and_situations() -> None:
    read = text_format.parse_faq_text(PAPER)

    assert read == text_format.FaqDocument("食堂问答", EDITION.sections)


def test_a_document_is_written_as_it_is_printed() -> None:
    assert text_format.format_faq_text("食堂问答", EDITION.sections) == PAPER


@pytest.mark.parametrize(
    "change",
    [
        ("\n", "\n\n"),
        ("\n", "\r\n"),
        ("\n", " \u3000\n\t"),
        ("答：", "答: "),
        ("情形1：", "情形 1:"),
        ("1.", "1、"),
        ("1.", "１．"),
        ("食堂问答", "\ufeff食堂问答"),
        ("（1）", "(1)"),
        ("（1）", ""),
    ],
    ids=ascii,
)
def test_blank_lines_and_other_marks_mean_the_same(change: tuple[str, str]) -> None:
    read = text_format.parse_faq_text(PAPER.replace(*change))

    assert (read.title, read.sections) == ("食堂问答", EDITION.sections)
    assert read.dropped == ()


def test_a_line_without_a_mark_belongs_to_the_one_before() -> None:
    read = text_format.parse_faq_text(
        PAPER.replace("去窗口充值。", "去窗口充值。\n\n带上饭卡。")
    )

    question = read.sections[0].questions[1]
    assert question.situations[0].suggestion == "去窗口充值。\n带上饭卡。"


def test_a_section_may_have_more_than_a_thousand_questions() -> None:
    many = tuple(Question(f"1.{it}", f"问{it}", "答") for it in range(1, 1003))

    read = text_format.parse_faq_text(
        text_format.format_faq_text("问答", [Section("1", "很多", many)])
    )

    assert read.sections[0].questions == many


def test_a_year_at_the_start_of_a_line_is_no_number_of_a_question() -> None:
    read = text_format.parse_faq_text(
        "2026．年版\n一、用餐\n1.几点？\n答：如下\n2026、2027年一点。"
    )

    assert read.title == "2026．年版"
    assert read.sections[0].questions[0].answer == "如下\n2026、2027年一点。"


def test_a_document_without_a_title_has_an_empty_one() -> None:
    read = text_format.parse_faq_text("一、用餐\n1.几点开饭？\n答：十二点。")

    assert read.title == ""
    assert read.sections[0].questions[0].answer == "十二点。"


@pytest.mark.parametrize(
    ("change", "dropped"),
    [
        (("十二点。", "十二点。[image: a.png]"), "第5行：略去图片[image: a.png]"),
        (("二、其他", "[image: b.png]\n二、其他"), "第12行：略去图片[image: b.png]"),
        (("十二点。", "十二点。[textbox: 注意]"), "第5行：略去文本框[textbox: 注意]"),
        (("几点开饭？", "几点[footnote:]开饭？"), "第4行：略去脚注[footnote:]"),
        (("食堂电话", "食堂电话\nwww.a.cn"), "第17行：略去没有说明的网址www.a.cn"),
        (("三、", "二、"), "第15行：阶段“二”按位置应为“三”"),
        (("2.饭卡", "3.饭卡"), "第6行：题号3按位置应为2"),
        (("情形2：", "情形3："), "第10行：情形3按位置应为2"),
        (("十二点。", "十二\x00点。"), "第5行：略去无法显示的字符"),
    ],
    ids=ascii,
)
def test_what_is_dropped_or_put_right_is_said(
    change: tuple[str, str], dropped: str
) -> None:
    read = text_format.parse_faq_text(PAPER.replace(*change, 1))

    assert read.dropped == (dropped,)
    assert read.sections == EDITION.sections


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")],
)
def test_a_heading_is_numbered_in_chinese(number: int, written: str) -> None:
    assert text_format.chinese_numeral(number) == written


@given(st.integers(1, 99), st.integers(1, 99))
def test_no_two_headings_have_the_same_number(one: int, other: int) -> None:
    assert (text_format.chinese_numeral(one) == text_format.chinese_numeral(other)) == (
        one == other
    )
