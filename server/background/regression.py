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
from faq_store.publishing.regression_job import Rehearsal
from server.background.loop import Loop
from server.config.settings import Settings
from server.errors import ServerError
from server.matcher_files import means_for
from storage.engine import connect
from storage.errors import StorageError
from storage.session import reading, writing

_log = logging.getLogger(__name__)

_GLANCE = timedelta(seconds=1)
"""How often it is looked whether a rehearsal is asked for."""

_BEAT = timedelta(seconds=0.5)
"""How often it is looked whether what is under way is still wanted."""

_MODESTY = 10
"""How far computing steps back behind answering (`nice`)."""

_STORE_AWAY = os.EX_TEMPFAIL
"""What the process ends with that could not use the store."""

_TROUBLE = "试答没有做完（程序出错，日志里有详情）。可以再试一次。"

Perform: TypeAlias = Callable[[Rehearsal, Callable[[], bool]], None]
"""Does what was claimed, for as long as it is wanted."""


class BrokenOffError(ServerError):
    """The process that rehearsed ended before its time."""


class Rehearser(Loop):
    """Looks for rehearsals and performs them, in a thread that dies with the process.

    Several may look: each rehearsal is claimed by one of them, and by another if that
    one falls silent, or is stopped and breaks it off.
    """

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], perform: Perform
    ) -> None:
        super().__init__(
            "rehearser", self._look, _GLANCE, subject="the rehearser", log=_log
        )
        self._engine = engine
        self._clock = clock
        self._do = perform

    def _look(self) -> None:
        now = self._clock()
        with reading(self._engine) as session:
            if not regression_job.waiting(session, now) and not regression_job.stale(
                session
            ):
                return
        with writing(self._engine) as session:
            regression_job.sweep(session)
            held = regression_job.claim(session, now)
        if held:
            self._perform(held)

    def _perform(self, held: Rehearsal) -> None:
        try:
            self._do(held, partial(self._wanted, held))
        except (SQLAlchemyError, StorageError):
            raise  # nobody's fault: when its lease has run out, it is taken up again
        except Exception:  # noqa: BLE001  whatever it was, staff are told
            _log.exception("a rehearsal came to nothing")
            with writing(self._engine) as session:
                regression_job.fail(session, held, _TROUBLE, self._clock())

    def _wanted(self, held: Rehearsal) -> bool:
        if self.stopped.is_set():
            return False
        try:
            return self._holds(held)
        except (SQLAlchemyError, StorageError):
            return True  # so it was a moment ago, and we ask again in another

    def _holds(self, held: Rehearsal) -> bool:
        now = self._clock()
        with reading(self._engine) as session:
            until = regression_job.held_until(session, held)
        if until is None or until - now > regression_job.LEASE / 2:
            return until is not None
        with writing(self._engine) as session:
            return regression_job.hold(session, held, now)


def rehearser(
    engine: Engine, settings: Settings, clock: Callable[[], datetime]
) -> Rehearser:
    """Put one together that leaves the computing to other processes."""
    place = (settings.database_url, settings.encoder_dir)
    return Rehearser(engine, clock, partial(_apart, *place))


def _apart(
    url: str, encoder_dir: str, held: Rehearsal, wanted: Callable[[], bool]
) -> None:
    """Perform in another process; raise `BrokenOffError` if that fails.

    It is begun afresh, not forked: threads and connections of ours stay ours. When
    this process ends, that one is told to end as well; another takes the work over.
    """
    process = get_context("spawn").Process(
        target=work, args=(url, encoder_dir, held), daemon=True
    )
    process.start()
    try:
        while process.is_alive() and wanted():
            process.join(_BEAT.total_seconds())
        unwanted = process.is_alive()
    finally:
        process.terminate()
        process.join()
    if process.exitcode == _STORE_AWAY:
        _log.warning("a rehearsal will be tried again: the store could not be used")
        return
    told = process.exitcode == -signal.SIGTERM
    if process.exitcode and not unwanted and not told:
        raise BrokenOffError(f"it ended with {process.exitcode}")


def work(url: str, encoder_dir: str, held: Rehearsal) -> None:
    """Do it, in the process that is there for nothing else."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began it says when to stop
    os.nice(_MODESTY)
    engine = connect(url)
    try:
        regression_run.perform(
            engine, held, lambda: datetime.now(UTC), means_for(url, encoder_dir)
        )
    except (SQLAlchemyError, StorageError) as error:
        _log.warning("rehearsing: %s", type(error).__name__)
        sys.exit(_STORE_AWAY)
    finally:
        engine.dispose()
