"""Due notices are claimed once, with a lease and a fencing token."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier

import pytest

from notices.compose.notice_request import Priority
from notices.delivery import outbox, suppressions
from notices.delivery.outbox import Claim
from notices.delivery.quiet_hours import QuietHours
from notices.delivery.settings import DeliveryLimits
from notices.faults import Fault
from notices.gateways.base import SendRefused
from notices.status import Status
from notices.tables import NoticeRow
from storage.session import reading
from tests.notices.fakes import APPLICANT, OTHER, Post
from tests.waiting import HANGS

pytestmark = pytest.mark.both_stores


def ids(claims: tuple[Claim, ...]) -> list[str]:
    return [it.id for it in claims]


def due(post: Post) -> bool:
    with reading(post.engine) as session:
        return outbox.has_due(session, post.limits, post.now)


def sweep(post: Post) -> int:
    with post.writing() as session:
        return outbox.expire_leases(session, post.now)


def test_a_claim_raises_the_token_and_leases_the_notice(post: Post) -> None:
    notice = post.order()

    (claim,) = post.claim()

    row = post.notice(notice)
    assert claim == Claim(notice, 1, row.to, row.text, row.segments, row.expires_at)
    assert (row.status, row.token, row.attempts) == ("sending", 1, 1)
    assert row.leased_until == post.now + post.limits.lease
    assert row.sent_at == post.now
    assert post.story(notice) == ["queued", "sending"]


def test_what_is_claimed_is_not_claimed_again(post: Post) -> None:
    post.order()

    claims = post.claim(), post.claim()

    assert [len(it) for it in claims] == [1, 0]
    assert not due(post)


def test_no_more_are_claimed_than_asked_for(post: Post) -> None:
    post.order_many([{"reason": str(it)} for it in range(5)])

    assert [len(post.claim(2)) for _ in range(4)] == [2, 2, 1, 0]
    assert post.claim(0) == ()


def test_the_most_urgent_go_first_then_those_that_wait_longest(post: Post) -> None:
    late = post.order(priority=Priority.LATER)
    bulk = post.order(priority=Priority.BULK)
    second = post.order(send_at=post.now + timedelta(seconds=2))
    first = post.order(send_at=post.now + timedelta(seconds=1))
    urgent = post.order(priority=Priority.URGENT)
    post.later(3)

    claims = post.claim()

    assert ids(claims) == [urgent, first, second, bulk, late]


def test_what_is_scheduled_waits_for_its_time(post: Post) -> None:
    notice = post.order(send_at=post.now + timedelta(hours=1))

    early = due(post), post.claim()
    post.later(3600)

    assert early == (False, ())
    assert due(post)
    assert ids(post.claim()) == [notice]


def test_what_has_expired_is_ended_instead_of_sent(post: Post) -> None:
    notice = post.order(valid_for=timedelta(minutes=1))
    post.later(60)

    claims = post.claim()

    assert claims == ()
    assert post.story(notice) == ["queued", "expired"]


def test_what_waits_beyond_its_validity_is_ended_also_while_held_back(
    post: Post,
) -> None:
    post.batch([{"valid_for": timedelta(minutes=1)}, {}])
    post.later(60)

    with post.writing() as session:
        ended = [outbox.expire_notices(session, post.now) for _ in range(2)]

    assert ended == [1, 0]
    assert [it.status for it in post.notices()] == ["expired", "queued"]


def test_a_number_suppressed_after_queueing_is_not_sent_to(post: Post) -> None:
    notice = post.order()
    with post.writing() as session:  # as if it was queued while this was written
        suppressions.suppress_number(session, APPLICANT, "staff:wang", post.now)
        session.get_one(NoticeRow, notice).status = "queued"
        session.get_one(NoticeRow, notice).try_at = post.now
    other = post.order(to=OTHER)

    claims = post.claim()

    assert ids(claims) == [other]
    assert post.status(notice) is Status.SUPPRESSED


def test_segments_are_what_the_pace_counts(post: Post) -> None:
    post.limits = DeliveryLimits(rate=2.0)
    long = "字" * 130
    post.order_many([{"reason": long}] * 3)

    claimed = []
    for _ in range(6):
        claimed.append(len(post.claim()))
        post.later(1)

    assert post.render(reason=long).segments == 3
    assert claimed == [1, 1, 0, 1, 0, 0]


def test_no_more_segments_go_in_an_hour_than_the_rate_allows(post: Post) -> None:
    post.limits = DeliveryLimits(rate=1.0)
    post.order_many([{"reason": "字" * 130} for _ in range(60)])

    sent = 0
    for _ in range(90):
        sent += sum(it.segments for it in post.claim())
        post.later(1)

    assert 88 <= sent <= 90 + 1 + 3


def test_in_quiet_hours_only_what_is_urgent_goes(post: Post) -> None:
    post.now = post.now.replace(hour=13, minute=30)  # 21:30 in China
    post.limits = DeliveryLimits(rate=100.0, quiet=QuietHours(time(21), time(8)))
    normal, urgent = post.order(), post.order(priority=Priority.URGENT)

    at_night = ids(post.claim())
    post.later(timedelta(hours=10, minutes=30))

    assert at_night == [urgent]
    assert ids(post.claim()) == [normal]


def test_a_lease_that_passes_makes_the_outcome_unknown_and_looked_for_at_once(
    post: Post,
) -> None:
    notice = post.order()
    post.claim()
    post.later(post.limits.lease - timedelta(seconds=1))
    early = sweep(post)
    post.later(1)

    late = sweep(post), sweep(post)

    row = post.notice(notice)
    assert (early, late) == (0, (1, 0))
    assert (row.status, row.code, row.leased_until) == ("unknown", "lease", None)
    assert row.check_at == post.now
    assert post.story(notice) == ["queued", "sending", "unknown:lease"]
    assert post.claim() == ()


def test_a_claim_starts_its_doubts_anew(post: Post) -> None:
    notice = post.order()
    (claim,) = post.claim()
    post.later(post.limits.lease)
    sweep(post)
    post.reconcile()  # no trace of it yet
    post.answers.append(SendRefused(Fault.BUSY, "20429"))
    post.record(post.hand_over(claim))
    post.later(3600)

    post.claim()

    row = post.notice(notice)
    assert (row.absent_at, row.check_at, row.checks) == (None, None, 0)


def test_what_waits_can_be_cancelled_and_what_is_under_way_cannot(post: Post) -> None:
    waiting = post.order(send_at=post.now + timedelta(hours=1))
    under_way = post.order()
    post.claim()

    with post.writing() as session:
        cancelled = [
            outbox.cancel_notice(session, item, post.now)
            for item in (waiting, waiting, under_way, "no such id")
        ]

    assert cancelled == [True, False, False, False]
    assert post.story(waiting) == ["queued", "cancelled"]
    assert post.notice(waiting).try_at is None


@pytest.mark.parametrize(
    "change",
    [
        lambda post: post.claim(100),
        lambda post: post.claim(7),
    ],
    ids=["all-at-once", "some-at-a-time"],
)
def test_two_workers_never_take_the_same_notice(
    post: Post, change: Callable[[Post], tuple[Claim, ...]]
) -> None:
    wanted = post.order_many([{"reason": str(it)} for it in range(60)])
    together = Barrier(4)

    def work(_: int) -> list[str]:
        together.wait(HANGS)
        return [it for _ in range(6) for it in ids(change(post))]

    with ThreadPoolExecutor(4) as pool:
        taken = [it for some in pool.map(work, range(4)) for it in some]

    assert sorted(taken) == sorted(wanted)


def test_an_outbox_with_nothing_due_is_said_to_be_so(post: Post) -> None:
    assert not due(post)
    assert post.claim() == ()
