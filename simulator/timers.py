"""Doing things later: one thread, begun with the first thing there is to wait for."""

import logging
from collections.abc import Callable
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count
from threading import Condition, Thread
from time import monotonic

MOST_WAITING = 10_000

Work = Callable[[], None]
_log = logging.getLogger(__name__)


class TimerThread:
    """Does each work once its time has come, one after another.

    `clock` counts seconds from anywhere. What still waits when the process ends is
    lost, as receipts may be.
    """

    def __init__(
        self, clock: Callable[[], float] = monotonic, most: int = MOST_WAITING
    ) -> None:
        self._clock = clock
        self._most = most
        self._order = count()
        self._waiting: list[tuple[float, int, Work]] = []
        self._changed = Condition()
        self._thread: Thread | None = None

    @property
    def full(self) -> bool:
        """Whether no more should be asked for now."""
        with self._changed:
            return len(self._waiting) >= self._most

    def after(self, delay: timedelta, work: Work) -> None:
        """Do this so much later; what is due at one time is done in order."""
        due = self._clock() + delay.total_seconds()
        with self._changed:
            heappush(self._waiting, (due, next(self._order), work))
            self._changed.notify()
            if self._thread is None:  # not before: a server forks, threads do not
                self._thread = Thread(target=self._run, name="receipts", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            work = self._next()
            try:
                work()
            except Exception:  # noqa: BLE001  the thread must outlive whatever fails
                _log.exception("a receipt failed")

    def _next(self) -> Work:
        with self._changed:
            while True:
                if not self._waiting:
                    self._changed.wait()
                    continue
                left = self._waiting[0][0] - self._clock()
                if left <= 0:
                    return heappop(self._waiting)[2]
                self._changed.wait(left)
