"""The packaged FAQ, matched: what holds of it whatever its figures are."""

import pytest

from helpline.cases import Case
from helpline.matching import Certain, Matcher, Nothing, dump, load
from tests import seeded


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return seeded.matcher()


def test_a_phrasing_of_the_seed_is_answered_with_its_question(matcher: Matcher) -> None:
    known = [it for it in seeded.edition().phrasings if it.case]

    wrong = [
        it.text
        for it in known
        if it.case
        and matcher.match(it.text).options[0].case.question != it.case.question
    ]

    assert len(wrong) <= len(known) // 500


def test_no_phrasing_out_of_scope_is_answered(matcher: Matcher) -> None:
    strangers = [it.text for it in seeded.edition().phrasings if it.case is None]

    answered = [it for it in strangers if isinstance(matcher.match(it), Certain)]

    assert answered == []


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("系统提示未获取到建造师信息", Case("1.6")),
        ("提示无企业信息", Case("1.3")),
        ("申请的时候說獲取不到個人信息", Case("1.4")),
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

    meant = [matcher.match(it.title).options[0].case.question for it in questions]

    assert meant == [it.key for it in questions]


def test_a_stored_matcher_decides_the_same(matcher: Matcher) -> None:
    loaded = load(dump(matcher))

    texts = [it.text for it in seeded.edition().phrasings[::20]]
    assert [loaded.match(it) for it in texts] == [matcher.match(it) for it in texts]


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
