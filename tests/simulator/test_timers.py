"""Doing things later, in their order, and going on after what fails."""

import logging
from datetime import timedelta
from queue import SimpleQueue

import pytest

from simulator.timers import TimerThread
from tests.waiting import HANGS

NOW, SECOND = timedelta(), timedelta(seconds=1)


def fail() -> None:
    raise ValueError


def test_what_is_due_is_done_in_order() -> None:
    timers, done = TimerThread(), SimpleQueue[str]()

    for name in "一二三":
        timers.after(NOW, lambda name=name: done.put(name))  # type: ignore[misc]

    assert [done.get(timeout=HANGS) for _ in range(3)] == ["一", "二", "三"]


def test_what_is_due_earlier_is_done_first_whenever_it_was_asked_for() -> None:
    seconds = [0.0]
    timers, done = TimerThread(clock=lambda: seconds[0]), SimpleQueue[str]()
    timers.after(2 * SECOND, lambda: done.put("后"))
    timers.after(SECOND, lambda: done.put("先"))
    seconds[0] = 2.0

    timers.after(NOW, lambda: None)  # whoever waits looks at the clock again

    assert [done.get(timeout=HANGS) for _ in range(2)] == ["先", "后"]


def test_what_is_not_due_waits() -> None:
    timers, done = TimerThread(clock=lambda: 0.0), SimpleQueue[str]()
    timers.after(SECOND, lambda: done.put("后"))
    timers.after(NOW, lambda: done.put("先"))

    assert done.get(timeout=HANGS) == "先"
    assert done.empty()


def test_time_passes_by_itself() -> None:
    timers, done = TimerThread(), SimpleQueue[str]()

    timers.after(timedelta(milliseconds=5), lambda: done.put("好"))

    assert done.get(timeout=HANGS) == "好"


def test_one_that_fails_is_logged_and_does_not_stop_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    timers, done = TimerThread(), SimpleQueue[str]()

    with caplog.at_level(logging.ERROR):
        timers.after(NOW, fail)
        timers.after(NOW, lambda: done.put("好"))
        done.get(timeout=HANGS)

    assert "a receipt failed" in caplog.text


def test_too_much_that_waits_is_said_so() -> None:
    timers = TimerThread(clock=lambda: 0.0, most=2)
    before = timers.full
    timers.after(SECOND, lambda: None)
    timers.after(SECOND, lambda: None)

    assert (before, timers.full) == (False, True)
