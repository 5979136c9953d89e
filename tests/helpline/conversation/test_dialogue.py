import pytest

from helpline import wording
from helpline.conversation.turn import InquiryReason, NewInquiry, Turn
from helpline.faq import Case, Edition
from helpline.matching import DecisionKind
from tests.helpline.canteen import EDITION, Conversation, desk

MENU = "请回复数字选择：\n1 用餐\n2 其他\n3 联系我们"
MEALS = "用餐，请回复数字选择问题：\n1 几点开饭？\n2 饭卡刷不出来怎么办？"
BRANCHES = (
    "饭卡刷不出来怎么办？\n请排查以下情况：\n"
    "1 饭卡没有余额。\n2 饭卡已经挂失。\n请回复数字选择符合的情形。"
)
HOURS = f"几点开饭？\n十二点。\n{wording.AFTER_ANSWER}"
EMPTY_CARD = (
    "饭卡刷不出来怎么办？\n情形：饭卡没有余额。\n建议：去窗口充值。\n"
    f"{wording.AFTER_ANSWER}"
)
LOST_CARD = (
    "饭卡刷不出来怎么办？\n情形：饭卡已经挂失。\n建议：去窗口解挂。\n"
    f"{wording.AFTER_ANSWER}"
)
CONTACTS = f"食堂电话\n值班电话：0371-63284897\n{wording.AFTER_ANSWER}"
UNSURE = "您要问的是不是：\n1 几点开饭？\n2 饭卡刷不出来怎么办？\n3 都不是"


def test_a_certain_text_is_answered_outright() -> None:
    applicant = Conversation()

    applicant.says("开饭")

    assert applicant.last == Turn(HOURS, DecisionKind.CERTAIN, "1.1")


def test_asking_the_same_twice_counts_as_two_answers() -> None:
    applicant = Conversation()

    applicant.says("开饭", "开饭")

    assert applicant.last == Turn(HOURS, DecisionKind.CERTAIN, "1.1")


def test_a_question_with_situations_asks_which_one() -> None:
    applicant = Conversation()

    applicant.says("刷卡")

    assert applicant.last == Turn(BRANCHES, DecisionKind.CERTAIN, "")


def test_a_situation_is_picked_by_its_number_and_then_another() -> None:
    applicant = Conversation()

    assert applicant.says("刷卡", "1") == EMPTY_CARD
    assert applicant.last.case == "1.2#1"
    assert applicant.says("第二个") == LOST_CARD


def test_a_situation_that_the_text_states_is_not_asked_for() -> None:
    applicant = Conversation()

    applicant.says("没钱")

    assert applicant.last == Turn(EMPTY_CARD, DecisionKind.CERTAIN, "1.2#1")


def test_back_from_a_stated_situation_is_the_list_it_belongs_to() -> None:
    assert Conversation().says("没钱", "返回") == BRANCHES


def test_a_situation_told_in_words_when_asked_for_is_understood() -> None:
    applicant = Conversation()

    applicant.says("刷卡", "没余额")

    assert applicant.last == Turn(EMPTY_CARD, DecisionKind.CERTAIN, "1.2#1")


def test_a_certain_new_question_wins_over_a_situation_of_the_old() -> None:
    assert Conversation().says("刷卡", "开饭") == HOURS


def test_the_same_question_again_asks_for_its_situation_again() -> None:
    assert Conversation().says("刷卡", "刷卡") == BRANCHES


def test_an_unsure_text_offers_choices_and_waits_for_staff() -> None:
    applicant = Conversation()

    applicant.says("饭")

    options = (Case("1.1"), Case("1.2", 2))
    inquiry = NewInquiry("饭", InquiryReason.UNSURE, options)
    assert applicant.last == Turn(UNSURE, DecisionKind.UNSURE, "", inquiry)


def test_a_choice_that_states_its_situation_is_answered_whole() -> None:
    assert Conversation().says("饭", "2") == LOST_CARD


def test_an_unmatched_text_is_told_so_and_waits_for_staff_masked() -> None:
    applicant = Conversation()

    applicant.says("下雨吗，我13800138000")

    inquiry = NewInquiry("下雨吗，我138****8000", InquiryReason.UNMATCHED)
    assert applicant.last.inquiry == inquiry
    assert applicant.last.decision == "nothing"
    assert "96500" in applicant.last.reply


def test_numbers_still_hold_after_an_unmatched_text() -> None:
    assert Conversation().says("刷卡", "下雨吗", "2") == LOST_CARD


@pytest.mark.parametrize("words", ["不对", "没解决", "都不是"])
def test_a_rejected_answer_shows_the_next_and_waits_for_staff(words: str) -> None:
    applicant = Conversation()

    reply = applicant.says("开饭", words)

    assert reply == (
        "抱歉。您要问的是不是：\n1 饭卡刷不出来怎么办？\n2 可以带家属吗？\n3 都不是"
    )
    assert applicant.last.inquiry == NewInquiry(
        "开饭", InquiryReason.REJECTED, (Case("1.1"), Case("1.2"), Case("2.1"))
    )


def test_what_comes_after_a_rejected_answer_can_be_picked() -> None:
    assert Conversation().says("开饭", "不对", "1") == BRANCHES


def test_back_from_what_comes_next_is_the_rejected_answer() -> None:
    assert Conversation().says("开饭", "不对", "返回") == HOURS


def test_rejecting_what_came_next_too_is_the_end_of_our_wits() -> None:
    applicant = Conversation()

    reply = applicant.says("开饭", "不对", "不对")

    assert "抱歉没能解决您的问题" in reply
    assert "96500" in reply
    assert applicant.last.inquiry == NewInquiry(
        "开饭", InquiryReason.REJECTED, (Case("1.2"), Case("2.1"))
    )


def test_none_of_the_choices_can_be_picked_by_its_number() -> None:
    applicant = Conversation()

    reply = applicant.says("饭", "3")

    assert "抱歉没能解决您的问题" in reply
    assert applicant.last.inquiry == NewInquiry(
        "饭", InquiryReason.REJECTED, (Case("1.1"), Case("1.2", 2))
    )


def test_rejecting_an_answer_without_runners_up_is_recorded() -> None:
    applicant = Conversation()

    reply = applicant.says("就一个", "不对")

    assert "抱歉没能解决您的问题" in reply
    assert applicant.last.inquiry == NewInquiry(
        "就一个", InquiryReason.REJECTED, (Case("1.1"),)
    )


def test_rejecting_an_answer_found_by_the_menu_names_the_case() -> None:
    applicant = Conversation()

    applicant.says("菜单", "1", "2", "1", "不对")

    assert applicant.last.inquiry == NewInquiry(
        "（从菜单选出）饭卡刷不出来怎么办？", InquiryReason.REJECTED, (Case("1.2", 1),)
    )


def test_rejecting_after_the_contacts_means_the_answer_before_them() -> None:
    applicant = Conversation()

    applicant.says("刷卡", "1", "人工", "不对")

    assert applicant.last.inquiry is not None
    assert applicant.last.inquiry.options[0] == Case("1.2", 1)


@pytest.mark.parametrize("before", [[], ["菜单"], ["菜单", "1"]])
def test_rejecting_nothing_asks_for_the_question(before: list[str]) -> None:
    applicant = Conversation()

    assert applicant.says(*before, "不对") == wording.WHAT_IS_WRONG
    assert applicant.last.inquiry is None


def test_the_menu_walks_to_an_answer_and_back() -> None:
    applicant = Conversation()

    replies = [
        applicant.says(item) for item in ["菜单", "1", "2", "2", "返回", "返回", "返回"]
    ]

    assert replies == [MENU, MEALS, BRANCHES, LOST_CARD, BRANCHES, MEALS, MENU]


def test_a_section_of_one_question_answers_at_once() -> None:
    assert Conversation().says("菜单", "2").startswith("可以带家属吗？\n周末可以。")


def test_back_at_the_start_is_the_menu() -> None:
    assert Conversation().says("返回") == MENU
    assert Conversation().says("开饭", "返回") == MENU


def test_back_from_choices_offered_after_a_list_is_that_list() -> None:
    applicant = Conversation()

    applicant.says("饭", "1")

    assert applicant.says("返回") == UNSURE


def test_a_person_is_found_under_the_contacts() -> None:
    applicant = Conversation()

    assert applicant.says("刷卡", "转人工") == CONTACTS
    assert applicant.last.case == "3.1"


def test_asking_for_a_person_twice_is_one_step_back() -> None:
    assert Conversation().says("刷卡", "人工", "人工", "返回") == BRANCHES


def test_numbers_still_hold_after_the_contacts() -> None:
    assert Conversation().says("刷卡", "人工", "1") == EMPTY_CARD


def test_what_a_matcher_names_beyond_the_edition_is_told_to_be_changed() -> None:
    shrunk = Edition(8, "食堂问答", EDITION.sections[1:])

    reply = Conversation(desk(shrunk)).says("开饭")

    assert reply == f"{wording.RETIRED}\n请回复数字选择：\n1 其他\n2 联系我们"
