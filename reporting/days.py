"""Days in China, and which of them is to be counted next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from helpline.timezone import CHINA

RECOUNTED = timedelta(days=7)
"""How long a day that is past is counted anew: receipts come late."""

DAY = timedelta(days=1)


def day_of(moment: datetime) -> date:
    """Tell which day it was in China."""
    return moment.astimezone(CHINA).date()


def day_begin(day: date) -> datetime:
    """Tell when a day began in China."""
    return datetime.combine(day, time(), CHINA)


def day_end(day: date) -> datetime:
    """Tell when a day was over in China: the moment that the next one began."""
    return day_begin(day + DAY)


@dataclass(frozen=True, slots=True)
class RecountPlan:
    """How often today, and how often the days before it, are counted anew.

    `kept` is how long rows are kept: a day of which some may be deleted already is
    not counted for the first time.
    """

    today: timedelta
    recent: timedelta
    kept: timedelta

    def due(
        self, counted: Mapping[date, datetime], oldest: datetime | None, now: datetime
    ) -> date | None:
        """Tell which day to count now: today, a recent one, else the newest never counted.

        `oldest` is the moment of the oldest row there is. None when nothing is due.
        """
        today = day_of(now)
        if today not in counted or counted[today] <= now - self.today:
            return today
        for day in _days_back(today - DAY, day_of(now - RECOUNTED)):
            stale = not _is_whole(counted, day) or counted[day] <= now - self.recent
            if stale and self._is_kept(day, now):
                return day
        return self._older(counted, oldest, now)

    def _older(
        self, counted: Mapping[date, datetime], oldest: datetime | None, now: datetime
    ) -> date | None:
        if oldest is None:
            return None
        for day in _days_back(day_of(now - RECOUNTED) - DAY, day_of(oldest)):
            if not self._is_kept(day, now):
                return None
            if not _is_whole(counted, day):
                return day
        return None

    def _is_kept(self, day: date, now: datetime) -> bool:
        return day_begin(day) >= now - self.kept


def _is_whole(counted: Mapping[date, datetime], day: date) -> bool:
    """Tell whether a day was counted after it was over."""
    return day in counted and counted[day] >= day_end(day)


def _days_back(last: date, first: date) -> Iterator[date]:
    """Go back from the last of some days to the first."""
    while last >= first:
        yield last
        last -= DAY
