"""What is counted of inquiries."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from reporting import count_inquiries
from storage.session import reading
from tests.reporting.happened import Happened

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def happened(engine: Engine) -> Happened:
    return Happened(engine)


def counted(store: Engine, begins: datetime) -> tuple[int, ...]:
    """Give how many came, were settled, and waited at the end."""
    with reading(store) as session:
        found = count_inquiries.count_day(session, begins, begins + DAY)
        return tuple(value for _, _, value in found)


def test_where_nobody_asked_nothing_waits(engine: Engine, now: datetime) -> None:
    assert counted(engine, now) == (0, 0, 0)


def test_inquiries_wait_from_their_day_until_they_are_settled(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.inquiry(now + HOUR)
    happened.inquiry(now + HOUR, settled_at=now + 2 * HOUR)
    happened.inquiry(now + HOUR, settled_at=now + DAY)

    assert counted(engine, now - DAY) == (0, 0, 0)
    assert counted(engine, now) == (3, 1, 2)
    assert counted(engine, now + DAY) == (0, 1, 1)
    assert counted(engine, now + 2 * DAY) == (0, 0, 1)


def test_an_inquiry_belongs_to_the_day_that_it_came_on(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.inquiry(now)
    happened.inquiry(now + DAY)

    assert counted(engine, now)[0] == 1
    assert counted(engine, now)[2] == 1
