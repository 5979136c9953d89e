from dataclasses import replace
from datetime import timedelta

import pytest

from helpline.faq import Section
from tests.faq_store import examples
from tests.sms.fakes import Applicant


def test_a_certain_text_is_answered_and_kept_as_a_turn(applicant: Applicant) -> None:
    reply = applicant.text("几点开饭")

    (turn,) = applicant.turns()
    assert "十二点。" in reply
    assert (turn.body, turn.reply) == ("几点开饭", reply)
    assert (turn.decision, turn.case) == ("certain", "1.1")
    assert applicant.inquiries() == []


def test_a_conversation_goes_on_in_another_process(applicant: Applicant) -> None:
    applicant.text("饭卡")
    applicant.restart()

    reply = applicant.text("2")

    assert "去解挂。" in reply


@pytest.mark.parametrize(
    "form",
    ["8613800138000", "008613800138000", "13800138000", "１３８ ００１３ ８０００"],
)
def test_one_person_is_one_conversation_however_the_number_is_written(
    applicant: Applicant, form: str
) -> None:
    applicant.text("饭卡")
    applicant.sender = form

    assert "去充值。" in applicant.text("1")


def test_a_number_long_after_its_menu_is_explained_not_misread(
    applicant: Applicant,
) -> None:
    applicant.text("饭卡")
    applicant.later(timedelta(minutes=31))

    reply = applicant.text("2")

    assert "已过期" in reply
    assert "解挂" not in reply


def test_a_publish_gives_no_number_another_meaning(applicant: Applicant) -> None:
    applicant.text("菜单")
    applicant.text("1")
    sections = list(examples.SMALL.sections)
    turned = tuple(reversed(sections[0].questions))
    sections[0] = Section("1", "用餐", turned)
    renewed = replace(examples.SMALL, sections=tuple(sections))
    examples.publish(applicant.engine, renewed, applicant.now)

    reply = applicant.text("1")

    assert "十二点。" in reply


def test_a_retired_question_is_said_to_be_gone(applicant: Applicant) -> None:
    applicant.text("菜单")
    applicant.text("1")
    first = examples.SMALL.sections[0]
    kept = replace(first, questions=first.questions[1:])
    renewed = replace(
        examples.SMALL, sections=(kept, *examples.SMALL.sections[1:]), phrasings=()
    )
    examples.publish(applicant.engine, renewed, applicant.now)

    reply = applicant.text("1")

    assert "已经更新" in reply


def test_an_unanswered_text_becomes_an_inquiry_with_numbers_masked(
    applicant: Applicant,
) -> None:
    reply = applicant.text("我的手机13912345678登不上去")

    (inquiry,) = applicant.inquiries()
    assert "96500" in reply
    assert inquiry.asked == "我的手机139****5678登不上去"
    assert (inquiry.reason, inquiry.options) == ("unmatched", "2.1")


def test_an_unsure_text_is_offered_choices_and_becomes_an_inquiry(
    applicant: Applicant,
) -> None:
    reply = applicant.text("卡还是饭")

    (inquiry,) = applicant.inquiries()
    assert "3 都不是" in reply
    assert (inquiry.reason, inquiry.options) == ("unsure", "1.2 1.1")
    assert "十二点。" in applicant.text("2")


def test_a_rejected_answer_shows_the_next_two_and_becomes_an_inquiry(
    applicant: Applicant,
) -> None:
    applicant.text("几点开饭")

    reply = applicant.text("不对")

    (inquiry,) = applicant.inquiries()
    assert [it[:2] for it in reply.splitlines()[1:]] == ["1 ", "2 ", "3 "]
    assert (inquiry.reason, inquiry.asked) == ("rejected", "几点开饭")


def test_a_situation_told_in_words_is_understood_after_the_question(
    applicant: Applicant,
) -> None:
    applicant.text("饭卡")

    assert "去充值。" in applicant.text("没余额")


def test_a_picture_without_words_gets_a_polite_reply(applicant: Applicant) -> None:
    reply = applicant.text("", media=2)

    assert "看不了图片" in reply
    assert applicant.turns()[0].media == 2
