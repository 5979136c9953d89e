"""A day's figures for the dashboard to show, and its files as they are read."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Engine

from reporting import store as reporting_store
from reporting.histogram import interval
from reporting.metrics import OTHER, Figure, Name
from storage.session import writing
from tests.console.visitors import Clock, Visitor

PAGE = "/console/dashboard"
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
BUSY: tuple[Figure, ...] = (
    (Name.TEXTS, "certain", 6),
    (Name.TEXTS, "unsure", 3),
    (Name.TEXTS, "nothing", 1),
    (Name.TEXTS, "choice", 4),
    (Name.TEXTS, "stray", 1),
    (Name.ANSWERED, "1.2#1", 5),
    (Name.ANSWERED, "1.2#2", 2),
    (Name.ANSWERED, "9.9", 1),
    (Name.ANSWERED, OTHER, 1),
    (Name.REPLY_SEGMENTS, "", 1200),
    (Name.CALLS, "completed", 2),
    (Name.CALLS, "lost", 1),
    (Name.CALL_SECONDS, "", 150),
    (Name.CALL_LENGTHS, str(interval(100)), 2),
    (Name.HEARD, "1.1", 1),
    (Name.LEFT_AT, "", 1),
    (Name.LEFT_AT, "1", 1),
    (Name.LEFT_AT, "1.2", 1),
    (Name.LEFT_AT, "1.2#1", 4),
    (Name.LEFT_AT, "hotline", 1),
    (Name.LEFT_AT, "#", 1),
    (Name.NOTICES, "delivered", 8),
    (Name.NOTICES, "undelivered", 1),
    (Name.NOTICES, "sent", 1),
    (Name.NOTICES, "cancelled", 5),
    (Name.NOTICE_EVENTS, "退件", 15),
    (Name.NOTICE_SEGMENTS, "", 34),
    (Name.NOTICE_FAILURES, "30003", 1),
    (Name.NOTICE_FAILURES, "", 1),
    (Name.NOTICE_FAILURES, OTHER, 1),
    (Name.DELIVERIES, str(interval(4)), 8),
    (Name.INQUIRIES, "new", 4),
    (Name.INQUIRIES, "settled", 1),
    (Name.INQUIRIES, "open", 3),
)


def count(
    store: Engine, clock: Clock, figures: Iterable[Figure] = BUSY, day: date = TODAY
) -> None:
    with writing(store) as session:
        reporting_store.record(session, day, tuple(figures), clock(), past=False)


def file(visitor: Visitor, table: str, **asked: str) -> list[list[str]]:
    """Read a table's file."""
    page = visitor.get(f"{PAGE}/{table}.csv", asked)
    assert page.status == 200
    lines = page.html.removeprefix("\ufeff").splitlines()
    return [it.split(",") for it in lines]
