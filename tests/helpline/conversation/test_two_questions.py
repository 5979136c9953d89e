"""Texts that ask two things at once."""

from dataclasses import replace

import pytest

from helpline import wording
from helpline.conversation import screens
from helpline.conversation.turn import InquiryReason, NewInquiry, Turn
from helpline.faq import Case, Edition, Section
from helpline.matching import Certain, DecisionKind
from tests.helpline.canteen import (
    CARD,
    EDITION,
    MATCHER,
    Conversation,
    Told,
    desk,
    options,
)

DOOR = replace(CARD, key="1.3", title="门禁刷不开怎么办？")
TWO_LISTS = replace(EDITION, sections=(Section("1", "刷卡", (CARD, DOOR)),))

HOURS = "几点开饭？\n十二点。"
FAMILY = "可以带家属吗？\n周末可以。"
BRANCHES = (
    "饭卡刷不出来怎么办？\n请排查以下情况：\n"
    "1 饭卡没有余额。\n2 饭卡已经挂失。\n请回复数字选择符合的情形。"
)
EMPTY_CARD = "饭卡刷不出来怎么办？\n情形：饭卡没有余额。\n建议：去窗口充值。"
LOST_CARD = "饭卡刷不出来怎么办？\n情形：饭卡已经挂失。\n建议：去窗口解挂。"


def told_both(*cases: str, edition: Edition = EDITION) -> Conversation:
    """Talk with a matcher that hears two questions in 两件事."""
    decisions = {"两件事": Certain(options(*cases), both=True)}
    return Conversation(replace(desk(edition), matcher=Told(decisions)))


def test_who_asks_two_things_is_answered_both_in_one_reply() -> None:
    applicant = Conversation()

    applicant.says("开饭和家属")

    said = f"{wording.BOTH}\n{HOURS}\n\n{FAMILY}\n{wording.AFTER_ANSWER}"
    assert applicant.last == Turn(said, DecisionKind.CERTAIN, "2.1")


@pytest.mark.parametrize("order", [("1.2", "2.1"), ("2.1", "1.2")])
def test_the_one_that_asks_for_a_number_comes_last(order: tuple[str, str]) -> None:
    applicant = told_both(*order)

    applicant.says("两件事")

    said = f"{wording.BOTH}\n{FAMILY}\n\n{BRANCHES}"
    assert applicant.last == Turn(said, DecisionKind.CERTAIN, "")


def test_the_number_is_that_of_the_last() -> None:
    reply = Conversation().says("刷卡和家属", "2")

    assert reply == f"{LOST_CARD}\n{wording.AFTER_ANSWER}"


def test_a_situation_that_the_text_states_is_answered_beside_the_other() -> None:
    reply = Conversation().says("没钱和家属")

    assert reply == (
        f"{wording.BOTH}\n{EMPTY_CARD}\n\n{FAMILY}\n{wording.AFTER_ANSWER}"
    )


def test_back_from_two_answers_is_the_first_of_them() -> None:
    reply = Conversation().says("开饭和家属", "返回")

    assert reply == f"{HOURS}\n{wording.AFTER_ANSWER}"


def test_rejecting_two_answers_offers_what_came_after_both() -> None:
    applicant = Conversation()

    reply = applicant.says("开饭和家属", "不对")

    assert reply == f"{wording.WRONG}\n1 食堂电话\n2 都不是"
    assert applicant.last.inquiry == NewInquiry(
        "开饭和家属", InquiryReason.REJECTED, (Case("2.1"), Case("3.1"))
    )


def test_when_both_need_a_number_they_are_offered_as_a_choice() -> None:
    applicant = told_both("1.2", "1.3", "2.1", edition=TWO_LISTS)

    reply = applicant.says("两件事")

    assert reply == (
        f"{wording.UNSURE}\n1 饭卡刷不出来怎么办？\n2 门禁刷不开怎么办？\n3 都不是"
    )
    assert (applicant.last.decision, applicant.last.inquiry) == ("certain", None)
    assert applicant.says("1") == BRANCHES


def test_of_two_of_which_one_is_gone_the_other_is_answered() -> None:
    shrunk = replace(EDITION, sections=EDITION.sections[1:])

    reply = Conversation(desk(shrunk)).says("开饭和家属")

    assert reply.startswith("可以带家属吗？\n周末可以。")
    assert wording.BOTH not in reply


def test_of_two_that_are_both_gone_the_applicant_is_told() -> None:
    emptied = replace(EDITION, sections=EDITION.sections[2:])

    reply = Conversation(desk(emptied)).says("开饭和家属")

    assert reply.startswith(wording.RETIRED)


def test_a_new_question_of_two_wins_over_a_situation_of_the_old() -> None:
    stating = Told(MATCHER.decisions, {"开饭和家属": 2})
    applicant = Conversation(replace(desk(), matcher=stating))

    reply = applicant.says("刷卡", "开饭和家属")

    assert reply.startswith(wording.BOTH)


@pytest.mark.parametrize(
    ("one", "other"), [("1.2", "1.2"), ("9.9", "1.1"), ("1.1", "1.2#9")]
)
def test_two_that_cannot_both_be_shown_are_no_screen(one: str, other: str) -> None:
    assert screens.both_screens(EDITION, Case.parse(one), Case.parse(other)) is None
