"""The daily figures: some days are counted as always, the others repeat them."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, text

from bench.console.sizes import Sizes
from faq_store.content.edition_cache import EditionCache
from reporting.days import DAY, RecountPlan, day_of
from reporting.metrics import MOST_KEYS
from server.background.daily_stats import DailyStats
from storage.session import lift_time_limit, writing

_COUNTED, _DAYS = 3, 180

_REPEATED = (
    """INSERT INTO daily_figures (day, name, key, value)
    SELECT day - :counted * n, name, key, value
    FROM daily_figures, generate_series(1, :times) n""",
    """INSERT INTO counted_days (day, at)
    SELECT day - :counted * n, at FROM counted_days, generate_series(1, :times) n""",
    """INSERT INTO daily_figures (day, name, key, value)
    SELECT day, name, key, 1 + length(key) FROM counted_days,
      (VALUES ('answered'), ('heard')) names (name),
      LATERAL (SELECT key FROM questions WHERE edition_id =
        (SELECT id FROM editions ORDER BY number DESC LIMIT 1)
        ORDER BY md5(key || day) LIMIT :heard) some_of_them
    ON CONFLICT DO NOTHING""",
)


def count(engine: Engine, sizes: Sizes, now: datetime) -> None:
    """Count the last days, and let every day before them have been like them."""
    plan = RecountPlan(today=DAY, recent=DAY, kept=timedelta(days=_DAYS))
    counting = DailyStats(engine, lambda: now, EditionCache(engine).edition, plan)
    for at in range(_COUNTED if sizes.questions else 1):
        counting.count(day_of(now) - DAY * at)
    if sizes.questions:
        given = {
            "counted": _COUNTED,
            "times": _DAYS // _COUNTED - 1,
            "heard": MOST_KEYS,
        }
        with writing(engine) as session:
            lift_time_limit(session)
            for item in _REPEATED:
                session.execute(text(item), given)
