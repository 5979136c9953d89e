"""A background thread: repeats a step until it is stopped, and survives its errors."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from storage.errors import StorageError

LoopStep = Callable[[], timedelta | None]
"""Does one piece of work; says how long to wait for the next, None for as ever."""


class Stoppable(Protocol):
    """What can be told to stop, and waited for that long."""

    def stop(self, timeout: timedelta | None = None) -> None:
        """Begin nothing more, and wait for what is at hand."""
        ...


class Loop:
    """Runs `step`, waits, and runs it again, in a daemon thread.

    It waits for `interval`, also after an error, unless the step says otherwise. An
    error is logged in the name of `subject`, and that is all that becomes of it.
    `stopped` may be shared by several; `finish` is run once at the end.
    """

    def __init__(  # noqa: PLR0913 - each of them differs from loop to loop
        self,
        name: str,
        step: LoopStep,
        interval: timedelta,
        *,
        subject: str,
        log: logging.Logger,
        finish: Callable[[], None] = lambda: None,
        stopped: Event | None = None,
    ) -> None:
        self._step = step
        self._interval = interval
        self._subject = subject
        self._log = log
        self._finish = finish
        self.stopped = stopped or Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread; once only."""
        self._thread.start()

    def stop(self, timeout: timedelta | None = None) -> None:
        """Begin no other step, and wait for the one at hand, for ever or so long."""
        self.stopped.set()
        self._thread.join(None if timeout is None else timeout.total_seconds())

    def _run(self) -> None:
        while not self.stopped.is_set():
            wait = self._survive(self._step)
            self.stopped.wait(
                (self._interval if wait is None else wait).total_seconds()
            )
        self._survive(self._finish)

    def _survive(self, step: LoopStep) -> timedelta | None:
        try:
            return step()
        except (SQLAlchemyError, StorageError) as error:
            reason = type(error).__name__
            self._log.warning("%s will try again: %s", self._subject, reason)
        except Exception:  # noqa: BLE001  the thread must outlive whatever happens in it
            self._log.exception("%s will try again", self._subject)
        return None


def stop_together(
    loops: Iterable[Stoppable],
    patience: timedelta,
    clock: Callable[[], float] = monotonic,
) -> None:
    """Stop one loop after another, and wait for all of them no longer than `patience`.

    `clock` counts seconds from any moment on.
    """
    deadline = clock() + patience.total_seconds()
    for loop in loops:
        loop.stop(timedelta(seconds=max(deadline - clock(), 0.0)))
