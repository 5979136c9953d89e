"""Commands that are about the conversation itself, and long replies."""

from dataclasses import replace

import pytest

from helpline import wording
from helpline.conversation.settings import ConversationRules
from helpline.faq import Edition, Question, Section
from helpline.sms_segments import segments
from helpline.wording import Prompts
from tests.helpline.canteen import EDITION, Conversation, desk

LONG = "".join(f"第{it}步，请打开网页并登录账号。" for it in range(1, 40))
WORDY = Edition(
    8, "食堂问答", (Section("1", "用餐", (Question("1.1", "几点开饭？", LONG),)),)
)


@pytest.mark.parametrize(
    "text", ["", " ", "\u3000", "\x00\x1b", "\ud83d", "\u200b\u200e"]
)
def test_a_text_without_text_is_asked_to_be_written(text: str) -> None:
    assert Conversation().says(text) == wording.EMPTY


def test_help_says_who_answers_what_is_kept_and_how_to_have_it_deleted() -> None:
    reply = Conversation(desk(rules=ConversationRules(retention_days=30))).says("帮助")

    assert "自动答复" in reply
    assert "不是人工" in reply
    assert "保存您的号码、来信、答复和发给您的通知30天" in reply
    assert "“退订”不再接收" in reply
    assert "删除" in reply
    assert "《个人信息保护法》" in reply


def test_a_greeting_is_returned_with_the_editions_own_words() -> None:
    edition = replace(EDITION, prompts=Prompts(greeting="食堂欢迎您，电话{hotline}。"))

    assert Conversation(desk(edition)).says("你好") == "食堂欢迎您，电话96500。"


def test_thanks_are_returned() -> None:
    assert Conversation().says("谢谢") == wording.THANKS


def test_a_person_is_the_hotline_where_no_contacts_are_given() -> None:
    edition = Edition(8, "食堂问答", EDITION.sections[:2])

    assert Conversation(desk(edition)).says("人工") == "客服电话是96500。"


@pytest.mark.parametrize(
    "words",
    [
        "谢谢",
        "你好",
        "帮助",
        "退订",
        "恢复",
        "办法",
        "通知",
        "stop",
        "start",
        "",
        "更多",
    ],
)
def test_small_talk_leaves_the_numbers_alone(words: str) -> None:
    assert "情形：饭卡已经挂失。" in Conversation().says("刷卡", words, "2")


def test_what_the_provider_answers_itself_gets_no_reply() -> None:
    applicant = Conversation()

    applicant.says("STOP")

    assert applicant.last.reply == ""


def test_there_is_no_more_of_a_short_answer() -> None:
    assert Conversation().says("开饭", "更多") == wording.NO_MORE


@pytest.mark.parametrize("allowed", [1, 2, 5])
def test_a_long_answer_comes_whole_in_pages(allowed: int) -> None:
    applicant = Conversation(desk(WORDY, ConversationRules(segments=allowed)))

    replies = [applicant.says("开饭")]
    while replies[-1].endswith(wording.MORE):
        replies.append(applicant.says("更多"))

    whole = "".join(it.removesuffix(wording.MORE) for it in replies)
    assert whole == f"几点开饭？\n{LONG}\n{wording.AFTER_ANSWER}"
    assert all(segments(it) <= allowed for it in replies)
    assert applicant.says("更多") == wording.NO_MORE


@pytest.mark.parametrize("aside", ["stop", "谢谢", "帮助", "", "退订"])
def test_an_aside_keeps_the_rest_of_a_long_answer(aside: str) -> None:
    applicant = Conversation(desk(WORDY))
    applicant.says("开饭")

    applicant.says(aside)

    assert applicant.says("更多").endswith(wording.AFTER_ANSWER)


def test_another_list_takes_the_place_of_a_long_answer() -> None:
    applicant = Conversation(desk(WORDY))

    assert applicant.says("开饭", "菜单", "更多") == wording.NO_MORE


def test_a_page_of_an_answer_is_not_another_answer() -> None:
    applicant = Conversation(desk(WORDY))

    applicant.says("开饭", "更多")

    assert applicant.last.case == ""
    assert applicant.last.decision is None


@pytest.mark.parametrize("name", ["no_match", "sorry", "apology", "call_apology"])
def test_the_hotline_is_named_where_we_cannot_help(name: str) -> None:
    prompts = Prompts(hotline_spoken="12345")

    said = prompts.with_hotline(getattr(prompts, name))

    assert "12345" in said
    assert "{" not in said
