"""What is counted of notices."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from notices.delivery import manual_decision
from notices.status import Status
from reporting import count_notices
from reporting.histogram import interval_of
from reporting.metrics import Figure, FigureName, sum_figures
from storage.session import reading
from tests.notices.fakes import Post
from tests.reporting.happened import Happened

DAY = timedelta(days=1)


@pytest.fixture
def happened(engine: Engine) -> Happened:
    return Happened(engine)


def counted(store: Engine, begins: datetime, name: FigureName) -> dict[str, int]:
    with reading(store) as session:
        found: tuple[Figure, ...] = sum_figures(
            count_notices.count_day(session, begins, begins + DAY)
        )
    return {key: value for its, key, value in found if its is name}


def test_notices_are_counted_by_status_and_by_event(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.notice(now, Status.DELIVERED)
    happened.notice(now, Status.DELIVERED, event="受理")
    happened.notice(now, Status.QUEUED)

    assert counted(engine, now, FigureName.NOTICES) == {"delivered": 2, "queued": 1}
    assert counted(engine, now, FigureName.NOTICE_EVENTS) == {"退件": 2, "受理": 1}


def test_only_notices_that_have_left_us_cost_segments(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    for status in Status:
        happened.notice(now, status, segments=1)
    happened.notice(now, Status.DELIVERED, segments=3)

    left = sum(it.left_us for it in Status)
    assert counted(engine, now, FigureName.NOTICE_SEGMENTS) == {"": left + 3}


def test_failures_are_counted_by_code(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.notice(now, Status.UNDELIVERED, code="30003")
    happened.notice(now, Status.FAILED, code="30003")
    happened.notice(now, Status.DEAD, code="busy")
    happened.notice(now, Status.QUEUED, code="retry")

    assert counted(engine, now, FigureName.NOTICE_FAILURES) == {"30003": 2, "busy": 1}


def test_a_code_with_a_number_in_it_is_counted_without_the_number(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.notice(now, Status.FAILED, code="no such 13800138000")

    failures = counted(engine, now, FigureName.NOTICE_FAILURES)

    assert failures == {"no such 138****8000": 1}


def test_delivery_is_measured_from_handing_over_to_the_receipt(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.notice(now, Status.DELIVERED, timedelta(seconds=4))
    happened.notice(now, Status.DELIVERED, timedelta(seconds=4))
    happened.notice(now, Status.DELIVERED, timedelta(seconds=90))

    assert counted(engine, now, FigureName.DELIVERIES) == {
        str(interval_of(4)): 2,
        str(interval_of(90)): 1,
    }


def test_what_staff_wrote_is_no_measure_of_delivery(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    took = timedelta(hours=3)
    happened.notice(now, Status.DELIVERED, took, code=manual_decision.BY_HAND)
    happened.notice(now, Status.DELIVERED, took, sent_at=None)

    assert counted(engine, now, FigureName.DELIVERIES) == {}


def test_a_real_receipt_is_measured(engine: Engine, now: datetime) -> None:
    post = Post(engine, now)
    notice = post.order()
    post.send_all()
    post.now += timedelta(seconds=9)
    post.hear(notice, "delivered")

    assert counted(engine, now, FigureName.NOTICES) == {"delivered": 1}
    assert counted(engine, now, FigureName.DELIVERIES) == {str(interval_of(9)): 1}


def test_only_the_notices_of_the_day_are_counted(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    instant = timedelta(microseconds=1)
    for at in (now - instant, now, now + DAY - instant, now + DAY):
        happened.notice(at, Status.DELIVERED, timedelta(seconds=4))

    assert counted(engine, now, FigureName.NOTICES) == {"delivered": 2}
    assert counted(engine, now, FigureName.DELIVERIES) == {str(interval_of(4)): 2}
