"""Who held a notice before, and what a receipt said, limit what an outcome may change."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from notices.delivery import outbox
from notices.delivery.outcomes import SendResult
from notices.faults import Fault
from notices.gateways.base import SendAccepted, SendOutcome, SendRefused, SendUnknown
from notices.status import Status
from notices.tables import NoticeRow
from tests.notices.fakes import Post
from tests.waiting import HANGS

pytestmark = pytest.mark.both_stores

SID, SECOND_SID = "SM" + "a" * 32, "SM" + "b" * 32
BUSY = SendRefused(Fault.BUSY, "20429")
NO_NUMBER = SendRefused(Fault.RECIPIENT, "21211")


def test_a_receipt_that_came_first_stands(post: Post) -> None:
    notice = post.order()
    (claim,) = post.claim()
    post.hear(notice, "delivered", SID)

    post.record(SendResult(claim, SendAccepted(SID)))

    row = post.notice(notice)
    assert (row.status, row.flagged) == ("delivered", False)
    assert post.story(notice) == ["queued", "sending", "delivered"]


@pytest.mark.parametrize("outcome", [BUSY, NO_NUMBER, SendUnknown("timeout")])
def test_an_outcome_cannot_undo_a_receipt(post: Post, outcome: SendOutcome) -> None:
    notice = post.order()
    (claim,) = post.claim()
    post.hear(notice, "sent", SID)

    post.record(SendResult(claim, outcome))

    assert post.status(notice) is Status.SENT
    assert post.claim() == ()


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (SendAccepted(SID), Status.ACCEPTED),
        (BUSY, Status.QUEUED),
        (NO_NUMBER, Status.FAILED),
        (SendUnknown("timeout"), Status.UNKNOWN),
    ],
)
def test_an_outcome_after_its_lease_still_counts(
    post: Post, outcome: SendOutcome, status: Status
) -> None:
    notice = post.order()
    (claim,) = post.claim()
    post.later(post.limits.lease)
    post.tidy()

    post.record(SendResult(claim, outcome))

    assert post.status(notice) is status


@pytest.mark.parametrize("outcome", [BUSY, NO_NUMBER, SendUnknown("timeout")])
def test_an_older_holder_may_not_say_that_a_notice_was_not_sent(
    post: Post, outcome: SendOutcome
) -> None:
    notice = post.order()
    (old,) = post.claim()
    post.record(SendResult(old, BUSY))
    post.later(1)
    (new,) = post.claim()

    post.record(SendResult(old, outcome))

    assert post.status(notice) is Status.SENDING
    assert (new.token, post.notice(notice).token) == (2, 2)


def test_anybody_may_say_that_the_gateway_has_it(post: Post) -> None:
    notice = post.order()
    (old,) = post.claim()
    post.record(SendResult(old, BUSY))
    post.later(1)
    (new,) = post.claim()
    post.record(SendResult(old, SendAccepted(SID)))

    post.record(SendResult(new, SendAccepted(SECOND_SID)))

    row = post.notice(notice)
    assert (row.status, row.sid, row.flagged) == ("accepted", SID, True)


def test_what_the_provider_says_of_a_cancelled_notice_is_kept_and_flagged(
    post: Post,
) -> None:
    notice = post.order()
    (claim,) = post.claim()
    with post.writing() as session:
        session.get_one(NoticeRow, notice).status = Status.CANCELLED.value

    post.record(SendResult(claim, SendAccepted(SID)))

    row = post.notice(notice)
    assert (row.status, row.flagged) == ("accepted", True)


def test_a_claim_that_was_never_recorded_is_not_sent_by_the_next(post: Post) -> None:
    post.order()
    (claim,) = post.claim()
    post.hand_over(claim)  # and then the worker was killed

    for _ in range(25):
        post.later(1)
        post.tidy()
        post.reconcile()
        post.send_all()

    assert post.status(claim.id) is Status.ACCEPTED
    assert len(post.gateway.sent) == 1


def test_what_is_just_being_cancelled_is_passed_over(post: Post) -> None:
    if post.engine.dialect.name == "sqlite":
        return  # there is one writer at a time
    notice = post.order()

    with ThreadPoolExecutor(1) as pool, post.writing() as session:
        assert outbox.cancel_notice(session, notice, post.now)
        claims = pool.submit(post.claim).result(timeout=HANGS)

    assert claims == ()
    assert post.story(notice) == ["queued", "cancelled"]
