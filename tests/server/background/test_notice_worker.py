"""The worker sends until it is told to stop, whatever becomes of store and gateway."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from time import monotonic

import pytest
import requests
import responses
from sqlalchemy import Engine

from notices.delivery import alerts
from notices.delivery.alerts import Alert
from notices.delivery.settings import DeliveryLimits
from notices.faults import Fault
from notices.gateways.base import SendRefused
from notices.gateways.memory import LostMessage
from notices.status import Status
from server.background.notice_worker import (
    NoticeWorker,
    make_notice_worker,
    receipts_url,
)
from tests import stores
from tests.notices.fakes import Post
from tests.notices.troubles import Silent, Slow, gone
from tests.server.callers import address, production
from tests.waiting import HANGS, until

pytestmark = pytest.mark.both_stores

ALERTS = "https://alerts.example/hook"
MANY: list[dict[str, str]] = [{"reason": str(it)} for it in range(40)]
SHORT = timedelta(seconds=0.2)


@pytest.fixture
def post(engine: Engine, now: datetime) -> Post:
    return Post(engine, now)


def deaf(_: Alert) -> bool:
    return True


@contextmanager
def at_work(*workers: NoticeWorker) -> Iterator[None]:
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for item in workers:
            item.stop()


def all_are(post: Post, status: Status) -> bool:
    return {it.status for it in post.notices()} == {status.value}


def test_what_is_queued_is_sent_also_while_it_works(post: Post) -> None:
    post.order()

    with at_work(NoticeWorker(post.delivery_context, deaf)):
        until(lambda: all_are(post, Status.ACCEPTED))
        post.order_many(MANY)
        until(lambda: all_are(post, Status.ACCEPTED))

    assert len(post.gateway.sent) == 41


def test_after_its_stop_nothing_is_sent(post: Post) -> None:
    with at_work(NoticeWorker(post.delivery_context, deaf)):
        pass

    post.order()

    assert post.gateway.sent == ()


def test_a_stop_waits_for_what_is_under_way(post: Post) -> None:
    slow = Slow(post)
    post.gateway = slow
    notice = post.order()
    work = NoticeWorker(post.delivery_context, deaf)
    work.start()
    slow.arrived.wait(HANGS)
    slow.let_go.set()

    work.stop()

    assert post.status(notice) is Status.ACCEPTED


def test_a_stop_waits_no_longer_than_its_patience_and_nothing_is_lost(
    post: Post,
) -> None:
    slow = Slow(post)
    post.gateway = slow
    notice = post.order()
    opened = monotonic()

    def clock() -> datetime:
        return post.now + timedelta(seconds=monotonic() - opened)

    work = NoticeWorker(replace(post.delivery_context, clock=clock), deaf, SHORT)
    work.start()
    slow.arrived.wait(HANGS)

    work.stop()

    still_there = slow.here
    slow.let_go.set()
    assert still_there == 1
    assert (post.status(notice), post.notice(notice).code) == (
        Status.UNKNOWN,
        "stopped",
    )


def in_doubt(post: Post) -> Silent:
    """Have something to ask a gateway that does not answer."""
    silent = Silent(post)
    post.gateway = silent
    post.order()
    post.round()
    post.later(10)
    return silent


def test_a_store_that_is_gone_for_a_moment_is_waited_for(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    with at_work(NoticeWorker(post.delivery_context, deaf)):
        with gone(post.engine):
            until(
                lambda: "the worker will try again: OperationalError" in caplog.messages
            )
        notice = post.order()
        until(lambda: post.status(notice) is Status.ACCEPTED)

    assert len(post.gateway.sent) == 1


def test_a_thread_survives_whatever_happens_in_it(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    broken = [RuntimeError("nobody foresaw this")]

    def jitter() -> float:
        if broken:
            raise broken.pop()
        return 0.5

    notice = post.order()

    with at_work(NoticeWorker(replace(post.delivery_context, jitter=jitter), deaf)):
        until(lambda: post.status(notice) is Status.ACCEPTED)

    assert [it.getMessage() for it in caplog.records if it.exc_info] == [
        "the worker will try again"
    ]


def test_what_is_in_doubt_is_asked_about(post: Post) -> None:
    post.answers.append(LostMessage.ANSWER)
    notice = post.order()
    post.round()
    post.later(5)

    with at_work(NoticeWorker(post.delivery_context, deaf)):
        until(lambda: post.status(notice) is Status.ACCEPTED)

    assert len(post.gateway.sent) == 1


def test_two_workers_at_once_send_each_notice_exactly_once(post: Post) -> None:
    post.limits = DeliveryLimits(rate=1000.0, width=3)
    wanted = post.order_many(MANY)

    with stores.opened(address(post.engine)) as other:
        beside = replace(post.delivery_context, engine=other)
        with at_work(
            NoticeWorker(post.delivery_context, deaf), NoticeWorker(beside, deaf)
        ):
            until(lambda: all_are(post, Status.ACCEPTED))

    assert sorted(it.id for it in post.gateway.sent) == sorted(wanted)


def test_an_alert_is_told_even_while_the_gateway_answers_no_question(
    post: Post,
) -> None:
    silent = in_doubt(post)
    told = Event()

    def tell(_: Alert) -> bool:
        told.set()
        return True

    with at_work(NoticeWorker(post.delivery_context, tell, SHORT)):
        silent.asked.wait(HANGS)
        with post.writing() as session:
            alerts.raise_alert(session, alerts.UNREACHABLE, post.now)
        heard = told.wait(HANGS)
        silent.let_go.set()

    assert heard


def posted(post: Post, *, url: str = ALERTS) -> NoticeWorker:
    settings = production(post.engine, ALERT_URL=url)
    return make_notice_worker(post.engine, post.gateway, settings, lambda: post.now)


def test_an_alert_is_posted_to_its_address(post: Post) -> None:
    post.answers.append(SendRefused(Fault.ACCOUNT, "20003"))
    post.order()

    with responses.RequestsMock() as net:
        net.post(ALERTS, status=204)
        with at_work(posted(post)):
            until(lambda: len(net.calls) == 1)
        body = json.loads(net.calls[0].request.body or "")

    assert body["kind"] == "halted"
    assert "20003" in body["text"]
    assert body["at"] == post.now.isoformat()
    assert post.read(alerts.unsent_alerts) == ()


@pytest.mark.parametrize(
    "answer",
    [{"status": 500}, {"status": 302}, {"body": requests.ConnectionError("away")}],
    ids=["500", "302", "away"],
)
def test_an_alert_that_was_not_taken_is_still_to_be_told(
    post: Post, answer: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    with post.writing() as session:
        alerts.raise_alert(session, alerts.HALTED, post.now)

    with responses.RequestsMock() as net:
        net.add(responses.POST, ALERTS, headers={"Location": ALERTS}, **answer)  # type: ignore[arg-type]
        with at_work(posted(post)):
            until(lambda: any("ALERT_URL" in it for it in caplog.messages))

    assert len(post.read(alerts.unsent_alerts)) == 1


def test_without_an_address_the_log_is_enough(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    with post.writing() as session:
        alerts.raise_alert(session, alerts.HALTED, post.now)

    with at_work(posted(post, url="")):
        until(lambda: post.read(alerts.unsent_alerts) == ())

    assert [it.levelno for it in caplog.records] == [logging.ERROR]


def test_receipts_are_reported_with_our_id_in_the_query() -> None:
    assert receipts_url("https://h.example", "n1") == (
        "https://h.example/notices/receipts?k=n1"
    )
