from datetime import datetime, timedelta

import pytest

from console.inquiries.waiting_time import working_days
from helpline.timezone import CHINA

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "waited", "days"),
    [
        (MONDAY, 12 * HOUR, 0.5),
        (MONDAY, 2 * DAY, 2),
        (MONDAY + 4 * DAY, 3 * DAY, 1),  # over a weekend
        (MONDAY + 5 * DAY, DAY, 0),  # within one
        (MONDAY, 7 * DAY, 5),
        (MONDAY + 3 * DAY, 14 * DAY, 10),
    ],
)
def test_only_days_of_work_count(
    since: datetime, waited: timedelta, days: float
) -> None:
    assert working_days(since, since + waited) == pytest.approx(days)


def test_nothing_waits_for_less_than_no_time() -> None:
    assert working_days(MONDAY, MONDAY - DAY) == 0
