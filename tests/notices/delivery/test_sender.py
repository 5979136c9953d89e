"""The courier claims, hands over and records; no connection waits for the gateway."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from notices.delivery.sender import NoticeSender
from notices.delivery.settings import DeliveryLimits
from notices.gateways.base import OutgoingMessage
from notices.status import Status
from tests.notices.fakes import Moody, Post
from tests.notices.troubles import Slow, gone
from tests.waiting import HANGS

pytestmark = pytest.mark.both_stores

MANY: list[dict[str, str]] = [{"reason": str(it)} for it in range(12)]


@pytest.fixture
def slow(post: Post) -> Iterator[Slow]:
    gateway = Slow(post)
    post.gateway = gateway
    yield gateway
    gateway.let_go.set()


def started(post: Post) -> NoticeSender:
    courier = NoticeSender(post.delivery_context)
    courier.start()
    return courier


def test_a_message_says_where_to_report_and_how_long_it_is_worth_sending(
    post: Post,
) -> None:
    notice = post.order(valid_for=timedelta(hours=1))
    post.later(60)

    post.round()

    row = post.notice(notice)
    assert post.gateway.sent == (
        OutgoingMessage(
            notice,
            row.to,
            row.text,
            f"https://x/notices/receipts?k={notice}",
            timedelta(minutes=59),
        ),
    )


def test_no_connection_is_held_and_no_row_locked_while_the_gateway_is_asked(
    post: Post,
) -> None:
    seen: list[tuple[Status, bool]] = []

    def look(message: OutgoingMessage) -> None:
        with post.writing() as session:  # also the one writer of SQLite may write
            session.connection().exec_driver_sql("UPDATE notices SET checks = checks")
        seen.append((post.status(message.id), post.engine.pool.checkedout() == 0))  # type: ignore[attr-defined]

    post.gateway = Moody(lambda: post.now, look)
    post.limits = DeliveryLimits(rate=1000.0, width=1)
    post.order()

    post.round()

    assert seen == [(Status.SENDING, True)]


def test_no_more_are_on_their_way_than_the_width_allows(post: Post, slow: Slow) -> None:
    post.limits = DeliveryLimits(rate=1000.0, width=3)
    post.order_many(MANY)
    courier = started(post)

    worked = [courier.send_due() for _ in range(2)]
    slow.arrived.wait(HANGS)
    full = sum(it.status == Status.SENDING for it in post.notices())
    slow.let_go.set()
    while courier.send_due():
        pass
    courier.stop(timedelta(seconds=10))

    assert (worked, full) == ([True, False], 3)
    assert slow.most <= 3


def test_work_says_when_there_is_none(post: Post) -> None:
    courier = started(post)

    idle = courier.send_due()
    courier.wait_for_work(Event())
    courier.stop(timedelta())

    assert not idle


def test_resting_ends_when_something_under_way_is_done(post: Post, slow: Slow) -> None:
    notice = post.order()
    courier = started(post)
    courier.send_due()
    slow.let_go.set()

    courier.wait_for_work(Event())

    assert post.status(notice) is Status.ACCEPTED
    courier.stop(timedelta())


def test_what_takes_longer_than_the_patience_at_the_end_is_unknown_not_lost(
    post: Post, slow: Slow
) -> None:
    notice = post.order()
    courier = started(post)
    courier.send_due()
    slow.arrived.wait(HANGS)

    courier.stop(timedelta())

    row = post.notice(notice)
    assert (row.status, row.code) == ("unknown", "stopped")
    slow.let_go.set()
    while not slow.records:
        pass
    post.later(5)
    post.reconcile()
    assert post.status(notice) is Status.ACCEPTED


def test_a_gateway_that_breaks_its_promise_is_survived(post: Post) -> None:
    def fail(message: OutgoingMessage) -> None:
        if "坏" in message.text:
            raise RuntimeError

    post.gateway = Moody(lambda: post.now, fail)
    post.limits = DeliveryLimits(rate=1000.0, width=1)
    bad, good = post.order_many([{"reason": "坏"}, {"reason": "好"}])

    post.send_all()

    assert (post.status(bad), post.notice(bad).code) == (Status.UNKNOWN, "error")
    assert post.status(good) is Status.ACCEPTED


def test_what_the_gateway_said_is_not_lost_with_the_store(
    post: Post, slow: Slow
) -> None:
    notice = post.order()
    courier = started(post)
    courier.send_due()
    slow.let_go.set()

    with gone(post.engine), pytest.raises(OperationalError):
        courier.wait_for_work(Event())
    courier.send_due()
    courier.stop(timedelta())

    row = post.notice(notice)
    assert (row.status, row.sid) == ("accepted", slow.records[0].sid)


def test_a_paused_gateway_and_an_empty_bucket_are_not_claimed_for(post: Post) -> None:
    post.limits = DeliveryLimits(rate=1.0)
    post.order_many([{"reason": "字" * 100}, {}])
    courier = started(post)
    courier.send_due()
    courier.stop(timedelta(seconds=10))

    again = NoticeSender(post.delivery_context).send_due()

    assert not again
    assert len(post.gateway.sent) == 1
