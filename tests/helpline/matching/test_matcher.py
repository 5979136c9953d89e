from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.cases import Case, Edition, Phrasing, Question, Section
from helpline.matching import Certain, Decision, Matcher, Nothing, Unsure, build
from helpline.text import LIMIT
from tests.helpline.canteen import CARD, EDITION, HOURS

anything = st.text(st.characters(exclude_categories=()))
near = st.text("几点开饭卡没有余额挂失家属食堂电话下雨股票？，1a😀", max_size=20)

ONE = Edition(1, "一问", (Section("1", "用餐", (HOURS,)),))
ONE_WITH_SITUATIONS = Edition(1, "一问", (Section("1", "用餐", (CARD,)),))
UNSPOKEN = replace(EDITION, phrasings=())
ALL_IN_SCOPE = replace(
    EDITION, phrasings=tuple(it for it in EDITION.phrasings if it.case)
)
ONLY_STRANGERS = replace(
    EDITION, phrasings=tuple(it for it in EDITION.phrasings if not it.case)
)
WORDLESS = Edition(1, "", (Section("1", "？", (Question("1.1", "？", "。"),)),))
EMPTY = Edition(1, "空", ())

EDITIONS = {
    "whole": EDITION,
    "one question": ONE,
    "one question with situations": ONE_WITH_SITUATIONS,
    "no phrasings": UNSPOKEN,
    "nothing out of scope": ALL_IN_SCOPE,
    "only out of scope": ONLY_STRANGERS,
    "no words": WORDLESS,
    "no questions": EMPTY,
}


@cache
def matcher(name: str = "whole") -> Matcher:
    return build(EDITIONS[name])


def best(decision: Decision) -> Case | None:
    return decision.options[0].case if decision.options else None


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    "text", ["几点开饭？", "饭卡没有余额。", "下雨", "", "😀", "x"]
)
def test_any_edition_gives_a_matcher_that_answers(name: str, text: str) -> None:
    decision = matcher(name).match(text)

    assert isinstance(decision, Certain | Unsure | Nothing)
    assert isinstance(decision, Nothing) or decision.options


@given(anything | near)
def test_any_text_is_decided_with_options_best_first(text: str) -> None:
    decision = matcher().match(text)

    scores = [it.score for it in decision.options]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= it <= 1 for it in scores)
    assert sum(scores) <= 1.0001


@given(near)
def test_options_are_cases_of_the_edition_each_question_once(text: str) -> None:
    cases = [it.case for it in matcher().match(text).options]

    questions = [EDITION.question(it.question) for it in cases]
    assert None not in questions
    assert len({it.question for it in cases}) == len(cases)
    for case, question in zip(cases, questions, strict=True):
        assert question is not None
        assert case.situation is None or question.situation(case.situation)


@pytest.mark.parametrize("phrasing", EDITION.phrasings, ids=lambda it: it.text)
def test_a_known_phrasing_means_what_it_is_known_to_mean(phrasing: Phrasing) -> None:
    decision = matcher().match(phrasing.text)

    if phrasing.case is None:
        assert not isinstance(decision, Certain)
    else:
        found = best(decision)
        assert not isinstance(decision, Nothing)
        assert found is not None
        assert found.question == phrasing.case.question


@pytest.mark.parametrize("key", ["1.1", "1.2", "2.1", "3.1"])
def test_the_title_of_a_question_means_that_question(key: str) -> None:
    question = EDITION.question(key)

    assert question is not None
    assert best(matcher("no phrasings").match(question.title)) == Case(key)


@pytest.mark.parametrize(
    "text",
    ["几點開飯？", "几点开饭。。。", "　几点开饭\n", "几点\x00开饭"],
)
def test_script_control_characters_and_marks_at_the_ends_do_not_matter(
    text: str,
) -> None:
    assert matcher().match(text) == matcher().match("几点开饭")


@pytest.mark.parametrize("text", ["", " ", "😀", "，。？", "\ud800", "xyz"])
def test_a_text_without_a_known_word_is_nothing(text: str) -> None:
    assert isinstance(matcher().match(text), Nothing)


@pytest.mark.parametrize("text", ["", "😀", "xyz"])
def test_a_text_without_a_known_word_states_no_situation(text: str) -> None:
    assert matcher("one question with situations").situation("1.2", text) is None


@pytest.mark.parametrize("unit", ["饭", "几点开饭，", "龘", "ﷺ", "a", "😀"])
def test_a_million_characters_are_decided_by_the_first_of_them(unit: str) -> None:
    whole, kept = unit * 1_000_000, unit * (LIMIT + 1)

    assert matcher().match(whole) == matcher().match(kept)


def test_an_edition_gives_the_same_matcher_every_time() -> None:
    again = build(EDITION)

    texts = [it.text for it in EDITION.phrasings] + ["没钱", "卡", "几点"]
    assert [again.match(it) for it in texts] == [matcher().match(it) for it in texts]


def taught_situations() -> Edition:
    """Make an edition that has heard each situation told in several ways."""
    told = {
        1: ["饭卡没有余额了", "卡里余额没有了", "饭卡余额没有", "没有余额刷不了"],
        2: ["饭卡已经挂失了", "我挂失过饭卡", "已经挂失的卡", "挂失了刷不了"],
    }
    return replace(
        EDITION,
        phrasings=tuple(
            Phrasing(text, Case("1.2", key))
            for key, texts in told.items()
            for text in texts
        ),
    )


def test_a_situation_told_in_words_is_recognised() -> None:
    taught = build(taught_situations())

    assert taught.situation("1.2", "就是余额没有了") == 1
    assert taught.situation("1.2", "我的卡挂失过") == 2
    assert best(taught.match("我的饭卡挂失了")) == Case("1.2", 2)


def test_a_question_without_situations_has_none_to_state() -> None:
    assert matcher().situation("1.1", "饭卡没有余额。") is None
    assert matcher().situation("9.9", "饭卡没有余额。") is None


def test_a_question_alone_does_not_say_which_situation() -> None:
    taught = build(taught_situations())

    assert taught.situation("1.2", "饭卡刷不出来怎么办？") is None
