"""A gateway that does not work is left alone, but for one probe at a time."""

from datetime import timedelta

import pytest

from notices.delivery import circuit_breaker
from notices.delivery.settings import DeliveryLimits
from notices.faults import Fault
from notices.gateways.base import SendAccepted, SendOutcome, SendRefused, SendUnknown
from notices.status import Status
from notices.tables import GatewayRow
from tests.notices.fakes import Post

TIMEOUT = SendUnknown("timeout")
BUSY = SendRefused(Fault.BUSY, "20429")
ACCOUNT = SendRefused(Fault.ACCOUNT, "20003")
GOOD = SendAccepted("SM" + "a" * 32)
MANY: list[dict[str, str]] = [{"reason": str(it)} for it in range(40)]


def weigh(post: Post, *outcomes: SendOutcome) -> GatewayRow:
    with post.writing() as session:
        circuit_breaker.record_outcomes(session, outcomes, post.now)
    return post.gateway_row()


def opens_at_in(post: Post, rate: float) -> float:
    opens = post.read(lambda it: circuit_breaker.next_claim_at(it, rate, post.now))
    return (opens - post.now).total_seconds()


@pytest.mark.parametrize("outcome", [TIMEOUT, BUSY])
def test_five_in_a_row_pause_claiming_and_somebody_is_told(
    post: Post, outcome: SendOutcome
) -> None:
    four = weigh(post, *[outcome] * 4)

    five = weigh(post, outcome)

    assert (four.streak, four.paused_until) == (4, None)
    assert five.paused_until == post.now + timedelta(seconds=5)
    assert (five.streak, five.trouble) == (5, getattr(outcome, "code", ""))
    assert post.alerts() == ["unreachable"]
    assert opens_at_in(post, 30) == 5


@pytest.mark.parametrize("outcome", [GOOD, SendRefused(Fault.RECIPIENT, "21211")])
def test_one_that_works_ends_the_row(post: Post, outcome: SendOutcome) -> None:
    weigh(post, *[TIMEOUT] * 4)

    row = weigh(post, outcome, *[TIMEOUT] * 4)

    assert (row.streak, row.paused_until) == (4, None)
    assert post.alerts() == []


@pytest.mark.parametrize("fault", [Fault.ACCOUNT, Fault.SENDER])
def test_a_fault_of_ours_halts_sending_at_once(post: Post, fault: Fault) -> None:
    row = weigh(post, SendRefused(fault, "20003"))

    assert row.paused_until == post.now + timedelta(seconds=5)
    assert post.alerts() == ["halted"]


def test_nothing_new_is_learnt_of_a_gateway_that_works(post: Post) -> None:
    row = weigh(post, GOOD, SendRefused(Fault.CONTENT, "21617"))

    assert (row.streak, row.probes, row.trouble) == (0, 0, "")


def test_while_it_does_not_work_one_notice_is_tried_now_and_then(post: Post) -> None:
    post.always = TIMEOUT
    post.limits = DeliveryLimits(rate=1000.0, width=5)
    post.order_many(MANY)
    handed = []
    for _ in range(60):
        before = len(post.gateway.sent)
        post.send_all()
        handed.append(len(post.gateway.sent) - before)
        post.later(1)

    assert handed[0] == 5
    assert set(handed[1:]) == {0, 1}
    gaps = [second for second, many in enumerate(handed) if many]
    assert gaps == [0, 5, 15, 35]


def test_pauses_grow_to_five_minutes_and_no_longer(post: Post) -> None:
    weigh(post, ACCOUNT)
    post.order_many(MANY)
    post.always = ACCOUNT
    for _ in range(12):
        post.now = post.gateway_row().paused_until or post.now
        post.round()

    paused = post.gateway_row().paused_until
    assert paused == post.now + timedelta(minutes=5)
    assert len(post.gateway.sent) == 12


def test_a_probe_that_works_opens_the_way_and_ends_the_alert(post: Post) -> None:
    weigh(post, *[TIMEOUT] * 5)
    post.order_many(MANY)
    post.later(5)

    post.send_all()

    row = post.gateway_row()
    assert len(post.gateway.records) == 40
    assert (row.streak, row.probes, row.paused_until, row.trouble) == (0, 0, None, "")
    assert post.alerts() == []


def test_another_worker_waits_for_what_becomes_of_a_probe(post: Post) -> None:
    weigh(post, *[TIMEOUT] * 5)
    post.order_many(MANY)
    post.later(5)

    claims = post.claim(), post.claim()

    assert [len(it) for it in claims] == [1, 0]


def test_what_could_not_go_anyway_is_no_probe(post: Post) -> None:
    weigh(post, *[TIMEOUT] * 5)
    post.order(valid_for=timedelta(minutes=1))
    post.later(60)
    late = post.claim()
    post.order()

    probe = post.claim()

    assert (late, len(probe)) == ((), 1)


def test_other_outcomes_under_way_do_not_put_off_the_next_probe(post: Post) -> None:
    weigh(post, *[TIMEOUT] * 5)
    post.later(3)

    row = weigh(post, *[TIMEOUT] * 3)

    assert row.paused_until == post.now + timedelta(seconds=2)


def test_a_store_that_has_sent_nothing_yet_is_open(post: Post) -> None:
    with post.writing() as session:
        session.delete(session.get_one(GatewayRow, circuit_breaker.GATEWAY))

    row = weigh(post, GOOD)

    assert opens_at_in(post, 30) == 0
    assert row.streak == 0


def test_nothing_is_known_of_a_gateway_before_anything_was_sent(post: Post) -> None:
    with post.writing() as session:
        session.delete(session.get_one(GatewayRow, circuit_breaker.GATEWAY))

    assert opens_at_in(post, 30) == 0


def test_a_debt_of_segments_is_waited_for(post: Post) -> None:
    post.limits = DeliveryLimits(rate=2.0)
    post.order(reason="字" * 400)

    post.round()

    assert post.render(reason="字" * 400).segments == 7
    assert opens_at_in(post, 2.0) == 2.5


def test_the_notice_of_a_failed_probe_is_not_the_only_one_tried(post: Post) -> None:
    weigh(post, ACCOUNT)
    first, second = post.order_many(MANY[:2])
    post.always = ACCOUNT
    post.later(5)
    post.round()
    post.later(10)
    post.round()

    assert [it.id for it in post.gateway.sent] == [first, second]
    assert post.status(first) is post.status(second) is Status.QUEUED
