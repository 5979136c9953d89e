"""The log of refused requests, rate-limited so that a flood of them does not flood it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

_log = logging.getLogger(__name__)
_WINDOW = timedelta(minutes=1)


class RefusalLog:
    """Logs at most `per_minute` refusals a minute, and how many it kept to itself.

    A line names the route and the reason only: no sender, no number, no query.
    """

    def __init__(self, clock: Callable[[], datetime], per_minute: int = 20) -> None:
        self._clock = clock
        self._per_minute = per_minute
        self._lock = Lock()
        self._since = clock()
        self._seen = 0

    def log(self, route: str, reason: str) -> None:
        """Count one refusal, and write it down while there is room."""
        with self._lock:
            kept = self._start_window()
            self._seen += 1
            room = self._seen <= self._per_minute
        if kept:
            _log.warning("refused and not logged: %d", kept)
        if room:
            _log.warning("refused: %s, %s", route, reason)

    def _start_window(self) -> int:
        """Begin a new minute where one is over; return what the old one kept back."""
        now = self._clock()
        if now - self._since < _WINDOW:
            return 0
        kept = max(0, self._seen - self._per_minute)
        self._since, self._seen = now, 0
        return kept
