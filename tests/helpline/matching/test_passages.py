import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.faq import Case, Edition, Question, Section
from helpline.matching.passages import (
    Passage,
    PassageKind,
    find_domain_words,
    list_passages,
)
from tests.helpline.canteen import EDITION


def test_the_faq_says_its_sentences_and_then_people_say_theirs() -> None:
    listed = list(list_passages(EDITION))

    assert listed[:7] == [
        Passage("几点开饭？", Case("1.1"), PassageKind.TITLE),
        Passage("十二点。", Case("1.1"), PassageKind.SUGGESTION),
        Passage("饭卡刷不出来怎么办？", Case("1.2"), PassageKind.TITLE),
        Passage("饭卡没有余额。", Case("1.2", 1), PassageKind.CONDITION),
        Passage("去窗口充值。", Case("1.2", 1), PassageKind.SUGGESTION),
        Passage("饭卡已经挂失。", Case("1.2", 2), PassageKind.CONDITION),
        Passage("去窗口解挂。", Case("1.2", 2), PassageKind.SUGGESTION),
    ]
    assert [(it.text, it.case) for it in listed if it.kind is PassageKind.PHRASING] == [
        (phrasing.text, phrasing.case) for phrasing in EDITION.phrasings
    ]


def test_a_question_without_an_answer_says_its_title_only() -> None:
    edition = Edition(1, "", (Section("1", "", (Question("1.1", "几点？", ""),)),))

    assert list(list_passages(edition)) == [
        Passage("几点？", Case("1.1"), PassageKind.TITLE)
    ]


def test_a_passage_means_a_question_and_perhaps_a_situation_of_it() -> None:
    whole, stated, stranger = (
        Passage("", item, PassageKind.PHRASING)
        for item in (Case("1.1"), Case("1.2", 2), None)
    )

    assert (whole.question, whole.situation) == ("1.1", None)
    assert (stated.question, stated.situation) == ("1.2", 2)
    assert (stranger.question, stranger.situation) == (None, None)


def test_a_word_of_the_trade_is_what_recurs_among_changing_neighbours() -> None:
    texts = ["办跨省转出吧", "要跨省转出了", "跨省转出"]

    assert find_domain_words(texts) == ("跨省转出",)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["办跨省转出吧", "要跨省转出了"],
        ["要转出了"] * 9,
        ["要转出了", "要转出吧", "要转出吗"],
        ["转出，", "，转出", "转出"],
    ],
    ids=["none", "twice", "one neighbour", "one neighbour before", "too short"],
)
def test_what_is_rare_fixed_or_short_is_no_word_of_the_trade(texts: list[str]) -> None:
    assert "要转出" not in find_domain_words(texts)
    assert not [
        word for word in find_domain_words(texts) if len(word) < 3 or word == "跨省转出"
    ]


@given(st.lists(st.text("跨省转出办a，", max_size=12), max_size=12))
def test_every_word_of_the_trade_stands_in_the_texts(texts: list[str]) -> None:
    found = find_domain_words(texts)

    assert sorted(set(found)) == list(found)
    assert all(sum(text.count(it) for text in texts) >= 2 for it in found)
    assert all(3 <= len(it) <= 6 for it in found)
