"""How long an inquiry has waited, in working days, and when that is too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from helpline.timezone import CHINA

PROMISED_DAYS = 2
"""Working days within which an inquiry should be settled."""


@dataclass(frozen=True, slots=True)
class WaitingAge:
    """How long something has waited, in words and in a colour of Bootstrap's."""

    words: str
    colour: str
    late: bool


def measure_waiting(since: datetime, now: datetime) -> WaitingAge:
    """Tell how long something has waited."""
    days = working_days(since, now)
    if days > PROMISED_DAYS:
        return WaitingAge(f"超时：已等{int(days)}个工作日", "danger", late=True)
    if days >= 1:
        return WaitingAge("已等1个多工作日", "warning", late=False)
    return WaitingAge("等了不到1个工作日", "light", late=False)


_MONDAY = datetime(2024, 1, 1, tzinfo=CHINA)


_WEEK, _WORKED = 7, 5


_DAY = timedelta(days=1)


def working_days(since: datetime, now: datetime) -> float:
    """Count the days between two moments without Saturdays and Sundays in China.

    Public holidays, which the state sets anew each year, count as days of work.
    """
    return max(0.0, _working_time(now) - _working_time(since))


def _working_time(moment: datetime) -> float:
    weeks, rest = divmod((moment - _MONDAY) / _DAY, _WEEK)
    return weeks * _WORKED + min(rest, _WORKED)
