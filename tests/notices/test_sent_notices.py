"""A number is told what may have reached it, newest first, and offered what is valid."""

from datetime import timedelta

import pytest

from helpline.conversation.sent_notices import NOTHING_SENT, NoticeEvent, SentNotices
from notices import sent_notices
from notices.delivery import suppressions
from notices.faults import Fault
from notices.gateways.base import SendRefused
from notices.gateways.memory import LostMessage, ScriptedOutcome
from notices.status import Status
from notices.tables import NoticeRow
from tests.notices.fakes import APPLICANT, OTHER, Post


def mine(post: Post, number: str = APPLICANT) -> SentNotices:
    return post.read(lambda it: sent_notices.load_mailbox(it, number, post.now))


def test_a_number_that_was_sent_nothing_has_an_empty_mailbox(post: Post) -> None:
    post.order()
    post.order(to=OTHER)

    assert mine(post) == NOTHING_SENT


def test_the_three_newest_are_given_newest_first(post: Post) -> None:
    for reason in "甲乙丙丁":
        post.order(reason=reason)
        post.send_all()
        post.later(60)
    post.order(to=OTHER)
    post.send_all()

    found = mine(post)

    assert [it.reason for it in found.latest] == ["丁", "丙", "乙"]
    assert found.offer == found.latest[0]
    assert found.latest[0].event is NoticeEvent.RETURNED
    assert found.latest[0].application == "HN1"
    assert found.latest[0].text == post.render(reason="丁").text
    assert found.latest[0].at == post.now - timedelta(minutes=1)


def test_the_newest_that_is_still_valid_is_offered(post: Post) -> None:
    post.order(reason="长", valid_for=timedelta(days=2))
    post.send_all()
    post.later(60)
    post.order(reason="短", valid_for=timedelta(hours=1))
    post.send_all()
    both = mine(post)
    post.later(timedelta(hours=1))

    later = mine(post)
    post.later(timedelta(days=2))

    assert both.offer
    assert later.offer
    assert (both.offer.reason, later.offer.reason) == ("短", "长")
    assert later.subject == later.offer
    assert mine(post).offer is None
    assert mine(post).subject == mine(post).latest[0]


@pytest.mark.parametrize(
    ("answer", "known"),
    [
        (None, True),
        (LostMessage.ANSWER, True),
        (LostMessage.MESSAGE, True),
        (SendRefused(Fault.RECIPIENT, "21211"), False),
        (SendRefused(Fault.BUSY, "20429"), False),
    ],
)
def test_what_nobody_has_answered_for_counts_and_what_was_refused_does_not(
    post: Post, answer: ScriptedOutcome | None, *, known: bool
) -> None:
    post.answers.append(answer)
    post.order()

    post.round()

    assert bool(mine(post).latest) is known


@pytest.mark.parametrize("status", Status)
def test_what_may_have_reached_the_phone_is_shown_and_nothing_else(
    post: Post, status: Status
) -> None:
    notice = post.order()
    post.round()
    with post.writing() as session:
        session.get_one(NoticeRow, notice).status = status.value

    assert bool(mine(post).latest) is status.left_us


def test_a_suppressed_number_is_told_so(post: Post) -> None:
    with post.writing() as session:
        suppressions.suppress_number(session, APPLICANT, "text:SM1", post.now)

    assert mine(post).suppressed
    assert not mine(post, OTHER).suppressed
