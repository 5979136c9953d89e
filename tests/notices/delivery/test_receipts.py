"""Receipts come in any order, doubled, early, or for nobody; each is kept."""

import json
from datetime import timedelta
from itertools import permutations

import pytest

from notices.delivery import receipts, suppressions
from notices.delivery.outcomes import SendResult
from notices.faults import Fault
from notices.gateways.base import SendAccepted, SendRefused, SendUnknown
from notices.gateways.memory import LostMessage
from notices.status import Status
from tests.notices.fakes import APPLICANT, OPT_OUT, Post

SID, SECOND_SID = "SM" + "a" * 32, "SM" + "b" * 32
WORDS = ("sent", "undelivered", "delivered")


def accepted(post: Post) -> str:
    post.answers.append(SendAccepted(SID))
    notice = post.order()
    post.round()
    return notice


def match_again(post: Post) -> int:
    with post.writing() as session:
        return receipts.rematch_parked(session, post.gateway, post.now)


def test_a_receipt_raises_the_status_and_is_kept_as_it_came(post: Post) -> None:
    notice = accepted(post)

    known = post.hear(notice, "sent", SID)

    (kept,) = post.receipts()
    assert known
    assert post.status(notice) is Status.SENT
    assert (kept.notice_id, kept.asked_id, kept.sid) == (notice, notice, SID)
    assert (kept.word, kept.status, kept.code, kept.at) == (
        "sent",
        "sent",
        "",
        post.now,
    )
    assert json.loads(kept.raw) == {
        "status": "sent",
        "sid": SID,
        "code": "",
    }


@pytest.mark.parametrize("order", list(permutations(WORDS)))
def test_receipts_in_any_order_and_doubled_end_in_the_same_status(
    post: Post, order: tuple[str, ...]
) -> None:
    notice = accepted(post)

    for word in (*order, *order):
        post.hear(notice, word, SID)

    assert post.status(notice) is Status.DELIVERED
    assert len(post.receipts()) == 6
    assert post.notice(notice).flagged is (
        order.index("undelivered") < order.index("delivered")
    )


def test_a_final_receipt_ends_the_looking_up(post: Post) -> None:
    notice = accepted(post)

    post.hear(notice, "undelivered", SID, "30003")

    row = post.notice(notice)
    assert (row.status, row.code, row.check_at) == ("undelivered", "30003", None)
    assert post.story(notice)[-1] == "undelivered:30003"


def test_a_late_word_does_not_change_the_code_either(post: Post) -> None:
    notice = accepted(post)
    post.hear(notice, "delivered", SID)

    post.hear(notice, "failed", SID, "30008")

    row = post.notice(notice)
    assert (row.status, row.code, row.flagged) == ("delivered", "", False)


def test_a_receipt_before_the_answer_proves_that_the_gateway_has_it(
    post: Post,
) -> None:
    notice = post.order()
    (claim,) = post.claim()
    post.hear(notice, "accepted", SID)

    post.record(SendResult(claim, SendUnknown("timeout")))

    row = post.notice(notice)
    assert (row.status, row.sid, row.leased_until) == ("accepted", SID, None)


def test_a_receipt_settles_an_unknown_outcome(post: Post) -> None:
    post.answers.append(LostMessage.ANSWER)
    notice = post.order()
    post.round()

    post.hear(notice, "delivered", post.gateway.records[0].sid)

    assert post.status(notice) is Status.DELIVERED
    post.later(timedelta(hours=1))
    assert post.reconcile() == 0


@pytest.mark.parametrize("word", ["partially_delivered", "zustellung", ""])
def test_a_word_that_nobody_knows_is_kept_and_proves_acceptance(
    post: Post, word: str
) -> None:
    post.answers.append(LostMessage.ANSWER)
    notice = post.order()
    post.round()

    post.hear(notice, word, SID)

    (kept,) = post.receipts()
    assert (kept.word, kept.status) == (word, None)
    assert (post.status(notice), post.notice(notice).sid) == (Status.ACCEPTED, SID)


def test_a_word_that_nobody_knows_makes_nothing_of_what_was_delivered(
    post: Post,
) -> None:
    notice = accepted(post)
    post.hear(notice, "delivered", SID)

    post.hear(notice, "partially_delivered", SID)

    assert post.status(notice) is Status.DELIVERED


def test_a_word_longer_than_the_store_takes_is_cut_and_whole_in_the_raw(
    post: Post,
) -> None:
    notice = accepted(post)
    word = "delivered_to_somebody_who_is_not_there"

    post.hear(notice, word, SID)

    (kept,) = post.receipts()
    assert (kept.word, json.loads(kept.raw)["status"]) == (word[:32], word)


def test_a_receipt_without_anything_proves_nothing(post: Post) -> None:
    notice = post.order()
    post.claim()

    known = post.hear(notice, "")

    assert known
    assert post.status(notice) is Status.SENDING
    assert not post.hear("", "")


def test_a_second_sid_for_one_notice_is_flagged(post: Post) -> None:
    notice = accepted(post)

    post.hear(notice, "sent", SECOND_SID)

    row = post.notice(notice)
    assert (row.sid, row.flagged) == (SID, True)


def test_our_id_is_believed_before_the_gateway_s(post: Post) -> None:
    theirs, ours = accepted(post), post.order(reason="另一条")

    post.hear(ours, "sent", SID)

    assert post.status(ours) is Status.SENT
    assert post.status(theirs) is Status.ACCEPTED


def test_a_receipt_is_matched_by_its_sid_where_our_id_is_missing(post: Post) -> None:
    notice = accepted(post)

    known = post.hear("", "delivered", SID)

    assert known
    assert post.status(notice) is Status.DELIVERED


def test_a_receipt_for_nobody_is_parked_and_matched_when_its_sid_is_known(
    post: Post,
) -> None:
    notice = post.order()
    (claim,) = post.claim()
    known = [post.hear("", "delivered", SID), post.hear("?", "sent", SID)]
    before = match_again(post)
    post.record(SendResult(claim, SendAccepted(SID)))

    after = match_again(post), match_again(post)

    assert (known, before, after) == ([False, False], 0, (2, 0))
    assert post.status(notice) is Status.DELIVERED
    assert {it.notice_id for it in post.receipts()} == {notice}


def test_a_parked_receipt_with_an_unknown_word_is_matched_too(post: Post) -> None:
    post.hear("", "partially_delivered", SID)
    accepted(post)

    assert match_again(post) == 1


def test_after_an_hour_a_receipt_for_nobody_is_shown_to_staff(post: Post) -> None:
    for sid in (SID, SECOND_SID):
        post.hear("", "sent", sid)
    early = post.read(lambda it: receipts.stray_receipts(it, post.now))
    post.later(receipts.MATCH_PERIOD)
    accepted(post)

    strays = post.read(lambda it: receipts.stray_receipts(it, post.now))

    assert early == ()
    assert [it.sid for it in strays] == [SECOND_SID, SID]
    assert match_again(post) == 0


def test_a_number_that_said_stop_is_suppressed_by_a_receipt(post: Post) -> None:
    notice = accepted(post)
    waiting = post.order(send_at=post.now + timedelta(days=1))

    post.hear(notice, "undelivered", SID, OPT_OUT)

    assert post.read(lambda it: suppressions.is_suppressed(it, APPLICANT))
    assert post.status(notice) is Status.UNDELIVERED
    assert post.story(waiting) == ["queued", "suppressed"]


def test_a_late_receipt_of_a_number_that_said_stop_suppresses_it_all_the_same(
    post: Post,
) -> None:
    notice = accepted(post)
    post.hear(notice, "delivered", SID)

    post.hear(notice, "failed", SID, OPT_OUT)

    assert post.read(lambda it: suppressions.is_suppressed(it, APPLICANT))
    assert post.status(notice) is Status.DELIVERED


def test_a_word_about_what_was_suppressed_meanwhile_is_recorded_and_flagged(
    post: Post,
) -> None:
    post.answers.append(SendRefused(Fault.BUSY, "20429"))
    notice = post.order()
    post.round()
    with post.writing() as session:
        suppressions.suppress_number(session, APPLICANT, "text:SM1", post.now)

    post.hear(notice, "delivered", SID)

    row = post.notice(notice)
    assert (row.status, row.flagged) == ("delivered", True)


def test_a_receipt_for_what_waits_to_be_tried_again_keeps_it_from_being_sent(
    post: Post,
) -> None:
    post.answers.append(SendRefused(Fault.BUSY, "20429"))
    notice = post.order()
    post.round()

    post.hear(notice, "sent", SID)

    post.later(60)
    post.send_all()
    assert len(post.gateway.sent) == 1
    assert post.notice(notice).sent_at is not None
