"""Numbers that nothing is there for, or that come long after their list."""

from datetime import timedelta

import pytest

from helpline.conversation.settings import ConversationRules
from tests.helpline.canteen import NOON, Conversation, desk
from tests.helpline.conversation.test_dialogue import EMPTY_CARD, LOST_CARD, UNSURE


@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_number_beyond_the_list_shows_the_list_again(number: int) -> None:
    applicant = Conversation()

    reply = applicant.says("饭", f"第{number}个")

    assert reply == f"没有第{number}项，请回复1到3之间的数字。\n{UNSURE}"
    assert applicant.says("2") == LOST_CARD


@pytest.mark.parametrize("before", [[], ["开饭"], ["人工"]])
def test_a_number_with_nothing_to_choose_is_explained(before: list[str]) -> None:
    reply = Conversation().says(*before, "2")

    assert reply.startswith("收到数字“2”，但现在没有可选的项目。")


def test_a_number_long_after_its_list_is_explained() -> None:
    applicant = Conversation(
        desk(rules=ConversationRules(expires=timedelta(minutes=20)))
    )
    applicant.says("刷卡")

    applicant.now = NOON + timedelta(minutes=21)

    assert applicant.says("1").startswith("您回复的“1”对应的选项已过期（超过20分钟）")
    assert applicant.says("1").startswith("收到数字“1”，但现在没有可选的项目。")


def test_a_number_just_in_time_is_taken() -> None:
    applicant = Conversation()
    applicant.says("刷卡")

    applicant.now = NOON + ConversationRules().expires

    assert applicant.says("1") == EMPTY_CARD


def test_a_number_long_after_a_plain_answer_never_had_a_list() -> None:
    applicant = Conversation()
    applicant.says("开饭")

    applicant.now = NOON + timedelta(days=1)

    assert applicant.says("1").startswith("收到数字“1”，但现在没有可选的项目。")


def test_words_long_after_a_list_begin_afresh() -> None:
    applicant = Conversation()
    applicant.says("刷卡")

    applicant.now = NOON + timedelta(days=1)

    assert applicant.says("没余额") == UNSURE
