"""Calls in progress: found again, one act at a time, never too many."""

from threading import Event, Thread

import pytest

from simulator.call_registry import CallRegistry
from simulator.calls import Call
from simulator.errors import NoSuchCallError
from tests.simulator.script import Scripted


def call(sid: str) -> Call:
    return Call(Scripted({}, sid=sid))


def test_a_call_is_found_by_its_id() -> None:
    board, one = CallRegistry(), call("CA1")
    board.connect(one)

    with board.using("CA1") as found:
        assert found is one


def test_a_call_that_is_not_here_is_said_so() -> None:
    with pytest.raises(NoSuchCallError, match="重新拨打"), CallRegistry().using("CA1"):
        pass


def test_the_oldest_call_makes_room() -> None:
    board = CallRegistry(most=2)
    for sid in ("CA1", "CA2", "CA3"):
        board.connect(call(sid))

    with board.using("CA2"), board.using("CA3"):
        pass
    with pytest.raises(NoSuchCallError), board.using("CA1"):
        pass


def test_two_acts_in_one_call_wait_for_each_other() -> None:
    board, done = CallRegistry(), Event()
    board.connect(call("CA1"))

    def act() -> None:
        with board.using("CA1"):
            done.set()

    with board.using("CA1"):
        other = Thread(target=act)
        other.start()
        waited = not done.wait(0.05)
    other.join()

    assert waited
    assert done.is_set()
