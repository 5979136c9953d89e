"""进度, 原因, 通知, and questions that notices answer better than the FAQ."""

from dataclasses import replace
from datetime import timedelta

import pytest

from helpline import wording
from helpline.conversation.context import ReplyContext
from helpline.conversation.sent_notices import NOTHING_SENT, SentNotices
from helpline.conversation.settings import ConversationRules
from helpline.conversation.turn import InquiryReason, NewInquiry, Turn
from helpline.faq import Case, Edition
from helpline.matching import DecisionKind
from tests.helpline.canteen import EDITION, MATCHER, NOON, Conversation, desk
from tests.helpline.letters import ACCEPTED, REASON, RETURNED, mailbox

LISTED = (
    "最近发给您的通知：\n"
    f"3月2日退件，申报号HN2026-****123。原因：{REASON}。\n"
    "2月25日受理，申报号HN2026-****123。"
)
BOTH = mailbox(RETURNED, ACCEPTED)
HOURS = f"几点开饭？\n十二点。\n{wording.AFTER_ANSWER}"
FAMILY = f"可以带家属吗？\n周末可以。\n{wording.AFTER_ANSWER}"
OPEN = ConversationRules(notice_questions=("1.1", "2.1"))
"""A canteen whose opening hours are told by notices better than by its FAQ."""


def asking(notices: SentNotices = BOTH, edition: Edition = EDITION) -> Conversation:
    return Conversation(desk(edition, OPEN), mailbox=notices)


@pytest.mark.parametrize("words", ["进度", "查询进度", "原因", "为什么退件", "通知"])
def test_the_latest_notices_are_told_newest_first(words: str) -> None:
    reply = asking().says(words)

    assert reply == f"{LISTED}\n回复“办法”查看解决办法。"


@pytest.mark.parametrize(
    ("words", "case"), [("进度", "1.1"), ("原因", "2.1"), ("通知", "1.1")]
)
def test_they_count_as_the_answer_to_the_question_about_it(
    words: str, case: str
) -> None:
    applicant = asking()

    applicant.says(words)

    assert (applicant.last.decision, applicant.last.case) == (None, case)


def test_without_a_remedy_none_is_offered() -> None:
    reply = asking(mailbox(ACCEPTED)).says("进度")

    assert reply == "最近发给您的通知：\n2月25日受理，申报号HN2026-****123。"


@pytest.mark.parametrize(("words", "said"), [("进度", HOURS), ("原因", FAMILY)])
def test_who_was_sent_nothing_gets_the_faqs_answer(words: str, said: str) -> None:
    assert asking(NOTHING_SENT).says(words) == said


@pytest.mark.parametrize("words", ["进度", "原因", "通知"])
def test_where_the_faq_has_none_either_we_say_so(words: str) -> None:
    far = ConversationRules(notice_questions=("8.1", "8.2"))

    assert Conversation(desk(rules=far)).says(words) == wording.NO_NOTICES


def test_asking_for_notices_is_one_step_back_and_leaves_the_numbers() -> None:
    applicant = asking()

    assert "饭卡已经挂失" in applicant.says("刷卡", "进度", "2")
    assert applicant.says("进度", "返回").startswith("饭卡刷不出来怎么办？\n情形：")


def test_back_to_the_notices_shows_them_again() -> None:
    reply = asking().says("进度", "人工", "返回")

    assert reply == f"{LISTED}\n回复“办法”查看解决办法。"


def test_back_to_notices_that_were_deleted_is_the_faqs_answer() -> None:
    applicant = asking()
    applicant.says("进度", "人工")

    applicant.mailbox = NOTHING_SENT

    assert applicant.says("返回") == HOURS


def test_rejecting_the_notices_offers_what_the_faq_says_itself() -> None:
    applicant = asking()

    assert applicant.says("饭", "进度", "不对") == (
        "抱歉。您要问的是不是：\n1 几点开饭？\n2 都不是"
    )
    assert applicant.last.inquiry == NewInquiry(
        "（查看通知）", InquiryReason.REJECTED, (Case("1.1"),)
    )
    assert applicant.says("1").startswith(HOURS)


def test_rejecting_that_too_is_recorded_as_asked_for_notices() -> None:
    applicant = asking()

    applicant.says("饭", "进度", "不对", "都不是")

    assert applicant.last.inquiry == NewInquiry(
        "（查看通知）", InquiryReason.REJECTED, (Case("1.1"),)
    )


def test_an_edition_without_the_question_still_tells_the_notices() -> None:
    applicant = asking(edition=replace(EDITION, sections=EDITION.sections[:1]))
    applicant.desk = ReplyContext(
        applicant.desk.edition,
        MATCHER,
        ConversationRules(notice_questions=("9.8", "9.9")),
    )

    assert applicant.says("刷卡", "原因") == LISTED
    assert applicant.last.case == ""
    assert "饭卡已经挂失" in applicant.says("2")


# --- Questions in words ----------------------------------------------------


def test_a_question_that_notices_answer_is_answered_by_them() -> None:
    applicant = asking()

    applicant.says("开饭")

    keys = "回复“办法”查看解决办法，不是问这个请回复“不对”。"
    assert applicant.last == Turn(f"{LISTED}\n{keys}", DecisionKind.CERTAIN, "1.1")


def test_without_a_remedy_it_only_says_how_to_reject() -> None:
    reply = asking(mailbox(ACCEPTED)).says("开饭")

    assert reply.splitlines()[-1] == "不是问这个请回复“不对”。"


def test_rejecting_them_offers_the_faq_and_then_the_runners_up() -> None:
    applicant = asking()

    assert applicant.says("开饭", "不对") == (
        "抱歉。您要问的是不是：\n"
        "1 几点开饭？\n2 饭卡刷不出来怎么办？\n3 可以带家属吗？\n4 都不是"
    )
    assert applicant.last.inquiry == NewInquiry(
        "开饭", InquiryReason.REJECTED, (Case("1.1"), Case("1.2"), Case("2.1"))
    )
    assert applicant.says("返回").startswith(LISTED)


def test_rejecting_after_the_contacts_means_the_notices_before_them() -> None:
    assert "1 几点开饭？" in asking().says("开饭", "人工", "不对")


def test_back_from_them_is_the_menu() -> None:
    assert asking().says("开饭", "返回").startswith(wording.SECTIONS)


@pytest.mark.parametrize("text", ["没钱", "饭", "下雨吗", "刷卡", "开饭和家属"])
def test_other_texts_are_answered_as_without_notices(text: str) -> None:
    assert asking().says(text) == asking(NOTHING_SENT).says(text)


def test_who_was_sent_nothing_is_answered_by_the_faq() -> None:
    assert asking(NOTHING_SENT).says("开饭") == HOURS


def test_an_edition_without_the_question_is_sure_of_the_notices_alone() -> None:
    applicant = asking(edition=replace(EDITION, sections=EDITION.sections[1:]))

    applicant.says("开饭")

    assert applicant.last.reply.startswith(LISTED)
    assert (applicant.last.decision, applicant.last.case) == ("certain", "")


def test_many_notices_come_in_pages() -> None:
    wordy = replace(RETURNED, reason="材料不齐。" * 60)
    applicant = asking(mailbox(wordy, replace(wordy, at=NOON - timedelta(days=1))))

    first = applicant.says("进度")

    assert first.endswith(wording.MORE)
    assert applicant.says("更多", "更多").endswith("回复“办法”查看解决办法。")
