"""Waiting for what happens elsewhere: as long as it takes, and not for ever."""

from collections.abc import Callable
from threading import Event
from time import monotonic

HANGS = 120.0
"""Seconds after which something surely hangs, however much else a machine does."""


def until(met: Callable[[], bool]) -> None:
    """Wait for what another thread or process is about to do."""
    late = monotonic() + HANGS
    while not met():
        assert monotonic() < late, "it has not happened within two minutes"
        Event().wait(0.02)
