"""Each day's figures are counted beforehand, and stay when rows are deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from helpline.faq import Edition
from notices.status import Status
from reporting import days
from reporting import store as figures
from reporting.days import RecountPlan
from reporting.metrics import Figure, FigureName
from reporting.tables import FigureRow
from server.background import retention
from server.background.daily_stats import DailyStats, DailyStatsThread
from storage.session import reading
from tests.console.visitors import Clock
from tests.helpline.canteen import EDITION
from tests.reporting.happened import SENDER, Happened
from tests.server.callers import address
from tests.server.processes import serving
from tests.waiting import until

OTHER = "+8613900139000"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PLAN = RecountPlan(today=MINUTE, recent=HOUR, kept=180 * DAY)


@dataclass
class Scene:
    """A store in which things happen, a clock, and who counts."""

    store: Engine
    clock: Clock
    happened: Happened = field(init=False)

    def __post_init__(self) -> None:
        self.happened = Happened(self.store)

    @property
    def today(self) -> date:
        return days.day_of(self.clock())

    @property
    def counting(self) -> DailyStats:
        return DailyStats(self.store, self.clock, editions, PLAN)

    def count_all(self) -> list[date]:
        """Count what is due until nothing is; name the days."""
        done = []
        while day := self.counting.due_day():
            self.counting.count(day)
            done.append(day)
        return done

    def figures(self, day: date) -> set[Figure]:
        with reading(self.store) as session:
            found = figures.read_totals(session, day, day)
        return {
            (name, key, many)
            for name, kinds in found.items()
            for key, many in kinds.items()
        }

    def a_bit_of_everything(self, at: datetime) -> None:
        self.happened.text(at, "certain", case="1.1")
        self.happened.call(at, [("0", "1"), ("1", "1")], duration=30)
        self.happened.notice(at, Status.DELIVERED, timedelta(seconds=3))
        self.happened.inquiry(at)


def editions(_: int) -> Edition:
    return EDITION


@pytest.fixture
def scene(engine: Engine, now: datetime) -> Scene:
    return Scene(engine, Clock(now))


def test_today_is_counted_with_all_that_happened(scene: Scene) -> None:
    scene.a_bit_of_everything(scene.clock())

    scene.count_all()

    found = scene.figures(scene.today)
    assert {name for name, _, _ in found} == set(FigureName) - {
        FigureName.NOTICE_FAILURES
    }
    assert (FigureName.TEXTS, "certain", 1) in found
    assert (FigureName.LEFT_AT, "1.1", 1) in found
    assert (FigureName.NOTICES, "delivered", 1) in found
    assert (FigureName.INQUIRIES, "open", 1) in found


def test_no_figure_is_about_a_person(scene: Scene) -> None:
    scene.a_bit_of_everything(scene.clock())

    scene.count_all()

    with reading(scene.store) as session:
        keys = session.scalars(select(FigureRow.key)).all()
    assert [it for it in keys if SENDER[-8:] in it or "HN1" in it] == []


def test_counting_again_changes_nothing_where_nothing_happened(scene: Scene) -> None:
    scene.a_bit_of_everything(scene.clock())
    scene.count_all()
    once = scene.figures(scene.today)

    scene.clock.wait(MINUTE)

    assert scene.count_all() == [scene.today]
    assert scene.figures(scene.today) == once


def test_what_happens_later_today_is_counted_within_a_minute(scene: Scene) -> None:
    scene.count_all()
    scene.happened.text(scene.clock(), "unsure")
    scene.clock.wait(MINUTE)

    scene.count_all()

    assert (FigureName.TEXTS, "unsure", 1) in scene.figures(scene.today)


def test_a_late_receipt_changes_the_figures_of_its_notice_s_day(scene: Scene) -> None:
    day = scene.today
    scene.happened.notice(scene.clock(), Status.SENT)
    scene.count_all()
    scene.clock.wait(2 * DAY)
    scene.count_all()
    with scene.store.begin() as connection:
        connection.exec_driver_sql("UPDATE notices SET status = 'delivered'")
    scene.clock.wait(HOUR)

    scene.count_all()

    assert {it for it in scene.figures(day) if it[0] is FigureName.NOTICES} == {
        (FigureName.NOTICES, "delivered", 1)
    }


def test_days_from_before_there_was_counting_are_counted_too(scene: Scene) -> None:
    long_ago = scene.clock() - 40 * DAY
    scene.a_bit_of_everything(long_ago)

    done = scene.count_all()

    assert done == [scene.today - it * DAY for it in range(41)]
    assert (FigureName.TEXTS, "certain", 1) in scene.figures(days.day_of(long_ago))


def test_what_was_counted_outlives_the_rows(scene: Scene) -> None:
    day = scene.today
    scene.a_bit_of_everything(scene.clock())
    scene.count_all()
    scene.clock.wait(DAY)
    scene.count_all()
    before = scene.figures(day)

    for _ in range(3):  # purged while its day is still counted anew, and long after
        retention.purge_older(scene.store, scene.clock(), 1)
        scene.clock.wait(4 * DAY)
        scene.count_all()

    assert (FigureName.TEXTS, "certain", 1) in before
    assert scene.figures(day) == before


def test_a_day_that_is_deleted_in_part_is_not_counted_for_the_first_time(
    scene: Scene,
) -> None:
    scene.a_bit_of_everything(scene.clock() - 20 * DAY)
    plan = replace(PLAN, kept=10 * DAY)
    counting = replace(scene.counting, plan=plan)

    while day := counting.due_day():
        counting.count(day)

    assert scene.figures(scene.today - 20 * DAY) == set()
    assert (FigureName.INQUIRIES, "open", 1) in scene.figures(scene.today - 9 * DAY)


def test_somebody_who_is_forgotten_leaves_the_figures_of_today(scene: Scene) -> None:
    scene.a_bit_of_everything(scene.clock())
    scene.count_all()
    retention.purge_senders(scene.store, [SENDER])
    scene.clock.wait(MINUTE)

    scene.count_all()

    assert scene.figures(scene.today) == set()


def test_somebody_who_is_forgotten_stays_in_the_figures_of_yesterday(
    scene: Scene,
) -> None:
    yesterday = scene.today
    scene.a_bit_of_everything(scene.clock())
    scene.happened.notice(scene.clock(), Status.SENT, to=OTHER)
    scene.count_all()
    before = scene.figures(yesterday)
    scene.clock.wait(DAY)
    scene.count_all()
    retention.purge_senders(scene.store, [SENDER])
    scene.clock.wait(HOUR)

    scene.count_all()

    assert scene.figures(yesterday) == before


def test_a_receipt_is_counted_also_where_a_text_of_that_day_was_deleted(
    scene: Scene,
) -> None:
    day = scene.today
    scene.happened.text(scene.clock(), "certain")
    scene.happened.inquiry(scene.clock())
    scene.happened.notice(scene.clock(), Status.SENT, to=OTHER)
    scene.count_all()
    scene.clock.wait(DAY)
    scene.count_all()
    retention.purge_senders(scene.store, [SENDER])
    with scene.store.begin() as connection:
        connection.exec_driver_sql("UPDATE notices SET status = 'delivered'")
    scene.clock.wait(HOUR)

    scene.count_all()

    found = scene.figures(day)
    assert (FigureName.NOTICES, "delivered", 1) in found
    assert (FigureName.TEXTS, "certain", 1) in found
    assert (FigureName.INQUIRIES, "new", 1) in found


@contextmanager
def at_work(*statisticians: DailyStatsThread) -> Iterator[None]:
    for statistician in statisticians:
        statistician.start()
    try:
        yield
    finally:
        for item in statisticians:
            item.stop()


def test_two_at_work_count_every_day_as_one_would(scene: Scene) -> None:
    for number in range(12):
        scene.a_bit_of_everything(scene.clock() - number * DAY)
    last = scene.today - 11 * DAY

    with at_work(DailyStatsThread(scene.counting), DailyStatsThread(scene.counting)):
        until(lambda: bool(scene.figures(last)))

    every = [scene.figures(scene.today - it * DAY) for it in range(12)]
    assert [(FigureName.TEXTS, "certain", 1) in it for it in every] == [True] * 12
    assert scene.counting.due_day() is None


def test_without_a_store_counting_is_put_off_not_given_up(
    empty: Engine, now: datetime, log: pytest.LogCaptureFixture
) -> None:
    with at_work(DailyStatsThread(DailyStats(empty, Clock(now), editions, PLAN))):
        until(lambda: "counting will try again" in log.text)

    assert "Traceback" not in log.text


def test_whatever_else_breaks_counting_is_logged(
    engine: Engine, log: pytest.LogCaptureFixture
) -> None:
    beyond_reach = datetime.min.replace(tzinfo=UTC)

    with at_work(
        DailyStatsThread(DailyStats(engine, Clock(beyond_reach), editions, PLAN))
    ):
        until(lambda: "OverflowError" in log.text)


def test_a_served_helpline_counts_by_itself(store: Engine, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    Happened(store).text(now, "certain")
    given = {"SIMULATOR": "on", "PORT": "0", "DATABASE_URL": address(store)}
    scene = Scene(store, Clock(now))

    with serving("run", given=given, folder=tmp_path):
        until(lambda: (FigureName.TEXTS, "certain", 1) in scene.figures(scene.today))
