"""What is done by hand about a notice that is stuck, and after a backup is restored."""

from datetime import timedelta

import pytest

from notices.delivery import manual_decision
from notices.faults import Fault
from notices.gateways.base import SendRefused
from notices.gateways.memory import LostMessage, ScriptedOutcome
from notices.status import Status
from tests.notices.fakes import Post

GONE = SendRefused(Fault.RECIPIENT, "21211")


def sent(post: Post, answer: ScriptedOutcome | None) -> str:
    post.answers.append(answer)
    notice = post.order()
    post.round()
    return notice


def retry(post: Post, notice: str) -> bool:
    with post.writing() as session:
        return manual_decision.retry_notice(session, notice, post.now)


def settle(post: Post, notice: str, status: Status) -> bool:
    with post.writing() as session:
        return manual_decision.mark_outcome(session, notice, status, post.now)


def doubt(post: Post) -> int:
    with post.writing() as session:
        return manual_decision.mark_unconfirmed(session, post.now)


@pytest.mark.parametrize("answer", [GONE, LostMessage.MESSAGE])
def test_a_notice_that_is_stuck_is_sent_once_more_at_a_person_s_word(
    post: Post, answer: ScriptedOutcome
) -> None:
    notice = sent(post, answer)

    queued = retry(post, notice)
    post.round()

    assert queued
    assert post.status(notice) is Status.ACCEPTED
    assert len(post.gateway.sent) == 2
    assert not post.notice(notice).flagged


def test_it_is_valid_as_long_as_it_was_at_first(post: Post) -> None:
    notice = sent(post, GONE)
    validity = post.notice(notice).expires_at - post.notice(notice).send_at
    post.now += timedelta(days=30)

    retry(post, notice)

    assert post.notice(notice).expires_at == post.now + validity


def test_a_notice_that_is_not_stuck_stays_as_it_is(post: Post) -> None:
    waiting, accepted = post.order(), sent(post, None)

    assert not retry(post, accepted)
    assert not retry(post, "0" * 32)
    assert not settle(post, accepted, Status.FAILED)
    assert not settle(post, waiting, Status.FAILED)


def test_what_staff_found_out_settles_an_unknown_notice(post: Post) -> None:
    notice = sent(post, LostMessage.MESSAGE)

    known = settle(post, notice, Status.DELIVERED)

    row = post.notice(notice)
    assert known
    assert (row.status, row.code, row.check_at) == ("delivered", "by-hand", None)
    assert post.story(notice)[-1] == "delivered:by-hand"


def test_what_waited_when_a_backup_was_made_is_looked_for_before_it_is_sent(
    post: Post,
) -> None:
    notice = post.order()

    doubted = doubt(post)
    post.round()

    assert doubted == 1
    assert post.status(notice) is Status.UNKNOWN
    assert post.gateway.sent == ()
    assert post.story(notice)[-1] == "unknown:restored"


def test_what_was_sent_since_the_backup_is_found_and_not_sent_again(post: Post) -> None:
    notice = post.order()
    (claim,) = post.claim()
    post.hand_over(claim)  # after the backup; the restored store knows nothing of it
    with post.writing() as session:
        row = session.get_one(type(post.notice(notice)), notice)
        row.status, row.try_at, row.token = "queued", post.now, 0

    doubt(post)
    post.reconcile_for(timedelta(minutes=1))

    assert post.status(notice) is Status.ACCEPTED
    assert len(post.gateway.sent) == 1


def test_what_was_to_be_sent_later_still_waits_for_its_time(post: Post) -> None:
    notice = post.order(send_at=post.now + timedelta(hours=2))

    doubted = doubt(post)

    assert doubted == 0
    assert post.status(notice) is Status.QUEUED
