"""What the gateway says of a claimed notice is recorded; what was heard since stands."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from notices.delivery import suppressions
from notices.delivery.outcomes import SendResult
from notices.delivery.retry import MOST_ATTEMPTS
from notices.faults import Fault
from notices.gateways.base import SendAccepted, SendOutcome, SendRefused, SendUnknown
from notices.gateways.memory import LostMessage
from notices.status import Status
from notices.tables import NoticeEventRow, NoticeRow
from tests.notices.fakes import APPLICANT, OTHER, Post

SID, SECOND_SID = "SM" + "a" * 32, "SM" + "b" * 32
BUSY = SendRefused(Fault.BUSY, "20429")
FULL = SendRefused(Fault.QUEUE_FULL, "21611")
STOP = SendRefused(Fault.OPTED_OUT, "21610")
NO_NUMBER = SendRefused(Fault.RECIPIENT, "21211")
ACCOUNT = SendRefused(Fault.ACCOUNT, "20003")


def sent(post: Post, outcome: SendOutcome) -> str:
    """Queue a notice and have it answered so."""
    post.answers.append(outcome)
    notice = post.order()
    post.round()
    return notice


def test_an_accepted_notice_has_its_sid_and_is_looked_up_later(post: Post) -> None:
    notice = sent(post, SendAccepted(SID))

    row = post.notice(notice)
    assert (row.status, row.sid, row.leased_until) == ("accepted", SID, None)
    assert row.check_at == post.now + timedelta(seconds=10)
    assert post.story(notice) == ["queued", "sending", "accepted"]


def test_a_gateway_may_say_more_at_once(post: Post) -> None:
    notice = sent(post, SendAccepted(SID, Status.DELIVERED))

    assert post.status(notice) is Status.DELIVERED
    assert post.notice(notice).check_at is None


@pytest.mark.parametrize(
    "code", ["timeout", "reset", "http-500", "http-502", "not-json", "no-sid"]
)
def test_an_unknown_outcome_is_looked_for_in_five_seconds_and_not_sent_again(
    post: Post, code: str
) -> None:
    notice = sent(post, SendUnknown(code))
    post.later(timedelta(hours=1))

    post.send_all()

    row = post.notice(notice)
    assert (row.status, row.code) == ("unknown", code)
    assert row.check_at == post.now - timedelta(hours=1) + timedelta(seconds=5)
    assert len(post.gateway.sent) == 1


def test_a_word_of_any_length_for_what_happened_is_cut_to_what_the_store_takes(
    post: Post,
) -> None:
    unknown = sent(post, SendUnknown("AnErrorThatNobodyForesawWithAVeryLongName"))
    post.answers.append(SendRefused(Fault.ACCOUNT, "x" * 40))
    refused = post.order()
    post.round()

    assert post.notice(unknown).code == "AnErrorThatNobodyForesawWithAVer"
    assert post.notice(refused).code == "x" * 32


def test_a_busy_gateway_is_tried_again_a_little_later(post: Post) -> None:
    notice = sent(post, BUSY)

    row = post.notice(notice)
    assert (row.status, row.code, row.sent_at) == ("queued", "20429", None)
    assert row.try_at == post.now + timedelta(seconds=0.5)
    assert post.story(notice) == ["queued", "sending", "queued:20429"]
    post.later(1)
    post.round()
    assert post.status(notice) is Status.ACCEPTED


def test_a_gateway_that_stays_busy_is_given_up_after_a_dozen_tries(post: Post) -> None:
    post.always = BUSY
    notice = post.order()
    for _ in range(30):
        post.round()
        post.later(timedelta(minutes=12))

    assert post.status(notice) is Status.DEAD
    assert post.notice(notice).try_at is None
    assert len(post.gateway.sent) == MOST_ATTEMPTS


def test_a_full_queue_is_waited_for_until_the_notice_is_not_worth_sending(
    post: Post,
) -> None:
    post.always = FULL
    notice = post.order(valid_for=timedelta(days=2))
    for _ in range(50):
        post.round()
        post.later(timedelta(hours=1, minutes=1))
    post.tidy()

    assert post.status(notice) is Status.EXPIRED
    assert len(post.gateway.sent) > 40


@pytest.mark.parametrize("refused", [NO_NUMBER, SendRefused(Fault.CONTENT, "21617")])
def test_what_would_be_refused_for_ever_has_failed(
    post: Post, refused: SendRefused
) -> None:
    notice = sent(post, refused)

    row = post.notice(notice)
    assert (row.status, row.code, row.try_at) == ("failed", refused.code, None)
    assert refused.permanent


def test_a_number_that_said_stop_is_suppressed_and_what_waits_for_it_dropped(
    post: Post,
) -> None:
    waiting = post.order(send_at=post.now + timedelta(days=1))

    notice = sent(post, STOP)

    assert post.status(notice) is Status.FAILED
    assert post.story(waiting) == ["queued", "suppressed"]
    assert post.read(lambda it: suppressions.is_suppressed(it, APPLICANT))
    (event,) = post.read(lambda it: suppressions.suppression_history(it, APPLICANT))
    assert event.cause == "provider:21610"


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_too_busy_for_a_number_that_said_stop_ends_as_its_story_says(
    post: Post, *, turned: bool
) -> None:
    post.order_many([{"reason": "甲"}, {"reason": "乙"}])
    stopped, busy = post.claim()
    results = [SendResult(stopped, STOP), SendResult(busy, BUSY)]

    post.record(*(results[::-1] if turned else results))

    assert post.status(busy.id) is Status.SUPPRESSED
    assert post.story(busy.id)[-2:] == ["queued:20429", "suppressed"]


def test_a_fault_of_ours_leaves_the_notice_queued_and_its_try_uncounted(
    post: Post,
) -> None:
    notice = sent(post, ACCOUNT)

    row = post.notice(notice)
    assert (row.status, row.attempts, row.try_at) == ("queued", 0, post.now)
    assert post.alerts() == ["halted"]


def test_several_results_are_recorded_together(post: Post) -> None:
    post.order_many([{"to": APPLICANT}, {"to": OTHER}, {"reason": "丙"}])
    first, second, third = post.claim()

    post.record(
        SendResult(third, SendUnknown("timeout")),
        SendResult(first, SendAccepted(SID)),
        SendResult(second, NO_NUMBER),
    )

    assert [post.status(it.id) for it in (first, second, third)] == [
        Status.ACCEPTED,
        Status.FAILED,
        Status.UNKNOWN,
    ]
    post.record()


def test_a_notice_that_is_gone_does_not_hinder_the_others(post: Post) -> None:
    gone, kept = post.order(), post.order()
    claims = {it.id: it for it in post.claim()}
    with post.writing() as session:
        session.execute(delete(NoticeEventRow).where(NoticeEventRow.notice_id == gone))
        session.execute(delete(NoticeRow).where(NoticeRow.id == gone))

    post.record(
        SendResult(claims[gone], SendAccepted(SID)), SendResult(claims[kept], BUSY)
    )

    assert post.status(kept) is Status.QUEUED


@pytest.mark.parametrize("lost", LostMessage)
def test_what_is_lost_on_the_way_is_unknown_whatever_came_through(
    post: Post, lost: LostMessage
) -> None:
    post.answers.append(lost)
    notice = post.order()

    post.round()

    assert post.status(notice) is Status.UNKNOWN
    assert len(post.gateway.records) == (lost is LostMessage.ANSWER)


@pytest.mark.parametrize(("jitter", "minutes"), [(0.0, 4.5), (1.0, 5.5)])
def test_jitter_spreads_the_next_try(post: Post, jitter: float, minutes: float) -> None:
    post.jitter = jitter

    notice = sent(post, FULL)

    assert post.notice(notice).try_at == post.now + timedelta(minutes=minutes)
