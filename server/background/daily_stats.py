"""Daily statistics, counted in the background: today every minute, the week before every hour."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from time import monotonic

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

import reporting.count_calls
import reporting.count_inquiries
import reporting.count_notices
import reporting.count_texts
from faq_store.tables import InquiryRow
from ivr.tables import CallRow
from notices.tables import NoticeRow
from reporting import days, metrics, store
from reporting.count_calls import Editions
from reporting.days import RecountPlan
from reporting.metrics import Figure
from reporting.store import count_times
from server.app_state import AppState
from server.background.loop import Loop
from sms.tables import TurnRow
from storage.session import lift_time_limit, reading, writing

_log = logging.getLogger(__name__)

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_POLL_INTERVAL = timedelta(seconds=15)
"""How often it is looked whether a day is due: others may have counted it."""

_SHARE = 20
"""Of the time, about one part in so many goes into counting, where there is much."""

_MOMENTS = (TurnRow.at, CallRow.started_at, NoticeRow.created_at, InquiryRow.at)
"""When it was that there was something to count."""


@dataclass(frozen=True, slots=True)
class DailyStats:
    """Where days are counted; `editions` finds what callers were led through."""

    engine: Engine
    clock: Callable[[], datetime]
    editions: Editions
    plan: RecountPlan

    def due_day(self) -> date | None:
        """Tell which day is to be counted now, if any."""
        now = self.clock()
        today = days.day_of(now)
        with reading(self.engine) as session:
            since = days.day_of(now - self.plan.kept)
            counted = count_times(session, min(since, today), today)
            return self.plan.due(counted, _oldest_moment(session), now)

    def count(self, day: date) -> bool:
        """Count a day and record it; tell whether nobody has counted it since."""
        now = self.clock()
        with reading(self.engine) as session:
            lift_time_limit(session)
            found = metrics.sum_figures(self._figures(session, day))
        past = day < days.day_of(now)
        with writing(self.engine) as session:
            return store.record_day(session, day, found, now, past=past)

    def _figures(self, session: Session, day: date) -> Iterator[Figure]:
        begins, ends = days.day_begin(day), days.day_end(day)
        yield from reporting.count_texts.count_day(session, begins, ends)
        yield from reporting.count_calls.count_day(
            session, begins, ends, editions=self.editions
        )
        yield from reporting.count_notices.count_day(session, begins, ends)
        yield from reporting.count_inquiries.count_day(session, begins, ends)


def _oldest_moment(session: Session) -> datetime | None:
    found = (session.scalar(select(func.min(it))) for it in _MOMENTS)
    return min(filter(None, found), default=None)


class DailyStatsThread(Loop):
    """Counts what is due, in a thread that dies with the process.

    Several processes share the work: what one has counted is not due for the others,
    and two that count one day at once write the same.
    """

    def __init__(self, counting: DailyStats) -> None:
        super().__init__(
            "statistician", self._count, _MINUTE, subject="counting", log=_log
        )
        self._stats = counting

    def _count(self) -> timedelta:
        """Count one day if one is due; tell how long to rest, as long as it took."""
        day = self._stats.due_day()
        if day is None:
            return _POLL_INTERVAL
        began = monotonic()
        self._stats.count(day)
        took = timedelta(seconds=monotonic() - began)
        self._slow_down(took)
        return took

    def _slow_down(self, took: timedelta) -> None:
        today = took * _SHARE
        week = today * days.RECOUNTED.days
        plan = self._stats.plan
        plan = replace(plan, today=max(_MINUTE, today), recent=max(_HOUR, week))
        self._stats = replace(self._stats, plan=plan)


def make_daily_stats_thread(held: AppState) -> DailyStatsThread:
    """Put one together for an application."""
    kept = timedelta(days=held.settings.retention_days)
    plan = RecountPlan(today=_MINUTE, recent=_HOUR, kept=kept)
    return DailyStatsThread(
        DailyStats(held.engine, held.clock, held.edition_cache.edition, plan)
    )
