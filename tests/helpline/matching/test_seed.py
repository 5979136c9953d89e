"""The packaged FAQ, matched: what holds of it whatever its figures are."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings

from helpline.faq import Case, Question
from helpline.matching import Certain, Matcher, Nothing, Unsure, train_matcher
from helpline.matching.passages import list_passages
from helpline.text import LIMIT
from tests import seeded
from tests.helpline.texts import anything

_QUOTED = re.compile("“([^”]+)”")

EVERY = pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.long)])
"""Takes every eighth of many, and each of them where time does not matter."""


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return seeded.matcher()


def test_the_seed_is_taught(matcher: Matcher) -> None:
    assert matcher.classifier is not None


def test_every_question_is_heard_in_fifty_phrasings_at_least() -> None:
    heard = Counter(it.case.question for it in seeded.edition().phrasings if it.case)

    assert min(heard[it.key] for it in seeded.edition().questions) >= 50


def test_every_situation_is_heard_in_eight_phrasings_at_least() -> None:
    heard = Counter(it.case for it in seeded.edition().phrasings)

    stated = [it for it in seeded.edition().leaves() if it.situation is not None]
    assert min(heard[it] for it in stated) >= 8


def test_five_hundred_phrasings_at_least_are_out_of_scope() -> None:
    strangers = [it for it in seeded.edition().phrasings if it.case is None]

    assert len(strangers) >= 500


@EVERY
def test_a_phrasing_of_the_seed_is_answered_with_its_question(
    matcher: Matcher, step: int
) -> None:
    known = [it for it in seeded.edition().phrasings if it.case][::step]

    wrong = [
        item.text
        for item in known
        if item.case
        and matcher.match(item.text).options[0].case.question != item.case.question
    ]

    assert len(wrong) <= len(known) // 500


@EVERY
def test_no_phrasing_out_of_scope_is_answered(matcher: Matcher, step: int) -> None:
    known = seeded.edition().phrasings
    strangers = [it.text for it in known if it.case is None][::step]

    answered = [it for it in strangers if isinstance(matcher.match(it), Certain)]

    assert answered == []


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("系统提示未获取到建造师信息", Case("1.6")),
        ("提示无企业信息", Case("1.3")),
        ("申请的时候说獲取不到個人信息", Case("1.4")),
        ("怎么查办事进度", Case("2.1")),
        ("申请业务时提示无企业信息，没有任何弹出窗口提示", Case("1.3", 1)),
    ],
)
def test_what_applicants_text_most_is_answered_at_once(
    matcher: Matcher, text: str, case: Case
) -> None:
    decision = matcher.match(text)

    assert isinstance(decision, Certain)
    assert decision.options[0].case == case


@pytest.mark.parametrize("text", ["今天郑州下雨吗", "帮我点一份外卖", "😀😀", ""])
def test_what_the_faq_does_not_know_is_nothing(matcher: Matcher, text: str) -> None:
    assert isinstance(matcher.match(text), Nothing)


def test_every_title_of_the_seed_means_its_question(matcher: Matcher) -> None:
    questions = list(seeded.edition().questions)

    decisions = [matcher.match(it.title) for it in questions]

    assert [it.options[0].case.question for it in decisions] == [
        question.key for question in questions
    ]
    assert all(isinstance(it, Certain) for it in decisions)


@pytest.mark.long
def test_a_stored_matcher_decides_the_same(matcher: Matcher) -> None:
    built = train_matcher(seeded.edition())

    texts = [it.text for it in seeded.edition().phrasings[::20]]
    assert [built.match(it) for it in texts] == [matcher.match(it) for it in texts]


@pytest.mark.parametrize(
    "text",
    [
        "13800138000照片传不上去",
        "照片传不上去 2026-11-23 10:23:11",
        "我叫李建国，身份证41010119600101123X，电话13800138000，照片传不上去",
        "豫建安B（2019）0012345 照片传不上去",
    ],
)
def test_whose_number_it_is_and_when_does_not_change_what_is_meant(
    matcher: Matcher, text: str
) -> None:
    decision = matcher.match(text)

    assert isinstance(decision, Certain)
    assert decision.options[0].case.question == "1.7"


# --- What the system told them, word for word -------------------------------


def quoting() -> list[Question]:
    """List the questions whose titles quote what the system says."""
    return [it for it in seeded.edition().questions if _QUOTED.search(it.title)]


def parts(question: Question, shortest: int, longest: int) -> list[str]:
    """Cut a title's quoted messages into all parts that no other question has."""
    elsewhere = [
        passage.text
        for passage in list_passages(seeded.edition())
        if passage.kind.name != "PHRASING" and passage.question != question.key
    ]
    found = {
        message[start : start + size]
        for message in _QUOTED.findall(question.title)
        for size in range(shortest, min(longest, len(message)) + 1)
        for start in range(len(message) - size + 1)
    }
    return sorted(it for it in found if not any(it in text for text in elsewhere))


def test_titles_quote_messages_that_can_be_cut() -> None:
    assert {it.key for it in quoting()} >= {"1.4", "1.5", "1.6", "1.8"}
    assert sum(len(parts(it, 6, LIMIT)) for it in quoting()) > 100


@pytest.mark.parametrize("question", quoting(), ids=lambda it: it.key)
def test_six_characters_of_a_message_are_answered(
    matcher: Matcher, question: Question
) -> None:
    for part in parts(question, 6, LIMIT):
        decision = matcher.match(part)

        assert isinstance(decision, Certain), part
        assert decision.options[0].case.question == question.key, part


@pytest.mark.parametrize("question", quoting(), ids=lambda it: it.key)
def test_four_characters_of_a_message_lead_to_its_question_at_least(
    matcher: Matcher, question: Question
) -> None:
    for part in parts(question, 4, 5):
        decision = matcher.match(part)

        assert not isinstance(decision, Nothing), part
        assert decision.options[0].case.question == question.key, part


@pytest.mark.parametrize("question", quoting(), ids=lambda it: it.key)
def test_a_message_between_quotation_marks_is_answered_whatever_is_said_around_it(
    matcher: Matcher, question: Question
) -> None:
    for message in _QUOTED.findall(question.title):
        if parts(question, len(message), len(message)):
            decision = matcher.match(f"师傅你帮我看看，弹出来“{message}”，咋整")

            assert isinstance(decision, Certain), message
            assert decision.options[0].case.question == question.key, message


# --- Texts of any kind ------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "证书" * (LIMIT // 2),
        "系统说没有资质信息；" * (LIMIT // 10),
        "😀👍🏽🇨🇳👩‍👩‍👧‍👦",
        "\x00\x01\x1b\x7f\ud800\u200b",
        "证" * 1_000_000,
        "zhaopian" * 125_000,
        "“" * 1_000_000,
    ],
    ids=["empty", "long", "clauses", "emoji", "controls", "million", "pinyin", "marks"],
)
def test_any_text_is_decided(matcher: Matcher, text: str) -> None:
    decision = matcher.match(text)

    assert isinstance(decision, Certain | Unsure | Nothing)
    assert len(decision.options) == 3


@given(anything())
@settings(max_examples=50)
def test_texts_of_any_kind_are_decided_with_options_best_first(text: str) -> None:
    decision = seeded.matcher().match(text)

    scores = [it.score for it in decision.options]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= it <= 1 for it in scores)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("系统说没有资质信息；还有照片传不上去怎么办", {"1.3", "1.7"}),
        ("提示无企业信息。另外怎么查办事进度", {"1.3", "2.1"}),
        ("照片传不上去怎么办？电子证书怎么下载？", {"1.7", "3.1"}),
    ],
)
def test_two_questions_in_one_text_are_both_answered(
    matcher: Matcher, text: str, questions: set[str]
) -> None:
    decision = matcher.match(text)

    assert isinstance(decision, Certain)
    assert decision.both
    assert {it.case.question for it in decision.options[:2]} == questions


@pytest.mark.parametrize(
    "text",
    [
        "照片传不上去怎么办",
        "照片传不上去怎么办？急！在线等",
        "照片传不上去；今天郑州下雨吗",
    ],
)
def test_one_question_in_a_text_is_answered_alone(matcher: Matcher, text: str) -> None:
    decision = matcher.match(text)

    assert not (isinstance(decision, Certain) and decision.both)
