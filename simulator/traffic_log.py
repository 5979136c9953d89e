"""What has gone over the wire without the page's doing: the latest, to be shown."""

from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import TypeAlias

from simulator.signed_post import FormFields, Hop

MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A request of the helpline to the company, and the answer.

    How the caller proved itself is not kept. `fault` is "" or says why it was refused.
    """

    method: str
    url: str
    form: FormFields
    status: int
    answer: bytes
    took: timedelta
    fault: str


TrafficEntry: TypeAlias = Hop | ApiCall


@dataclass(frozen=True, slots=True)
class TrafficPage:
    """What has passed, in order; `after` is where to go on from."""

    passed: tuple[TrafficEntry, ...]
    after: int


class TrafficLog:
    """Keeps what passed, numbered and filed under the number it was about."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._kept: deque[tuple[int, str, TrafficEntry]] = deque(maxlen=most)
        self._count = 0
        self._lock = Lock()

    @property
    def latest(self) -> int:
        """The number of what passed last."""
        with self._lock:
            return self._count

    def record(self, about: str, passed: TrafficEntry) -> None:
        """Keep what passed; `about` is "" where it was about no number."""
        with self._lock:
            self._count += 1
            self._kept.append((self._count, about, passed))

    def since(self, about: str, after: int) -> TrafficPage:
        """List what was about one number, or none, later than `after`."""
        with self._lock:
            found = tuple(
                passed
                for at, its, passed in self._kept
                if at > after and its in {about, ""}
            )
            return TrafficPage(found, self._count)
