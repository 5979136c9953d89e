"""Calls as staff look for them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr import queries as calls
from ivr.tables import CallRow, CallStepRow
from storage.keyset import Bounds
from storage.session import reading, writing

ANNA, BERT = "+8613800138000", "+8613900139000"


@pytest.fixture
def store(engine: Engine, now: datetime) -> Engine:
    """Keep four calls: two at one moment; the last is Bert's."""
    made = (
        ("CA1", ANNA, "completed", 0),
        ("CA2", ANNA, "lost", 1),
        ("CA3", ANNA, "failed", 1),
        ("CA4", BERT, "completed", 60 * 24),
    )
    with writing(engine) as session:
        for sid, sender, status, minute in made:
            row = CallRow(call_sid=sid, sender=sender, edition=1, status=status)
            row.started_at = now + timedelta(minutes=minute)
            session.add(row)
        session.flush()
        for step in (2, 0, 1):
            key = CallStepRow(call_sid="CA1", step=step, path="0", key=str(step))
            key.at = now
            session.add(key)
    return engine


def found(
    store: Engine, bounds: Bounds, most: int = 9, statuses: tuple[str, ...] = ()
) -> str:
    with reading(store) as session:
        rows = calls.find_calls(session, bounds, most, statuses=statuses)
        return "".join(it.call_sid[2:] for it in rows)


def test_the_newest_come_first_page_by_page(store: Engine, now: datetime) -> None:
    minute = now + timedelta(minutes=1)

    assert found(store, Bounds()) == "4321"
    assert found(store, Bounds(), 2) == "43"
    assert found(store, Bounds(below=(minute, "CA3"))) == "21"


def test_calls_are_found_by_number_ending_and_day(store: Engine, now: datetime) -> None:
    day = now + timedelta(hours=1)

    assert found(store, Bounds(senders=(BERT,))) == "4"
    assert found(store, Bounds(), statuses=("failed", "busy")) == "3"
    assert found(store, Bounds(since=day)) == "4"
    assert found(store, Bounds(until=day), statuses=("completed",)) == "1"


def test_the_keys_of_a_call_are_in_their_order(store: Engine) -> None:
    with reading(store) as session:
        assert [it.key for it in calls.list_keys(session, "CA1", 9)] == ["0", "1", "2"]
        assert [it.key for it in calls.list_keys(session, "CA1", 2)] == ["0", "1"]
        assert calls.list_keys(session, "CA2", 9) == ()


def test_what_is_gone_is_nobodys(store: Engine) -> None:
    with reading(store) as session:
        assert calls.find_call(session, "CA9") is None
        assert calls.find_sender(session, "CA9") is None
        assert calls.find_sender(session, "CA4") == BERT
