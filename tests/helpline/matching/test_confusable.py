from dataclasses import replace

import pytest

from helpline.faq import Case, Edition, Phrasing, Question, Section
from helpline.matching import train_matcher
from helpline.matching.confusable import ConfusablePair, confusable_pairs
from tests.helpline.canteen import EDITION
from tests.helpline.matching.editions import EDITIONS, SPOKEN, TAUGHT, matcher

HEARD = SPOKEN[Case("1.1")].split()


def with_a_twin(edition: Edition, title: str, *heard: str) -> Edition:
    question = Question("4.1", title, "十二点半。")
    said = (Phrasing(it, Case("4.1")) for it in heard)
    return replace(
        edition,
        sections=(*edition.sections, Section("4", "又是用餐", (question,))),
        phrasings=(*edition.phrasings, *said),
    )


@pytest.mark.parametrize("name", EDITIONS)
def test_questions_that_are_told_apart_are_no_twins(name: str) -> None:
    assert confusable_pairs(matcher(name)) == ()


def test_titles_that_would_answer_each_other_are_twins() -> None:
    found = confusable_pairs(train_matcher(with_a_twin(EDITION, "几点开饭呢？")))

    assert {(it.one, it.other, it.texts) for it in found} == {
        ("4.1", "1.1", ("几点开饭呢？",)),
        ("1.1", "4.1", ("几点开饭？",)),
    }
    assert all(0.95 <= it.share <= 1 for it in found)


def test_questions_whose_phrasings_are_taken_for_each_other_are_twins() -> None:
    heard = [f"{it}呢" for it in HEARD]

    found = confusable_pairs(
        train_matcher(with_a_twin(TAUGHT, "开饭时间是几点", *heard))
    )

    assert found == (
        ConfusablePair("1.1", "4.1", tuple(HEARD), 1.0),
        ConfusablePair("4.1", "1.1", tuple(heard), 1.0),
    )


def test_the_pair_most_often_confused_comes_first() -> None:
    heard = [*(f"{it}呢" for it in HEARD[:4]), *(f"停车场{it}" for it in range(8))]

    found = confusable_pairs(train_matcher(with_a_twin(TAUGHT, "停车场在哪", *heard)))

    assert [it.share for it in found] == sorted(
        (it.share for it in found), reverse=True
    )
    assert {(it.one, it.other) for it in found} >= {("4.1", "1.1")}


def test_two_phrasings_taken_for_another_question_make_no_twins() -> None:
    heard = [*(f"{it}呢" for it in HEARD[:2]), *(f"停车场{it}" for it in range(8))]

    assert (
        confusable_pairs(train_matcher(with_a_twin(TAUGHT, "停车场在哪", *heard))) == ()
    )
