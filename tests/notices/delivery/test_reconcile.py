"""What is in doubt is looked for in the gateway's books, and never sent blindly again."""

from datetime import timedelta

import pytest

from notices.delivery import reconcile
from notices.delivery.outcomes import SendResult
from notices.delivery.reconcile import LookupResult
from notices.gateways.base import SendAccepted, SendUnknown
from notices.gateways.memory import LostMessage
from notices.status import Status
from tests.notices.fakes import Post

pytestmark = pytest.mark.both_stores

SID = "SM" + "a" * 32
SECOND = timedelta(seconds=1)


def sent(post: Post, answer: LostMessage | SendAccepted | None) -> str:
    post.answers.append(answer)
    notice = post.order()
    post.round()
    return notice


def test_a_lost_answer_is_found_in_the_list_after_five_seconds(post: Post) -> None:
    notice = sent(post, LostMessage.ANSWER)
    early = post.reconcile()
    post.later(5)

    asked = post.reconcile()

    assert (early, asked) == (0, 1)
    row = post.notice(notice)
    assert (row.status, row.sid) == ("accepted", post.gateway.records[0].sid)
    assert post.story(notice)[-2:] == ["unknown:answer-lost", "accepted"]


def test_what_is_found_may_be_further_already(post: Post) -> None:
    notice = sent(post, LostMessage.ANSWER)
    post.gateway.move(post.gateway.records[0].sid, Status.UNDELIVERED, "30005")
    post.later(5)

    post.reconcile()

    row = post.notice(notice)
    assert (row.status, row.code, row.check_at) == ("undelivered", "30005", None)


def test_the_list_is_asked_with_growing_pauses_of_a_minute_at_most(
    post: Post,
) -> None:
    post.gateway.away = True
    sent(post, LostMessage.ANSWER)

    asked = post.reconcile_for(timedelta(minutes=5))

    assert asked == [5, 10, 20, 40, 80, 140, 200, 260]


def test_an_accepted_notice_without_receipt_is_looked_up_with_growing_pauses(
    post: Post,
) -> None:
    sent(post, None)

    asked = post.reconcile_for(timedelta(hours=12))

    assert asked[:5] == [10, 15, 25, 45, 85]
    assert asked[-1] - asked[-2] == 3600


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.FAILED])
def test_a_lost_receipt_is_made_up_for_by_looking_up(
    post: Post, status: Status
) -> None:
    notice = sent(post, None)
    post.gateway.move(post.gateway.records[0].sid, status, "30003")
    post.later(10)

    post.reconcile()

    assert (post.status(notice), post.notice(notice).code) == (status, "30003")
    assert post.next_check() is None


def test_news_that_is_not_the_last_begins_the_pauses_anew(post: Post) -> None:
    notice = sent(post, None)
    post.reconcile_for(timedelta(hours=1))
    post.gateway.move(post.gateway.records[0].sid, Status.SENT)

    post.reconcile_for(timedelta(hours=1))

    assert post.status(notice) is Status.SENT
    assert post.story(notice).count("sent") == 1


def test_a_notice_is_looked_up_for_three_days_then_no_more(post: Post) -> None:
    notice = sent(post, None)

    asked = post.reconcile_for(timedelta(days=5))

    assert timedelta(days=3) < asked[-1] * SECOND <= timedelta(days=3, hours=1)
    assert post.next_check() is None
    assert post.status(notice) is Status.ACCEPTED


def test_a_gateway_that_does_not_know_its_own_id_changes_nothing(post: Post) -> None:
    post.answers.append(SendAccepted(SID))
    notice = post.order()
    (claim,) = post.claim()
    post.record(SendResult(claim, SendAccepted(SID)))
    post.later(10)

    post.reconcile()

    assert post.status(notice) is Status.ACCEPTED


def test_two_equal_notices_do_not_take_each_other_s_message(post: Post) -> None:
    answers = [LostMessage.ANSWER, LostMessage.MESSAGE]
    notices = [sent(post, it) for it in answers]
    post.later(5)

    post.reconcile()

    assert {post.status(it) for it in notices} == {Status.ACCEPTED, Status.UNKNOWN}


def test_a_message_of_another_text_or_another_time_is_not_taken_for_it(
    post: Post,
) -> None:
    sent(post, None)
    post.later(3600)
    post.answers.append(None)
    post.order(reason="别的")
    post.round()
    post.gateway.move(post.gateway.records[0].sid, Status.DELIVERED)
    lost = sent(post, LostMessage.MESSAGE)
    post.later(5)

    post.reconcile()

    assert post.status(lost) is Status.UNKNOWN


def test_whoever_asks_has_a_minute_before_another_asks_as_well(post: Post) -> None:
    notice = sent(post, LostMessage.ANSWER)
    post.later(5)

    with post.writing() as session:
        taken = [reconcile.claim_unconfirmed(session, post.now, 20) for _ in range(2)]

    assert [[it.id for it in some] for some in taken] == [[notice], []]
    assert post.next_check() == post.now + timedelta(minutes=1)


def test_what_a_receipt_has_settled_meanwhile_stands(post: Post) -> None:
    notice = sent(post, LostMessage.ANSWER)
    post.later(5)
    with post.writing() as session:
        (doubt,) = reconcile.claim_unconfirmed(session, post.now, 20)
    found = reconcile.look_up_notice(post.gateway, doubt)
    post.hear(notice, "delivered", found.records[0].sid if found.records else "")

    with post.writing() as session:
        reconcile.apply_lookup(session, found, post.limits, post.now)

    assert post.status(notice) is Status.DELIVERED
    assert post.notice(notice).checks == 0


def test_a_sid_that_a_receipt_brought_meanwhile_is_the_one_looked_for(
    post: Post,
) -> None:
    notice = sent(post, LostMessage.ANSWER)
    sid = post.gateway.records[0].sid
    post.later(5)
    with post.writing() as session:
        (doubt,) = reconcile.claim_unconfirmed(session, post.now, 20)
    post.hear(notice, "sent", sid)
    moved = post.gateway.move(sid, Status.DELIVERED)

    with post.writing() as session:
        found = LookupResult(doubt, (moved,))
        reconcile.apply_lookup(session, found, post.limits, post.now)

    assert post.status(notice) is Status.DELIVERED


def test_an_answer_about_an_earlier_try_says_nothing_of_this_one(post: Post) -> None:
    notice = post.order()
    (first,) = post.claim()
    post.record(SendResult(first, SendUnknown("timeout")))
    post.later(5)
    with post.writing() as session:
        (doubt,) = reconcile.claim_unconfirmed(session, post.now, 20)
    found = reconcile.look_up_notice(post.gateway, doubt)  # no trace
    with post.writing() as session:
        row = session.get_one(type(post.notice(notice)), notice)
        row.token, row.check_at = 2, post.now + 5 * SECOND  # claimed anew since

    with post.writing() as session:
        reconcile.apply_lookup(session, found, post.limits, post.now)

    assert post.notice(notice).absent_at is None


def test_a_notice_that_is_gone_is_no_doubt(post: Post) -> None:
    doubt = reconcile.UnconfirmedNotice("gone", "+8613800138000", "", "", post.now, 1)

    with post.writing() as session:
        reconcile.apply_lookup(session, LookupResult(doubt, ()), post.limits, post.now)

    assert post.notices() == []
