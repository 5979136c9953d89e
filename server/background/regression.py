"""Regression runs of drafts in the background, each in a process of its own."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from typing import TypeAlias

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from faq_store.publishing import regression_job, regression_run
from faq_store.publishing.regression_job import RegressionRun
from server.background.loop import Loop
from server.config.settings import Settings
from server.errors import ServerError
from server.matcher_files import matcher_files_for
from storage.engine import connect
from storage.errors import StorageError
from storage.session import reading, writing

_log = logging.getLogger(__name__)

_POLL_INTERVAL = timedelta(seconds=1)
"""How often it is looked whether a rehearsal is asked for."""

_CHECK_INTERVAL = timedelta(seconds=0.5)
"""How often it is looked whether what is under way is still wanted."""

_NICENESS = 10
"""How far computing steps back behind answering (`nice`)."""

_STORE_AWAY = os.EX_TEMPFAIL
"""What the process ends with that could not use the store."""

_TROUBLE = "试答没有做完（程序出错，日志里有详情）。可以再试一次。"

RunRegression: TypeAlias = Callable[[RegressionRun, Callable[[], bool]], None]
"""Does what was claimed, for as long as it is wanted."""


class RegressionInterruptedError(ServerError):
    """The process that rehearsed ended before its time."""


class RegressionThread(Loop):
    """Looks for rehearsals and performs them, in a thread that dies with the process.

    Several may look: each rehearsal is claimed by one of them, and by another if that
    one falls silent, or is stopped and breaks it off.
    """

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], perform: RunRegression
    ) -> None:
        super().__init__(
            "rehearser", self._poll, _POLL_INTERVAL, subject="the rehearser", log=_log
        )
        self._engine = engine
        self._clock = clock
        self._run_regression = perform

    def _poll(self) -> None:
        now = self._clock()
        with reading(self._engine) as session:
            if not regression_job.find_waiting_run(
                session, now
            ) and not regression_job.has_stale_runs(session):
                return
        with writing(self._engine) as session:
            regression_job.delete_stale_runs(session)
            held = regression_job.claim_run(session, now)
        if held:
            self._run_job(held)

    def _run_job(self, held: RegressionRun) -> None:
        try:
            self._run_regression(held, partial(self._is_wanted, held))
        except (SQLAlchemyError, StorageError):
            raise  # nobody's fault: when its lease has run out, it is taken up again
        except Exception:  # noqa: BLE001  whatever it was, staff are told
            _log.exception("a rehearsal came to nothing")
            with writing(self._engine) as session:
                regression_job.fail_run(session, held, _TROUBLE, self._clock())

    def _is_wanted(self, held: RegressionRun) -> bool:
        if self.stopped.is_set():
            return False
        try:
            return self._renew_lease(held)
        except (SQLAlchemyError, StorageError):
            return True  # so it was a moment ago, and we ask again in another

    def _renew_lease(self, held: RegressionRun) -> bool:
        now = self._clock()
        with reading(self._engine) as session:
            until = regression_job.lease_end(session, held)
        if until is None or until - now > regression_job.LEASE / 2:
            return until is not None
        with writing(self._engine) as session:
            return regression_job.renew_lease(session, held, now)


def make_regression_thread(
    engine: Engine, settings: Settings, clock: Callable[[], datetime]
) -> RegressionThread:
    """Put one together that leaves the computing to other processes."""
    place = (settings.database_url, settings.encoder_dir)
    return RegressionThread(engine, clock, partial(_run_in_process, *place))


def _run_in_process(
    url: str, encoder_dir: str, held: RegressionRun, wanted: Callable[[], bool]
) -> None:
    """Perform in another process; raise `RegressionInterruptedError` if that fails.

    It is begun afresh, not forked: threads and connections of ours stay ours. When
    this process ends, that one is told to end as well; another takes the work over.
    """
    process = get_context("spawn").Process(
        target=run_regression, args=(url, encoder_dir, held), daemon=True
    )
    process.start()
    try:
        while process.is_alive() and wanted():
            process.join(_CHECK_INTERVAL.total_seconds())
        unwanted = process.is_alive()
    finally:
        process.terminate()
        process.join()
    if process.exitcode == _STORE_AWAY:
        _log.warning("a rehearsal will be tried again: the store could not be used")
        return
    told = process.exitcode == -signal.SIGTERM
    if process.exitcode and not unwanted and not told:
        raise RegressionInterruptedError(f"it ended with {process.exitcode}")


def run_regression(url: str, encoder_dir: str, held: RegressionRun) -> None:
    """Do it, in the process that is there for nothing else."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began it says when to stop
    os.nice(_NICENESS)
    engine = connect(url)
    try:
        regression_run.execute_run(
            engine, held, lambda: datetime.now(UTC), matcher_files_for(url, encoder_dir)
        )
    except (SQLAlchemyError, StorageError) as error:
        _log.warning("rehearsing: %s", type(error).__name__)
        sys.exit(_STORE_AWAY)
    finally:
        engine.dispose()
