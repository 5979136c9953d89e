"""办法 always means the notice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from helpline import wording
from helpline.conversation.sent_notices import NOTHING_SENT, ReceivedNotice, SentNotices
from helpline.conversation.turn import Turn
from tests.helpline.canteen import NOON, Conversation
from tests.helpline.letters import ACCEPTED, FREE, REASON, RETURNED, mailbox

ABOUT = "关于3月2日的退件通知："
FAMILY = f"可以带家属吗？\n周末可以。\n{wording.AFTER_ANSWER}"


@pytest.mark.parametrize(
    "words", ["办法", "解决办法", "查看解决办法", "怎么解决？", "咋办"]
)
def test_the_remedy_of_the_notice_is_told(words: str) -> None:
    applicant = Conversation(mailbox=mailbox(RETURNED))

    applicant.says(words)

    assert applicant.last == Turn(f"{ABOUT}\n{FAMILY}", None, "2.1")


def test_it_is_the_notice_that_is_meant_though_a_list_is_newer() -> None:
    applicant = Conversation(mailbox=mailbox(RETURNED))

    reply = applicant.says("饭", "办法")

    again = "要选之前列表里的“几点开饭”，请再回复1。"
    assert reply == f"{ABOUT}\n{FAMILY}\n{again}"
    assert applicant.says("1").startswith("几点开饭？")


def test_a_list_of_situations_asked_for_twice_is_one_step_back() -> None:
    applicant = Conversation(mailbox=mailbox(replace(RETURNED, question="1.2")))

    once, twice = applicant.says("饭", "办法"), applicant.says("办法")

    assert once == twice
    assert twice.endswith(wording.BACK_TO_LIST)
    assert applicant.says("返回").startswith(wording.UNSURE)


def test_it_can_be_asked_for_when_the_number_no_longer_holds() -> None:
    applicant = Conversation(mailbox=SentNotices((RETURNED, ACCEPTED)))

    assert applicant.says("办法") == f"{ABOUT}\n{FAMILY}"


def test_the_offer_comes_before_a_newer_notice_that_no_longer_holds() -> None:
    newer = replace(ACCEPTED, at=NOON - timedelta(minutes=1), until=NOON)
    applicant = Conversation(mailbox=SentNotices((newer, RETURNED), RETURNED))

    assert applicant.says("办法") == f"{ABOUT}\n{FAMILY}"


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (replace(RETURNED, question=""), f"{ABOUT}\n原因：{REASON}"),
        (replace(RETURNED, question="9.9"), f"{ABOUT}\n原因：{REASON}"),
        (ACCEPTED, "关于2月25日的受理通知："),
        (FREE, "关于2月25日的通知：\n食堂周六停业。"),
    ],
)
def test_a_notice_without_an_article_is_said_again(
    notice: ReceivedNotice, said: str
) -> None:
    applicant = Conversation(mailbox=mailbox(notice))

    reply = applicant.says("刷卡", "办法")

    help_elsewhere = "没有专门的解答。请发送原因的原话或遇到的问题，或拨打96500咨询。"
    assert reply == f"{said}\n{help_elsewhere}"
    assert applicant.says("2").startswith("饭卡刷不出来怎么办？\n情形：饭卡已经挂失。")


def test_who_was_sent_nothing_is_told_so() -> None:
    assert Conversation(mailbox=NOTHING_SENT).says("办法") == wording.NO_NOTICES
