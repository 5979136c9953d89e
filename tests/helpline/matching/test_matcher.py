from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.faq import Case, Edition, Phrasing
from helpline.matching import (
    Certain,
    Decision,
    Nothing,
    Unsure,
    dump_matcher,
    load_matcher,
    train_matcher,
)
from helpline.text import LIMIT
from tests.crossing import crossed
from tests.helpline.canteen import EDITION
from tests.helpline.matching.editions import EDITIONS, TAUGHT, matcher

anything = st.text(st.characters(exclude_categories=()))
near = st.text("几点开饭卡没有余额挂失家属食堂电话下雨股票？；，1a😀", max_size=20)
BOTH_KINDS = ["whole", "taught"]


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


@pytest.mark.parametrize("name", BOTH_KINDS)
@given(text=anything | near)
def test_any_text_is_decided_with_options_best_first(name: str, text: str) -> None:
    decision = matcher(name).match(text)

    scores = [it.score for it in decision.options]
    both = isinstance(decision, Certain) and decision.both
    assert len(scores) <= 3
    assert scores or isinstance(decision, Nothing)
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= it <= 1 for it in scores)
    assert both or sum(scores) <= 1.0001


@given(anything | near)
def test_where_questions_were_taught_three_are_always_ranked(text: str) -> None:
    assert len(matcher("taught").match(text).options) == 3


@pytest.mark.parametrize("name", BOTH_KINDS)
@given(text=near)
def test_options_are_cases_of_the_edition_each_question_once(
    name: str, text: str
) -> None:
    cases = [it.case for it in matcher(name).match(text).options]

    questions = [EDITION.question(it.question) for it in cases]
    assert None not in questions
    assert len({it.question for it in cases}) == len(cases)
    for case, question in zip(cases, questions, strict=True):
        assert question is not None
        assert case.situation is None or question.situation(case.situation)


@pytest.mark.parametrize(
    ("name", "phrasing"),
    [(name, it) for name in BOTH_KINDS for it in EDITIONS[name].phrasings],
    ids=lambda it: it.text if isinstance(it, Phrasing) else it,
)
def test_a_known_phrasing_means_what_it_is_known_to_mean(
    name: str, phrasing: Phrasing
) -> None:
    decision = matcher(name).match(phrasing.text)

    if phrasing.case is None:
        assert not isinstance(decision, Certain)
    else:
        found = best(decision)
        assert not isinstance(decision, Nothing)
        assert found is not None
        assert found.question == phrasing.case.question


@pytest.mark.parametrize("key", ["1.1", "1.2", "2.1", "3.1"])
@pytest.mark.parametrize("name", ["no phrasings", *BOTH_KINDS])
def test_the_title_of_a_question_means_that_question(name: str, key: str) -> None:
    question = EDITION.question(key)

    assert question is not None
    decision = matcher(name).match(question.title)
    assert isinstance(decision, Certain)
    assert best(decision) == Case(key)


@pytest.mark.parametrize("name", BOTH_KINDS)
@pytest.mark.parametrize(
    "text",
    ["几點開飯？", "几点开饭。。。", "　几点开饭\n", "几点\x00开饭"],
)
def test_script_control_characters_and_marks_at_the_ends_do_not_matter(
    name: str,
    text: str,
) -> None:
    assert matcher(name).match(text) == matcher(name).match("几点开饭")


@pytest.mark.parametrize("name", BOTH_KINDS)
@pytest.mark.parametrize("text", ["", " ", "😀", "，。？", "\ud800", "xyz"])
def test_a_text_without_a_known_word_is_nothing(name: str, text: str) -> None:
    assert isinstance(matcher(name).match(text), Nothing)


@pytest.mark.parametrize("text", ["", "😀", "xyz"])
def test_a_text_without_a_known_word_states_no_situation(text: str) -> None:
    assert matcher("one question with situations").situation("1.2", text) is None


@pytest.mark.parametrize(
    ("unit", "name"),
    crossed(["饭", "几点开饭，", "龘", "ﷺ", "a", "😀", "饭；"], BOTH_KINDS),
)
def test_a_million_characters_are_decided_by_the_first_of_them(
    unit: str, name: str
) -> None:
    whole, kept = unit * 1_000_000, unit * (LIMIT + 1)

    assert matcher(name).match(whole) == matcher(name).match(kept)


def test_an_edition_gives_the_same_matcher_every_time() -> None:
    again = train_matcher(EDITION)

    texts = [it.text for it in EDITION.phrasings] + ["没钱", "卡", "几点"]
    assert [again.match(it) for it in texts] == [matcher().match(it) for it in texts]


def test_a_prepared_matcher_is_the_same_matcher() -> None:
    fresh = load_matcher(dump_matcher(matcher()))

    assert fresh.warm_up() is fresh
    assert fresh.match("几点开饭") == matcher().match("几点开饭")


# --- Situations -------------------------------------------------------------


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


@pytest.mark.parametrize("edition", [taught_situations(), TAUGHT], ids=BOTH_KINDS)
def test_a_situation_told_in_words_is_recognised(edition: Edition) -> None:
    taught = train_matcher(edition)

    assert taught.situation("1.2", "就是余额没有了") == 1
    assert taught.situation("1.2", "我的卡挂失过") == 2
    assert best(taught.match("我的饭卡挂失了")) == Case("1.2", 2)


@pytest.mark.parametrize("name", BOTH_KINDS)
def test_a_question_without_situations_has_none_to_state(name: str) -> None:
    assert matcher(name).situation("1.1", "饭卡没有余额。") is None
    assert matcher(name).situation("9.9", "饭卡没有余额。") is None


@pytest.mark.parametrize("edition", [taught_situations(), TAUGHT], ids=BOTH_KINDS)
def test_a_question_alone_does_not_say_which_situation(edition: Edition) -> None:
    taught = train_matcher(edition)

    assert taught.situation("1.2", "饭卡刷不出来怎么办？") is None


# --- Quotations and clauses -------------------------------------------------


@pytest.mark.parametrize("name", BOTH_KINDS)
@pytest.mark.parametrize(
    "text", ["饭卡刷不出来", "卡刷不出来怎么", "它说“卡刷不出来怎么”"]
)
def test_who_quotes_enough_of_a_title_is_answered(name: str, text: str) -> None:
    decision = matcher(name).match(text)

    assert isinstance(decision, Certain)
    assert decision.options[0].case.question == "1.2"


@pytest.mark.parametrize("name", BOTH_KINDS)
def test_who_quotes_a_little_of_a_title_is_offered_its_question_at_least(
    name: str,
) -> None:
    decision = matcher(name).match("以带家属")

    assert not isinstance(decision, Nothing)
    assert best(decision) == Case("2.1")


def test_a_short_quotation_that_speaks_for_little_is_asked_about() -> None:
    found = replace(matcher(), certain=1.01)

    decision = found.match("以带家属")

    assert isinstance(decision, Unsure)
    assert best(decision) == Case("2.1")


@pytest.mark.parametrize("name", BOTH_KINDS)
def test_a_quotation_leads_whatever_else_is_likely(name: str) -> None:
    heard = (Phrasing("饭卡刷不出来", Case("3.1")),) * 9
    draft = replace(EDITIONS[name], phrasings=(*EDITIONS[name].phrasings, *heard))

    decision = train_matcher(draft).match("饭卡刷不出来")

    assert isinstance(decision, Certain)
    assert best(decision) == Case("1.2")
    assert "3.1" in {it.case.question for it in decision.options}


@pytest.mark.parametrize("name", BOTH_KINDS)
@pytest.mark.parametrize(
    "text", ["食堂几点开饭；家属可以来吗", "几点开饭。还有家属可以来吗"]
)
def test_who_asks_two_things_is_answered_both(name: str, text: str) -> None:
    decision = matcher(name).match(text)

    assert isinstance(decision, Certain)
    assert decision.both
    assert {it.case.question for it in decision.options[:2]} == {"1.1", "2.1"}


@pytest.mark.parametrize("name", BOTH_KINDS)
@pytest.mark.parametrize("text", ["几点开饭；今天会下雨吗", "几点开饭？几点开饭？"])
def test_who_asks_one_thing_twice_or_of_the_weather_is_not_told_two(
    name: str, text: str
) -> None:
    decision = matcher(name).match(text)

    assert not (isinstance(decision, Certain) and decision.both)
