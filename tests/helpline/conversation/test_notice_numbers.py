"""What `1` means to somebody who was sent a notice: the newest prompt."""

from dataclasses import replace
from datetime import timedelta

import pytest

from helpline import wording
from helpline.conversation.sent_notices import NOTHING_SENT, SentNotices
from helpline.conversation.turn import Turn
from helpline.faq import Edition
from tests.helpline.canteen import EDITION, NOON, desk
from tests.helpline.letters import ACCEPTED, REASON, RETURNED, after, before, mailbox

FAMILY = f"可以带家属吗？\n周末可以。\n{wording.AFTER_ANSWER}"
HOURS = f"几点开饭？\n十二点。\n{wording.AFTER_ANSWER}"
BRANCHES = (
    "饭卡刷不出来怎么办？\n请排查以下情况：\n"
    "1 饭卡没有余额。\n2 饭卡已经挂失。\n请回复数字选择符合的情形。"
)
EMPTY_CARD = (
    "饭卡刷不出来怎么办？\n情形：饭卡没有余额。\n建议：去窗口充值。\n"
    f"{wording.AFTER_ANSWER}"
)
UNSURE = "您要问的是不是：\n1 几点开饭？\n2 饭卡刷不出来怎么办？\n3 都不是"
ABOUT = "关于3月2日的退件通知："
OTHER = "要看3月2日退件通知的解决办法，请回复“办法”。"
AGAIN = "要选之前列表里的“几点开饭”，请再回复1。"
CARD = replace(RETURNED, question="1.2")


@pytest.mark.parametrize("one", ["1", "１", "第一个", "回复1", "①"])
def test_one_answers_a_notice_that_offers_it(one: str) -> None:
    applicant = after(notice=mailbox(RETURNED))

    applicant.says(one)

    assert applicant.last == Turn(f"{ABOUT}\n{FAMILY}", None, "2.1")


def test_one_answers_it_once_more_while_there_is_no_list() -> None:
    applicant = after(notice=mailbox(RETURNED))

    assert applicant.says("1") == applicant.says("1") == f"{ABOUT}\n{FAMILY}"


def test_one_answers_an_older_notice_when_only_an_answer_came_after_it() -> None:
    applicant = before("就一个", notice=mailbox(RETURNED))

    assert applicant.says("1") == f"{ABOUT}\n{FAMILY}"
    assert applicant.says("返回") == HOURS


def test_a_notice_newer_than_a_list_comes_first_and_the_list_after_it() -> None:
    applicant = after("饭", notice=mailbox(RETURNED))

    assert applicant.says("1") == f"{ABOUT}\n{FAMILY}\n{AGAIN}"
    assert applicant.says("1") == HOURS


@pytest.mark.parametrize(
    ("way", "title"),
    [
        (["菜单"], "用餐"),
        (["菜单", "1"], "几点开饭"),
        (["刷卡"], "饭卡没有余额"),
        (["饭", "1"], "几点开饭"),
    ],
    ids=str,
)
def test_the_list_is_known_by_its_first_item(way: list[str], title: str) -> None:
    applicant = after(*way, notice=mailbox(RETURNED))

    reply = applicant.says("1")

    assert reply.endswith(f"要选之前列表里的“{title}”，请再回复1。")


def test_a_long_first_item_is_named_by_its_beginning() -> None:
    wordy = "系统提示“没有余额”怎么办，饭卡昨天才充过的？"
    hours = replace(EDITION.sections[0].questions[0], title=wordy)
    meals = replace(EDITION.sections[0], questions=(hours,))
    applicant = after("饭", notice=mailbox(RETURNED))

    applicant.desk = desk(replace(EDITION, sections=(meals, *EDITION.sections[1:])))

    assert applicant.says("1").endswith(
        "要选之前列表里的“系统提示‘没有余额’怎么办，饭卡昨天才充…”，请再回复1。"
    )


@pytest.mark.parametrize("way", [["菜单"], ["饭"], ["刷卡"]], ids=str)
def test_a_list_whose_first_item_is_gone_is_not_named(way: list[str]) -> None:
    applicant = after(*way, notice=mailbox(RETURNED))

    applicant.desk = desk(Edition(8, "食堂问答", EDITION.sections[1:]))

    assert applicant.says("1") == f"{ABOUT}\n{FAMILY}"


def test_a_situation_that_is_gone_is_not_named() -> None:
    hours, card = EDITION.sections[0].questions
    changed = replace(card, situations=card.situations[1:])
    meals = replace(EDITION.sections[0], questions=(hours, changed))
    applicant = after("刷卡", notice=mailbox(RETURNED))

    applicant.desk = desk(replace(EDITION, sections=(meals, *EDITION.sections[1:])))

    assert applicant.says("1") == f"{ABOUT}\n{FAMILY}"


def test_a_list_of_which_only_none_is_left_is_known_by_that() -> None:
    applicant = after("饭", notice=NOTHING_SENT)
    applicant.desk = desk(Edition(8, "食堂问答", EDITION.sections[1:]))
    applicant.says("9")
    later = replace(RETURNED, at=NOON + timedelta(seconds=1))
    applicant.mailbox = mailbox(later)

    assert applicant.says("1").endswith("要选之前列表里的“都不是”，请再回复1。")


def test_a_notice_with_situations_asks_which_and_back_brings_the_list() -> None:
    applicant = after("饭", "1", notice=mailbox(CARD))

    assert applicant.says("1") == f"{ABOUT}\n{BRANCHES}\n{wording.BACK_TO_LIST}"
    assert applicant.says("返回") == UNSURE


def test_numbers_then_mean_the_notices_situations() -> None:
    applicant = after("饭", notice=mailbox(CARD))

    assert applicant.says("1", "1") == EMPTY_CARD
    assert applicant.last.case == "1.2#1"
    assert applicant.says("返回", "返回") == UNSURE


def test_the_very_list_that_stood_there_is_not_offered_as_another() -> None:
    applicant = after("刷卡", notice=mailbox(CARD))

    assert applicant.says("1") == f"{ABOUT}\n{BRANCHES}"
    assert applicant.says("返回").startswith(wording.SECTIONS)


def test_the_list_below_that_very_list_is_offered() -> None:
    applicant = after("饭", "刷卡", "菜单", "1", "2", notice=mailbox(CARD))

    assert applicant.says("1") == f"{ABOUT}\n{BRANCHES}\n{wording.BACK_TO_LIST}"
    assert applicant.says("返回").startswith("用餐，请回复数字选择问题：")


def test_a_list_newer_than_the_notice_comes_first_and_the_notice_beside_it() -> None:
    applicant = before("饭", notice=mailbox(RETURNED))

    assert applicant.says("1") == f"{HOURS}\n{OTHER}"
    assert applicant.last.case == "1.1"


def test_any_later_text_makes_the_list_the_newer_of_the_two() -> None:
    applicant = after("饭", notice=mailbox(RETURNED))

    assert applicant.says("谢谢", "1") == f"{HOURS}\n{OTHER}"


def test_a_notice_of_the_very_moment_of_the_list_comes_after_it() -> None:
    applicant = before("饭", notice=mailbox(replace(RETURNED, at=NOON)))

    assert applicant.says("1") == f"{HOURS}\n{OTHER}"


@pytest.mark.parametrize("text", ["2", "开饭", "菜单", "你好", "下雨吗"])
def test_the_notice_is_offered_beside_nothing_but_a_one(text: str) -> None:
    with_notice = before("饭", notice=mailbox(RETURNED))
    without = before("饭", notice=NOTHING_SENT)

    assert with_notice.says(text) == without.says(text)


def test_a_situation_of_the_notice_does_not_offer_the_notice() -> None:
    applicant = before("刷卡", notice=mailbox(CARD))

    assert applicant.says("1") == EMPTY_CARD


def test_an_answer_that_is_the_notices_own_does_not_offer_it_again() -> None:
    applicant = before("菜单", "2", "菜单", notice=mailbox(RETURNED))
    applicant.mailbox = mailbox(replace(RETURNED, question="1.1"))

    assert OTHER in applicant.says("1")
    assert applicant.says("1") == HOURS


@pytest.mark.parametrize("number", ["0", "2", "3", "99"])
def test_no_other_number_means_a_notice(number: str) -> None:
    with_notice = after("饭", notice=mailbox(RETURNED))
    without = after("饭", notice=NOTHING_SENT)

    assert with_notice.says(number) == without.says(number)


@pytest.mark.parametrize(
    "notice",
    [NOTHING_SENT, mailbox(ACCEPTED), SentNotices((RETURNED,))],
    ids=["none", "no", "late"],
)
def test_one_without_an_offer_is_as_it_always_was(notice: SentNotices) -> None:
    assert after(notice=notice).says("1").startswith("收到数字“1”")
    assert after("饭", notice=notice).says("1") == HOURS


def test_a_list_that_expired_is_not_in_the_way_of_a_notice() -> None:
    applicant = before("饭", notice=mailbox(RETURNED))

    applicant.now = NOON + timedelta(hours=1)

    assert applicant.says("1") == f"{ABOUT}\n{FAMILY}"


def test_a_list_that_expired_is_explained_where_nothing_is_offered() -> None:
    applicant = before("饭", notice=mailbox(ACCEPTED))

    applicant.now = NOON + timedelta(hours=1)

    assert applicant.says("1").startswith("您回复的“1”对应的选项已过期")


def test_a_notice_whose_question_is_gone_yields_to_a_list() -> None:
    gone = mailbox(replace(RETURNED, question="9.9"))

    assert after("饭", notice=gone).says("1") == HOURS
    assert before("饭", notice=gone).says("1") == HOURS


def test_a_notice_whose_question_is_gone_is_named_where_there_is_no_list() -> None:
    reply = after(notice=mailbox(replace(RETURNED, question="9.9"))).says("1")

    assert reply.startswith(f"{ABOUT}\n原因：{REASON}\n没有专门的解答。")


def test_a_publish_between_the_notices_list_and_the_number_changes_nothing() -> None:
    applicant = after(notice=mailbox(CARD))
    applicant.says("1")
    hours, card = EDITION.sections[0].questions
    turned = replace(card, situations=card.situations[::-1])
    meals = replace(EDITION.sections[0], questions=(turned, hours))

    applicant.desk = desk(replace(EDITION, number=8, sections=(meals,)))

    assert applicant.says("1") == EMPTY_CARD
