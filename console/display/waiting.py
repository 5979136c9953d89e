"""How long something has waited for staff, in the days on which they work."""

from datetime import datetime, timedelta

from helpline.timezone import CHINA

_MONDAY = datetime(2024, 1, 1, tzinfo=CHINA)
_WEEK, _WORKED = 7, 5
_DAY = timedelta(days=1)


def working_days(since: datetime, now: datetime) -> float:
    """Count the days between two moments without Saturdays and Sundays in China.

    Public holidays, which the state sets anew each year, count as days of work.
    """
    return max(0.0, _worked(now) - _worked(since))


def _worked(moment: datetime) -> float:
    weeks, rest = divmod((moment - _MONDAY) / _DAY, _WEEK)
    return weeks * _WORKED + min(rest, _WORKED)
