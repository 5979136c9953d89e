"""What an applicant who texts hears of the notices sent to their number, and to no other."""

from datetime import timedelta

import pytest

from helpline import wording
from notices.compose import enqueue, notice_request
from notices.compose.notice_request import NoticeRequest, RenderedNotice
from notices.compose.reason_codes import ReasonCode
from notices.status import Status
from notices.tables import NoticeRow
from tests.notices.fakes import APPLICANT, OTHER, TEST, Post, forms
from tests.sms.fakes import Applicant

SECRET = "别人的秘密"  # noqa: S105 - somebody else's reason
REASON = "饭卡照片不清楚"


def returned(
    post: Post, question: str = "1.1", to: str = APPLICANT, application: str = "HN1"
) -> str:
    """Send a notice whose reason code has a question of the FAQ ("" none)."""
    known = {"R1": ReasonCode("R1", REASON, question)}
    order = NoticeRequest(to, "退件", application, reason_code="R1")
    made = notice_request.render_notice(
        order, forms(reasons=known, is_question=lambda it: it != ""), post.now
    )
    assert isinstance(made, RenderedNotice)
    with post.writing() as session:
        key = f"returned-{post.next_id()}"
        (queued,) = enqueue.enqueue(
            session, [(key, made)], TEST, post.next_id, post.now
        )
    post.send_all()
    return queued.id


def strangers_notice(post: Post) -> None:
    post.order(to=OTHER, application="HN-9-SECRET", reason=SECRET)
    post.send_all()


@pytest.fixture
def writer(applicant: Applicant) -> Applicant:
    """Let an applicant write a minute after the notices were sent."""
    applicant.later(timedelta(minutes=1))
    return applicant


@pytest.mark.parametrize("word", ["通知", "进度", "原因", "我的通知", "查询進度"])
def test_who_asks_is_shown_what_was_sent_to_this_number(
    writer: Applicant, post: Post, word: str
) -> None:
    strangers_notice(post)
    returned(post)
    strangers_notice(post)

    reply = writer.text(word)

    assert "3月2日退件" in reply
    assert REASON in reply
    assert wording.REMEDY_KEY in reply
    assert SECRET not in reply
    assert "SECRET" not in reply


def test_an_application_number_is_not_told_whole(writer: Applicant, post: Post) -> None:
    returned(post, application="HN2026-0000123")

    reply = writer.text("通知")

    assert "HN2026-0000123" not in reply
    assert "HN2026" in reply


@pytest.mark.parametrize("word", ["通知", "办法"])
def test_who_was_sent_nothing_is_told_so_though_others_were(
    writer: Applicant, post: Post, word: str
) -> None:
    strangers_notice(post)

    assert writer.text(word) == wording.NO_NOTICES


def test_without_notices_progress_is_a_question_of_the_faq(
    writer: Applicant, post: Post
) -> None:
    strangers_notice(post)

    assert "可以。" in writer.text("进度")


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.SUPPRESSED, Status.QUEUED])
def test_what_never_left_us_is_not_shown(
    writer: Applicant, post: Post, status: Status
) -> None:
    notice = post.order()
    with post.writing() as session:
        session.get_one(NoticeRow, notice).status = status.value

    assert writer.text("通知") == wording.NO_NOTICES


def test_one_after_a_notice_answers_its_question(writer: Applicant, post: Post) -> None:
    returned(post)

    reply = writer.text("1")

    assert reply.startswith("关于3月2日的退件")
    assert "十二点。" in reply


def test_one_is_the_notice_s_in_another_process_too(
    writer: Applicant, post: Post
) -> None:
    returned(post, "1.2")
    writer.restart()
    first = writer.text("1")
    writer.restart()

    assert "1 饭卡没有余额" in first
    assert "去解挂。" in writer.text("2")


def test_one_is_whatever_was_shown_last_and_the_other_is_offered(
    applicant: Applicant, post: Post
) -> None:
    returned(post)
    applicant.later(timedelta(minutes=1))
    applicant.text("菜单")

    reply = applicant.text("1")

    assert "几点开饭" in reply
    assert "请回复“办法”" in reply
    assert "十二点。" in applicant.text("办法")


def test_one_picks_from_no_older_list(applicant: Applicant, post: Post) -> None:
    applicant.text("菜单")
    applicant.later(timedelta(minutes=1))
    post.now = applicant.now
    returned(post)
    applicant.later(timedelta(minutes=1))

    assert applicant.text("1").startswith("关于3月2日的退件")


def test_one_after_somebody_else_s_notice_means_nothing(
    writer: Applicant, post: Post
) -> None:
    returned(post, to=OTHER)

    assert "现在没有可选的项目" in writer.text("1")


def test_one_means_a_notice_no_more_when_that_is_no_longer_valid(
    applicant: Applicant, post: Post
) -> None:
    returned(post)
    applicant.later(timedelta(days=8))

    assert "现在没有可选的项目" in applicant.text("1")
    assert "十二点。" in applicant.text("办法")


def test_a_notice_that_is_in_doubt_may_have_arrived_and_is_answered(
    writer: Applicant, post: Post
) -> None:
    notice = returned(post)
    with post.writing() as session:
        session.get_one(NoticeRow, notice).status = "unknown"

    assert "十二点。" in writer.text("1")


@pytest.mark.parametrize("sender", [f"whatsapp:{APPLICANT}", "whatsapp:+8613700137000"])
def test_who_writes_by_whatsapp_is_shown_nobody_s_notices(
    writer: Applicant, post: Post, sender: str
) -> None:
    returned(post)
    writer.sender = sender

    replies = [writer.text(it) for it in ("通知", "办法", "进度", "原因", "1")]

    assert replies[:2] == [wording.NO_NOTICES] * 2
    assert not any(REASON in it for it in replies)
    assert "现在没有可选的项目" in replies[-1]


@pytest.mark.parametrize("sender", ["TENCENT", "10690123456789", "anonymous", ""])
def test_who_has_no_number_is_not_even_answered(
    writer: Applicant, post: Post, sender: str
) -> None:
    returned(post)
    writer.sender = sender

    assert [writer.text(it) for it in ("通知", "进度", "1")] == ["", "", ""]


@pytest.mark.parametrize("written", ["13800138000", "0086 138-0013-8000"])
def test_a_number_is_the_same_however_it_is_written(
    writer: Applicant, post: Post, written: str
) -> None:
    returned(post)
    writer.sender = written

    assert REASON in writer.text("通知")


def test_who_unsubscribed_still_sees_what_came_before(
    writer: Applicant, post: Post
) -> None:
    returned(post)
    writer.text("退订")

    assert REASON in writer.text("通知")
