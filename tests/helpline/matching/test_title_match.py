import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.faq import Case
from helpline.matching.corpus import Corpus
from helpline.matching.features import keep_letters
from helpline.matching.passages import Passage, PassageKind
from helpline.matching.title_match import QuotedQuestion, QuoteMatcher

FAQ = [
    Passage("系统提示“未获取到建造师信息”？", Case("1.1"), PassageKind.TITLE),
    Passage("建造师信息未同步，请等待同步。", Case("1.1", 1), PassageKind.CONDITION),
    Passage("系统提示“未获取到企业信息”？", Case("1.2"), PassageKind.TITLE),
    Passage("使用软件管家安装浏览器。", Case("1.2"), PassageKind.SUGGESTION),
    Passage("提示“成绩-不存在 或已过期”？", Case("1.3"), PassageKind.TITLE),
    Passage("相同的题目？", Case("1.4"), PassageKind.TITLE),
    Passage("相同的题目。", Case("1.5"), PassageKind.TITLE),
    Passage("提示“123456”？", Case("1.6"), PassageKind.TITLE),
    Passage("照片传不上去怎么回事", Case("1.3"), PassageKind.PHRASING),
]
QUESTIONS = tuple(f"1.{it}" for it in range(1, 7))
QUOTES = QuoteMatcher.build(Corpus.build(FAQ, QUESTIONS))


def sure(question: str) -> QuotedQuestion:
    return QuotedQuestion(QUESTIONS.index(question), sure=True)


def perhaps(question: str) -> QuotedQuestion:
    return QuotedQuestion(QUESTIONS.index(question), sure=False)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("系统提示“未获取到建造师信息”？", "1.1"),
        ("系統提示未獲取到建造師信息", "1.1"),
        ("未获取到建造师", "1.1"),
        ("未获取到企业信息", "1.2"),
        ("成绩不存在或已过期", "1.3"),
        ("成绩-不存在 或", "1.3"),
    ],
)
def test_who_quotes_a_title_or_enough_of_it_means_its_question(
    text: str, question: str
) -> None:
    assert QUOTES.find(text) == sure(question)


@pytest.mark.parametrize(
    "text",
    [
        "我申请的时候它说“未获取到企业信息”，这是啥意思",
        "我申请的时候它说「未获取到企业信息」，这是啥意思",
        '它说"未获取到企业信息"',
        "它说“出错了”，又说“未获取到企业信息”",
    ],
)
def test_what_stands_in_quotation_marks_is_a_quotation_of_its_own(text: str) -> None:
    assert QUOTES.find(text) == sure("1.2")


@pytest.mark.parametrize("text", ["取到企业", "到企业信息"])
def test_a_short_part_may_be_a_coincidence(text: str) -> None:
    assert QUOTES.find(text) == perhaps("1.2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "企业",
        "系统提示未获取到",
        "建造师信息未同步",
        "使用软件管家安装浏览器",
        "相同的题目",
        "照片传不上去怎么回事",
        "未获取到建造师信息怎么办",
        "未" * 81,
    ],
    ids=[
        "blank",
        "too short",
        "in two titles",
        "in no title",
        "a suggestion",
        "a title of two",
        "a phrasing",
        "more than a part",
        "too long",
    ],
)
def test_other_texts_quote_nothing(text: str) -> None:
    assert QUOTES.find(text) is None


def test_a_part_of_a_title_that_stands_elsewhere_too_is_no_quotation() -> None:
    assert QUOTES.find("建造师信息") == perhaps("1.1")
    elsewhere = Passage("未获取到建造师信息的", Case("1.2"), PassageKind.SUGGESTION)

    quotes = QuoteMatcher.build(Corpus.build([*FAQ, elsewhere], QUESTIONS))

    assert quotes.find("建造师信息") is None


def test_a_large_faq_is_not_searched_for_quotations() -> None:
    large = [
        Passage(f"第{number}个题目", Case("1.1"), PassageKind.TITLE)
        for number in range(2001)
    ]

    assert (
        QuoteMatcher.build(Corpus.build(large[1:], QUESTIONS)).find("第2000个题目")
        is not None
    )
    assert (
        QuoteMatcher.build(Corpus.build(large, QUESTIONS)).find("第2000个题目") is None
    )


@given(st.text("未获取到建造师企业信息系统提示“”「」？ 1", max_size=30))
def test_who_is_quoted_has_a_title_that_shares_four_characters(text: str) -> None:
    found = QUOTES.find(text)

    if found:
        titles = [it.text for it in FAQ if it.kind is PassageKind.TITLE]
        parts = {text[at : at + 4] for at in range(len(text) - 3)}
        bare = keep_letters(text)
        parts |= {bare[at : at + 4] for at in range(len(bare) - 3)}
        assert any(it in titles[found.owner] for it in parts)
