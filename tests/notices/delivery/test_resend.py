"""What left no trace at the gateway is sent again only if the setting allows."""

from datetime import timedelta

from notices.delivery import batches
from notices.delivery.retry import MOST_ATTEMPTS
from notices.delivery.settings import DeliveryLimits
from notices.gateways.base import SendAccepted
from notices.gateways.memory import LostMessage
from notices.status import Status
from tests.notices.fakes import Post

SID = "SM" + "a" * 32
RESENDING = DeliveryLimits(rate=1000.0, width=4, resend_unknown=True)


def sent(post: Post, answer: LostMessage | SendAccepted | None) -> str:
    post.answers.append(answer)
    notice = post.order()
    post.round()
    return notice


def test_without_a_trace_for_three_minutes_it_is_left_unknown_and_said_so(
    post: Post,
) -> None:
    notice = sent(post, LostMessage.MESSAGE)

    asked = post.reconcile_for(timedelta(days=1))

    row = post.notice(notice)
    assert (row.status, row.code, row.check_at) == ("unknown", "no-trace", None)
    assert (asked[0], asked[-1]) == (5, 200)
    assert post.story(notice) == [
        "queued",
        "sending",
        "unknown:message-lost",
        "unknown:no-trace",
    ]
    post.send_all()
    assert len(post.gateway.sent) == 1


def test_a_receipt_may_still_come_for_what_left_no_trace(post: Post) -> None:
    notice = sent(post, LostMessage.MESSAGE)
    post.reconcile_for(timedelta(hours=1))

    post.hear(notice, "delivered", SID)

    assert post.status(notice) is Status.DELIVERED


def test_only_if_the_setting_allows_is_it_sent_again(post: Post) -> None:
    post.limits = RESENDING
    notice = sent(post, LostMessage.MESSAGE)

    post.reconcile_for(timedelta(seconds=199))
    before = post.status(notice)
    post.reconcile_for(timedelta(seconds=1))
    post.send_all()

    assert before is Status.UNKNOWN
    assert post.story(notice)[-3:] == ["queued:no-trace", "sending", "accepted"]
    assert [it.id for it in post.gateway.sent] == [notice, notice]


def test_a_single_absence_is_never_enough(post: Post) -> None:
    post.limits = RESENDING
    notice = sent(post, LostMessage.MESSAGE)
    post.later(timedelta(days=1))

    post.reconcile()

    assert post.status(notice) is Status.UNKNOWN


def test_what_is_no_longer_valid_is_not_sent_again(post: Post) -> None:
    post.limits = RESENDING
    post.answers.append(LostMessage.MESSAGE)
    notice = post.order(valid_for=timedelta(minutes=3))
    post.round()

    post.reconcile_for(timedelta(hours=1))

    assert (post.status(notice), post.notice(notice).code) == (
        Status.UNKNOWN,
        "no-trace",
    )


def test_what_leaves_no_trace_time_after_time_is_not_sent_for_ever(post: Post) -> None:
    post.limits = RESENDING
    post.always = LostMessage.MESSAGE
    notice = post.order()

    for _ in range(20):
        post.send_all()
        post.reconcile_for(timedelta(minutes=10))

    assert len(post.gateway.sent) == MOST_ATTEMPTS
    assert post.status(notice) is Status.UNKNOWN


def test_nothing_of_a_stopped_batch_is_sent_again(post: Post) -> None:
    post.limits = RESENDING
    batch = post.batch([{}])
    with post.writing() as session:
        batches.release_batch(session, batch, post.now)
    post.answers.append(LostMessage.MESSAGE)
    post.round()
    with post.writing() as session:
        batches.stop_batch(session, batch, post.now)

    post.reconcile_for(timedelta(minutes=10))

    post.send_all()
    assert len(post.gateway.sent) == 1


def test_a_list_that_is_not_answered_is_no_absence(post: Post) -> None:
    post.limits = RESENDING
    notice = sent(post, LostMessage.ANSWER)
    post.gateway.away = True
    post.reconcile_for(timedelta(hours=1))
    away = post.status(notice)
    post.gateway.away = False

    post.reconcile_for(timedelta(hours=1))

    assert away is Status.UNKNOWN
    assert post.status(notice) is Status.ACCEPTED
