"""Notices are kept no longer than the operator said, or than their owner wants."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from notices import api_keys, idempotency
from notices.api_keys import Scope
from notices.compose.notice_request import Priority
from notices.delivery import alerts, batches, receipts, suppressions
from notices.delivery.outcomes import SendResult
from notices.gateways.base import SendAccepted
from notices.idempotency import IdempotentRequest, NewRequest
from notices.reference_tables import ApiKeyRow, ApiRequestRow
from notices.status import Status
from notices.tables import BatchRow, NoticeRow
from server.background import retention
from storage.session import reading, writing
from tests.notices.fakes import APPLICANT, OTHER, Post
from tests.server.callers import rows

pytestmark = pytest.mark.both_stores

DAYS = 30
OLD = timedelta(days=DAYS, seconds=1)
NOTHING: dict[str, int] = {}


@pytest.fixture
def post(engine: Engine, now: datetime) -> Post:
    return Post(engine, now)


def kept(post: Post) -> dict[str, int]:
    counted = rows(post.engine)
    return {it: many for it, many in counted.items() if many and it != "gateways"}


def purge(post: Post) -> int:
    return retention.purge_older(post.engine, post.now, DAYS).notices


def forget(post: Post, number: str = APPLICANT) -> int:
    return retention.purge_senders(post.engine, [number, f"whatsapp:{number}"]).notices


# --- What is old -------------------------------------------------------------


def test_an_old_notice_goes_with_its_history_its_receipts_and_its_batch(
    post: Post,
) -> None:
    batch = post.batch([{"to": APPLICANT}, {"to": OTHER}])
    with post.writing() as session:
        batches.release_batch(session, batch, post.now)
    post.send_all()
    for notice in post.notices():
        assert post.hear(notice.id, "delivered", notice.sid or "")
    before = kept(post)
    post.later(OLD)

    done = purge(post)

    assert (before["notices"], before["receipts"], before["batches"]) == (2, 2, 1)
    assert (done, kept(post)) == (2, NOTHING)


def test_what_is_not_old_yet_stays_with_all_that_hangs_on_it(post: Post) -> None:
    notice = post.order()
    post.send_all()
    post.hear(notice, "delivered")
    post.later(timedelta(days=DAYS))
    before = kept(post)

    assert purge(post) == 0
    assert kept(post) == before


def test_more_than_can_be_deleted_at_once_is_deleted_too(post: Post) -> None:
    many = retention.BATCH + 3
    post.order_many([{"reason": f"第{it}页"} for it in range(many)])
    with post.writing() as session:
        suppressions.suppress_number(session, APPLICANT, "staff:x", post.now)
    post.later(OLD)

    assert purge(post) == many
    assert kept(post) == {"suppressions": 1, "suppression_events": 1}


@pytest.mark.parametrize("status", [*Status])
def test_what_is_still_to_be_sent_is_not_deleted_unsent(
    post: Post, status: Status
) -> None:
    notice = post.order()
    with post.writing() as session:
        session.get_one(NoticeRow, notice).status = status.value
    post.later(OLD)

    done = purge(post)

    assert done == (status not in {Status.QUEUED, Status.SENDING})


def test_what_is_to_be_sent_later_than_is_kept_is_still_sent(post: Post) -> None:
    send_at = post.now + timedelta(days=DAYS + 4)
    batch = post.batch([{"send_at": send_at}])
    with post.writing() as session:
        batches.release_batch(session, batch, post.now)
    post.later(OLD)

    done = purge(post)

    post.later(send_at - post.now)
    post.send_all()
    assert (done, len(post.gateway.sent), kept(post)["batches"]) == (0, 1, 1)
    assert (purge(post), kept(post)) == (1, NOTHING)


def test_a_batch_that_was_never_released_expires_and_is_deleted(post: Post) -> None:
    post.batch([{}])
    post.later(OLD)
    waiting = purge(post)
    post.tidy()

    assert (waiting, purge(post)) == (0, 1)
    assert kept(post) == NOTHING


def test_a_receipt_that_fits_no_notice_is_deleted_when_it_is_old(post: Post) -> None:
    post.hear("nowhere", "delivered", "SM1")
    post.later(timedelta(days=DAYS))
    purge(post)
    young = len(post.receipts())
    post.later(1)

    purge(post)

    assert (young, post.receipts()) == (1, [])


def test_an_answered_request_is_deleted_after_a_week_whatever_is_kept(
    post: Post,
) -> None:
    with post.writing() as session:
        api_keys.add(session, "window", [Scope.WRITE], post.now, "x" * 32)
        owner = session.scalars(select(ApiKeyRow.id)).one()
    for key in ("old", "young"):
        asked = IdempotentRequest(owner, key, "digest")
        with post.writing() as session:
            taken = idempotency.claim_request(session, asked, post.next_id(), post.now)
            assert isinstance(taken, NewRequest)
        post.later(timedelta(days=3.5, seconds=1))

    purge(post)

    with reading(post.engine) as session:
        keys = session.scalars(select(ApiRequestRow.idempotency_key)).all()
    assert keys == ["young"]


def test_an_alert_is_deleted_when_it_is_old_and_over(post: Post) -> None:
    with post.writing() as session:
        alerts.raise_alert(session, alerts.UNKNOWN_PILE, post.now, code="20")
        alerts.raise_alert(session, alerts.HALTED, post.now, code="20003")
        alerts.clear_alert(session, alerts.UNKNOWN_PILE, post.now)
    post.later(OLD)

    purge(post)

    assert post.alerts() == ["halted"]
    assert kept(post) == {"alerts": 1}


def test_who_has_come_back_is_forgotten_and_who_has_not_stays_known(
    post: Post,
) -> None:
    with post.writing() as session:
        for number in (APPLICANT, OTHER):
            suppressions.suppress_number(session, number, "text:SM1", post.now)
        suppressions.resume_number(session, OTHER, "text:SM2", post.now)
    before = kept(post)
    post.later(OLD)

    purge(post)

    assert before == {"suppressions": 2, "suppression_events": 3}
    assert kept(post) == {"suppressions": 1, "suppression_events": 1}
    with reading(post.engine) as session:
        assert suppressions.is_suppressed(session, APPLICANT)


# --- What its owner does not want kept ---------------------------------------


def test_a_person_s_notices_are_forgotten_and_nobody_else_s(post: Post) -> None:
    mine, other = post.order(), post.order(to=OTHER)
    post.send_all()
    for item in (mine, other):
        post.hear(item, "delivered")

    done = forget(post)

    assert (done, [it.id for it in post.notices()]) == (1, [other])
    assert [it.notice_id for it in post.receipts()] == [other]


def test_what_waits_for_a_forgotten_person_is_never_sent(post: Post) -> None:
    post.order()
    post.order(send_at=post.now + timedelta(days=1))
    batch = post.batch([{}, {"to": OTHER}])

    done = forget(post)

    with post.writing() as session:
        released = batches.release_batch(session, batch, post.now)
    post.later(timedelta(days=2))
    post.send_all()
    assert (done, released) == (3, 1)
    assert [it.to for it in post.gateway.sent] == [OTHER]


def test_that_a_forgotten_person_has_unsubscribed_stays_known(post: Post) -> None:
    with post.writing() as session:
        suppressions.suppress_number(session, APPLICANT, "text:SM1", post.now)
    post.order()

    forget(post)

    again = post.order(priority=Priority.URGENT)
    post.send_all()
    assert post.status(again) is Status.SUPPRESSED
    assert post.gateway.sent == ()
    assert kept(post)["suppression_events"] == 1


def test_a_parked_receipt_that_names_a_forgotten_person_is_forgotten_too(
    post: Post,
) -> None:
    for number in (APPLICANT, OTHER):
        form = {"status": "sent", "sid": f"SM{number}", "To": number}
        receipt = post.gateway.parse_receipt("nowhere", form)
        with post.writing() as session:
            receipts.store_receipt(session, receipt, post.now)

    forget(post)

    assert [it.sid for it in post.receipts()] == [f"SM{OTHER}"]


def test_a_notice_forgotten_while_it_is_being_sent_is_no_trouble(post: Post) -> None:
    post.order()
    (claim,) = post.claim()

    forget(post)

    post.record(SendResult(claim, SendAccepted("SM1", Status.ACCEPTED)))
    assert not post.hear(claim.id, "delivered", "SM1")
    assert post.notices() == []


def test_the_batch_of_a_forgotten_person_stays_for_the_others(
    engine: Engine, post: Post
) -> None:
    batch = post.batch([{}, {"to": OTHER}])

    forget(post)

    with writing(engine) as session:
        assert session.get_one(BatchRow, batch).complete_at == post.now
        assert batches.summarize_batch(session, batch).total == 1
