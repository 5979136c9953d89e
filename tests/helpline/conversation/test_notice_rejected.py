"""What staff learn when what was answered to a notice, or beside it, is rejected."""

from dataclasses import replace

import pytest

from helpline.conversation.state import ConversationState
from helpline.conversation.turn import InquiryReason, NewInquiry
from helpline.faq import Case
from tests.helpline.letters import REASON, RETURNED, after, mailbox

CARD = replace(RETURNED, question="1.2")


def test_rejecting_an_answer_to_a_notice_names_its_reason_for_staff() -> None:
    told = replace(RETURNED, reason="手机13800138000停机，申请HN2026-0000123作废")
    applicant = after("开饭", notice=mailbox(told))

    applicant.says("1", "不对")

    asked = "（回复退件通知）手机138****8000停机，申请HN2026-****123作废"
    assert applicant.last.inquiry == NewInquiry(
        asked, InquiryReason.REJECTED, (Case("2.1"),)
    )


@pytest.mark.parametrize("said", ["1", "没余额"])
def test_a_situation_of_a_notice_is_rejected_by_the_notices_reason(said: str) -> None:
    applicant = after("饭", notice=mailbox(CARD))

    applicant.says("1", said, "不对")

    assert applicant.last.inquiry == NewInquiry(
        f"（回复退件通知）{REASON}", InquiryReason.REJECTED, (Case("1.2", 1),)
    )


def test_what_is_picked_from_the_list_afterwards_is_rejected_by_its_own_words() -> None:
    applicant = after("饭", notice=mailbox(RETURNED))

    applicant.says("1", "1", "不对")

    assert applicant.last.inquiry == NewInquiry(
        "饭", InquiryReason.REJECTED, (Case("1.1"),)
    )


def test_a_number_beyond_a_notices_list_keeps_what_it_was_asked_by() -> None:
    applicant = after(notice=mailbox(CARD))

    applicant.says("1", "9")

    screen = ConversationState.from_json(applicant.stored).screen
    assert screen is not None
    assert screen.asked == f"（回复退件通知）{REASON}"
