"""Quiet hours: the time of day when no notice is sent but an urgent one."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from helpline.timezone import CHINA


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` until `ends` in China nobody is disturbed; it may span midnight.

    Two equal times mean that no hour is quiet.
    """

    begins: time
    ends: time

    def over_at(self, now: datetime) -> datetime | None:
        """Tell when the quiet hours that it is now are over; None when it is none."""
        here = now.astimezone(CHINA)
        clock = here.time()
        spans_midnight = self.begins > self.ends
        quiet = (
            clock >= self.begins or clock < self.ends
            if spans_midnight
            else self.begins <= clock < self.ends
        )
        if not quiet:
            return None
        over = datetime.combine(here.date(), self.ends, CHINA)
        return over if over > here else over + timedelta(days=1)
