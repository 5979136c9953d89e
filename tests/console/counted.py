"""A day's figures for the dashboard to show, and its files as they are read."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Engine

from reporting import store as reporting_store
from reporting.histogram import interval_of
from reporting.metrics import OTHER, Figure, FigureName
from storage.session import writing
from tests.console.visitors import Clock, Visitor

PAGE = "/console/dashboard"
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
BUSY: tuple[Figure, ...] = (
    (FigureName.TEXTS, "certain", 6),
    (FigureName.TEXTS, "unsure", 3),
    (FigureName.TEXTS, "nothing", 1),
    (FigureName.TEXTS, "choice", 4),
    (FigureName.TEXTS, "stray", 1),
    (FigureName.ANSWERED, "1.2#1", 5),
    (FigureName.ANSWERED, "1.2#2", 2),
    (FigureName.ANSWERED, "9.9", 1),
    (FigureName.ANSWERED, OTHER, 1),
    (FigureName.REPLY_SEGMENTS, "", 1200),
    (FigureName.CALLS, "completed", 2),
    (FigureName.CALLS, "lost", 1),
    (FigureName.CALL_SECONDS, "", 150),
    (FigureName.CALL_LENGTHS, str(interval_of(100)), 2),
    (FigureName.HEARD, "1.1", 1),
    (FigureName.LEFT_AT, "", 1),
    (FigureName.LEFT_AT, "1", 1),
    (FigureName.LEFT_AT, "1.2", 1),
    (FigureName.LEFT_AT, "1.2#1", 4),
    (FigureName.LEFT_AT, "hotline", 1),
    (FigureName.LEFT_AT, "#", 1),
    (FigureName.NOTICES, "delivered", 8),
    (FigureName.NOTICES, "undelivered", 1),
    (FigureName.NOTICES, "sent", 1),
    (FigureName.NOTICES, "cancelled", 5),
    (FigureName.NOTICE_EVENTS, "退件", 15),
    (FigureName.NOTICE_SEGMENTS, "", 34),
    (FigureName.NOTICE_FAILURES, "30003", 1),
    (FigureName.NOTICE_FAILURES, "", 1),
    (FigureName.NOTICE_FAILURES, OTHER, 1),
    (FigureName.DELIVERIES, str(interval_of(4)), 8),
    (FigureName.INQUIRIES, "new", 4),
    (FigureName.INQUIRIES, "settled", 1),
    (FigureName.INQUIRIES, "open", 3),
)


def count(
    store: Engine, clock: Clock, figures: Iterable[Figure] = BUSY, day: date = TODAY
) -> None:
    with writing(store) as session:
        reporting_store.record_day(session, day, tuple(figures), clock(), past=False)


def file(visitor: Visitor, table: str, **asked: str) -> list[list[str]]:
    """Read a table's file."""
    page = visitor.get(f"{PAGE}/{table}.csv", asked)
    assert page.status == 200
    lines = page.html.removeprefix("\ufeff").splitlines()
    return [it.split(",") for it in lines]
