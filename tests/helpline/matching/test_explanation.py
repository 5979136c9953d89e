from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching import adapt_matcher, train_matcher
from helpline.matching.explanation import MEANING, DecisionPath, explain
from helpline.matching.features import FEATURE_FAMILIES
from tests.helpline.canteen import EDITION
from tests.helpline.matching.editions import EDITIONS, encoded, matcher

near = st.text("几点开饭卡没有余额挂失家属食堂电话下雨股票？，1a😀", max_size=20)


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        ("whole", "几点开饭", DecisionPath.QUOTED),
        ("taught", "几点开饭", DecisionPath.QUOTED),
        ("whole", "卡挂失了怎么刷", DecisionPath.RERANKED),
        ("taught", "卡挂失了怎么刷", DecisionPath.TAUGHT),
        ("whole", "xyz", DecisionPath.UNKNOWN),
        ("taught", "", DecisionPath.UNKNOWN),
    ],
)
def test_it_is_told_how_a_text_was_decided(
    name: str, text: str, path: DecisionPath
) -> None:
    why = explain(matcher(name), text)

    assert why.path is path
    assert why.decision == matcher(name).match(text)


@pytest.mark.parametrize("name", ["whole", "taught"])
def test_the_terms_that_set_the_best_apart_are_named_strongest_first(name: str) -> None:
    why = explain(matcher(name), "卡挂失了怎么刷")

    terms = [it.term for it in why.reasons]
    leads = [it.best - it.runner_up for it in why.reasons]
    assert why.best == "1.2"
    assert "2挂失" in terms or "1挂" in terms
    assert 0 < len(terms) <= 8
    assert leads == sorted(leads, reverse=True)
    assert all(it > 0 for it in leads)


@pytest.mark.parametrize("name", ["whole", "taught"])
def test_the_nearest_passages_are_named_with_their_questions(name: str) -> None:
    why = explain(matcher(name), "今天会下雨吗")

    assert why.nearest[0].text == "今天会下雨吗"
    assert why.nearest[0].question == ""
    assert len(why.nearest) <= 3
    assert why.outside > 0.9


def test_a_text_of_strangers_has_no_reasons() -> None:
    why = explain(matcher(), "xyz")

    assert (why.best, why.runner_up, why.outside) == ("", "", 1.0)
    assert why.reasons == ()
    assert why.nearest == ()


def test_what_was_quoted_is_the_best_even_where_it_was_not_ranked_first() -> None:
    why = explain(matcher("taught"), "可以带家属吗？")

    assert why.best == "2.1"
    assert why.runner_up not in {"", "2.1"}


@pytest.mark.parametrize("name", ["one question", "one question, taught"])
def test_where_there_is_but_one_question_none_is_the_runner_up(name: str) -> None:
    why = explain(matcher(name), "中午几点开门")

    assert (why.best, why.runner_up) == ("1.1", "")
    assert all(it.runner_up == 0 for it in why.reasons)


def test_where_there_is_no_question_left_there_is_no_best() -> None:
    draft = replace(EDITIONS["taught"], sections=())
    strangers = replace(draft, phrasings=EDITIONS["taught"].phrasings[-3:])

    why = explain(adapt_matcher(matcher("taught"), strangers), "天气怎么样")

    assert (why.best, why.runner_up) == ("", "")
    assert why.reasons == ()


def test_what_an_encoder_sees_is_one_reason() -> None:
    why = explain(encoded("taught"), "卡挂失了怎么刷")

    meant = [it for it in why.reasons if it.term == MEANING]
    assert len(meant) == 1
    assert meant[0].best > meant[0].runner_up


def test_terms_are_named_beside_what_an_encoder_sees() -> None:
    why = explain(encoded("taught"), "卡挂失了怎么刷")

    terms = [it.term for it in why.reasons if it.term != MEANING]
    assert "w挂失" in terms


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("text", ["几点开饭", "今天会下雨吗", "饭卡", "", "x"])
def test_any_decision_of_any_edition_can_be_explained(name: str, text: str) -> None:
    for found in (matcher(name), encoded(name)):
        assert explain(found, text).decision == found.match(text)


@pytest.mark.parametrize("name", ["whole", "taught"])
@given(text=near)
def test_reasons_are_terms_of_the_text(name: str, text: str) -> None:
    found = matcher(name)

    why = explain(found, text)

    said = found.extractor.terms(text)
    assert {it.term for it in why.reasons} <= set(said)
    assert all(it.term[0] in FEATURE_FAMILIES for it in why.reasons)
    assert why.best in {*found.questions, ""}
    assert 0 <= why.outside <= 1.0001


def test_a_draft_is_explained_with_its_own_questions() -> None:
    draft = replace(EDITION, sections=EDITION.sections[1:])
    left = tuple(it for it in EDITION.phrasings if str(it.case)[:1] != "1")

    why = explain(train_matcher(replace(draft, phrasings=left)), "家属来吃")

    assert why.best == "2.1"
