"""A loop repeats its step until it is stopped, whatever goes wrong meanwhile."""

import logging
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy.exc import InterfaceError

from server.background.loop import Loop, LoopStep, stop_together

SOON, NEVER = timedelta(milliseconds=1), timedelta(hours=1)
LOG = logging.getLogger(__name__)


def loop(step: LoopStep, interval: timedelta, done: Event | None = None) -> Loop:
    finish = (done or Event()).set
    return Loop("looping", step, interval, subject="it", log=LOG, finish=finish)


def test_a_step_is_repeated_after_errors_which_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    errors = iter([InterfaceError("", None, ValueError()), ValueError("odd")])
    third, done = Event(), Event()

    def step() -> None:
        for error in errors:
            raise error
        third.set()

    work = loop(step, SOON, done)
    work.start()

    assert third.wait(10)
    work.stop()
    assert done.is_set()
    levels = [(it.levelname, it.getMessage()) for it in caplog.records]
    assert levels == [
        ("WARNING", "it will try again: InterfaceError"),
        ("ERROR", "it will try again"),
    ]


def test_a_step_may_say_how_long_to_wait() -> None:
    waits = iter([SOON, None])
    steps: list[timedelta | None] = []
    second = Event()

    def step() -> timedelta | None:
        steps.append(next(waits))
        if len(steps) == 2:
            second.set()
        return steps[-1]

    work = loop(step, NEVER)
    work.start()

    assert second.wait(10)
    work.stop()
    assert steps == [SOON, None]


def test_a_stop_waits_no_longer_than_it_may() -> None:
    begun, let_go = Event(), Event()

    def step() -> None:
        begun.set()
        let_go.wait(10)

    work = loop(step, NEVER)
    work.start()
    assert begun.wait(10)

    work.stop(SOON)

    assert work.stopped.is_set()
    let_go.set()
    work.stop()


class Hanging:
    """A loop that never ends: whoever stops it waits as long as they said."""

    def __init__(self, waits: list[float]) -> None:
        self._waits = waits

    def stop(self, timeout: timedelta | None = None) -> None:
        assert timeout is not None
        self._waits.append(timeout.total_seconds())


def test_loops_that_hang_are_waited_for_once_and_not_each_anew() -> None:
    waits: list[float] = []

    stop_together([Hanging(waits)] * 3, timedelta(seconds=7), clock=lambda: sum(waits))

    assert waits == [7, 0, 0]
