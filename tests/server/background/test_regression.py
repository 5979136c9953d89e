"""Rehearsals are looked for and performed apart, and survive whatever becomes of that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from faq_store.publishing import regression_job, regression_run, review
from faq_store.publishing.regression_job import LEASE, RegressionRun
from server.background.regression import RegressionThread, make_regression_thread
from storage.session import reading, writing
from tests.console.visitors import Clock
from tests.faq_store import examples
from tests.faq_store.reviewed import standing
from tests.server.callers import production
from tests.waiting import HANGS, until

pytestmark = pytest.mark.both_stores

BUSY = OperationalError("locked", None, Exception("locked"))


@pytest.fixture
def drafted(engine: Engine, now: datetime) -> Engine:
    """Ask for the rehearsal of a draft."""
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, examples.retitled("新食堂"), now)
    ask(engine, now)
    return engine


def ask(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        review.request_regression_run(session, by="编辑甲", now=now)


@contextmanager
def at_work(regression_thread: RegressionThread) -> Iterator[None]:
    regression_thread.start()
    try:
        yield
    finally:
        regression_thread.stop()


def of(engine: Engine) -> RegressionRun:
    found = standing(engine).regression_run
    assert found is not None
    return found


def here(engine: Engine, now: datetime) -> RegressionThread:
    """Perform in its own thread, which is quicker to begin than a process."""

    def perform(held: RegressionRun, wanted: Callable[[], bool]) -> None:
        assert wanted()
        regression_run.execute_run(engine, held, lambda: now)

    return RegressionThread(engine, lambda: now, perform)


def test_what_is_asked_for_is_performed_also_while_it_looks(
    drafted: Engine, now: datetime
) -> None:
    with at_work(here(drafted, now)):
        until(lambda: of(drafted).ready)
        examples.draft(drafted, examples.retitled("更新的食堂"), now)
        ask(drafted, now)
        until(lambda: of(drafted).ready)

    assert of(drafted).done == of(drafted).total == 4


def test_two_who_look_perform_it_once(drafted: Engine, now: datetime) -> None:
    performed = []

    def perform(held: RegressionRun, _: Callable[[], bool]) -> None:
        performed.append(held)
        regression_run.execute_run(drafted, held, lambda: now)

    one, two = (RegressionThread(drafted, lambda: now, perform) for _ in range(2))
    with at_work(one), at_work(two):
        until(lambda: of(drafted).ready)

    assert len(performed) == 1


def test_what_goes_wrong_is_told_to_staff_and_does_not_end_the_thread(
    drafted: Engine, now: datetime
) -> None:
    tries = []

    def perform(held: RegressionRun, _: Callable[[], bool]) -> None:
        tries.append(held)
        if len(tries) == 1:
            raise MemoryError
        regression_run.execute_run(drafted, held, lambda: now)

    with at_work(RegressionThread(drafted, lambda: now, perform)):
        until(lambda: bool(of(drafted).trouble))
        told = of(drafted)
        ask(drafted, now)
        until(lambda: of(drafted).ready)

    assert told.trouble.startswith("试答没有做完")


def test_what_the_store_was_too_busy_for_is_taken_up_again_and_is_no_trouble(
    drafted: Engine, now: datetime
) -> None:
    clock, tries = Clock(now), list[RegressionRun]()

    def perform(held: RegressionRun, _: Callable[[], bool]) -> None:
        tries.append(held)
        if len(tries) == 1:
            raise BUSY
        regression_run.execute_run(drafted, held, clock)

    with at_work(RegressionThread(drafted, clock, perform)):
        until(lambda: bool(tries))
        clock.wait(LEASE)
        until(lambda: of(drafted).ready or bool(of(drafted).trouble))

    assert (of(drafted).trouble, of(drafted).token) == ("", 2)


def test_it_is_wanted_while_the_store_is_too_busy_to_tell(
    drafted: Engine, now: datetime
) -> None:
    told, after = list[bool](), list[bool]()

    def refuse(*_: object) -> None:
        raise BUSY

    def perform(_: RegressionRun, wanted: Callable[[], bool]) -> None:
        event.listen(drafted, "before_cursor_execute", refuse)
        try:
            told.append(wanted())
        finally:
            event.remove(drafted, "before_cursor_execute", refuse)
        after.append(wanted())

    with at_work(RegressionThread(drafted, lambda: now, perform)):
        until(lambda: bool(after) or bool(of(drafted).trouble))

    assert (told, after) == ([True], [True])


def test_whoever_performs_holds_on_to_it_and_is_told_when_it_is_wanted_no_more(
    drafted: Engine, now: datetime
) -> None:
    clock, ended, held_on = Clock(now), Event(), Event()

    def perform(_: RegressionRun, wanted: Callable[[], bool]) -> None:
        clock.wait(LEASE * 0.75)
        assert wanted()
        clock.wait(LEASE * 0.75)
        with reading(drafted) as session:
            assert regression_job.find_waiting_run(session, clock()) is None
        held_on.set()
        until(lambda: not wanted())
        ended.set()

    with at_work(RegressionThread(drafted, clock, perform)):
        assert held_on.wait(HANGS)
        examples.draft(drafted, examples.retitled("更新的食堂"), now)
        with writing(drafted) as session:
            regression_job.delete_stale_runs(session)
        assert ended.wait(HANGS)


def test_a_stale_one_is_swept_away_with_its_bytes(
    drafted: Engine, now: datetime
) -> None:
    with at_work(here(drafted, now)):
        until(lambda: of(drafted).ready)
        examples.draft(drafted, examples.retitled("更新的食堂"), now)
        until(lambda: not stale(drafted))

    assert standing(drafted).regression_run is None


def stale(engine: Engine) -> bool:
    with reading(engine) as session:
        return regression_job.has_stale_runs(session)


def test_it_is_performed_in_a_process_of_its_own(drafted: Engine) -> None:
    settings = production(drafted)

    with at_work(make_regression_thread(drafted, settings, lambda: datetime.now(UTC))):
        until(lambda: of(drafted).ready)

    assert of(drafted).ready


def test_a_process_that_is_stopped_leaves_it_to_others(
    drafted: Engine, now: datetime
) -> None:
    with at_work(make_regression_thread(drafted, production(drafted), lambda: now)):
        until(lambda: of(drafted).token == 1)

    found = of(drafted)
    assert not found.trouble
    with writing(drafted) as session:
        again = regression_job.claim_run(session, now + LEASE)
    assert found.ready or again is not None


def test_a_process_that_ends_with_ours_leaves_no_trouble(
    drafted: Engine, now: datetime
) -> None:
    with at_work(make_regression_thread(drafted, production(drafted), lambda: now)):
        until(lambda: bool(active_children()))
        for child in active_children():
            child.terminate()
        until(lambda: not active_children())

    assert not of(drafted).trouble


def test_a_process_that_fails_is_no_silence(drafted: Engine, now: datetime) -> None:
    # The process begins afresh, and finds no encoder where there should be one.
    settings = production(drafted, ENCODER_DIR="/nowhere")

    with at_work(make_regression_thread(drafted, settings, lambda: now)):
        until(lambda: bool(of(drafted).trouble))

    assert of(drafted).trouble


def test_a_process_that_cannot_use_the_store_leaves_it_to_another_try(
    drafted: Engine, now: datetime, tmp_path: Path, log: pytest.LogCaptureFixture
) -> None:
    without_tables = production(f"sqlite:///{tmp_path / 'other.db'}")

    with at_work(make_regression_thread(drafted, without_tables, lambda: now)):
        until(lambda: bool(log.records))

    assert not of(drafted).trouble
    assert "a rehearsal will be tried again" in log.text
