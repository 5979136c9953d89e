"""Turns as staff look for them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from sms import queries as turns
from sms.tables import TurnRow
from storage.keyset import Bounds
from storage.session import reading, writing

ANNA, BERT = "+8613800138000", "+8613900139000"


@pytest.fixture
def store(engine: Engine, now: datetime) -> Engine:
    """Keep six turns: two at one moment; the last is Bert's."""
    said = (
        ("SM1", ANNA, "certain", 0),
        ("SM2", ANNA, "unsure", 1),
        ("SM3", ANNA, None, 1),
        ("SM4", ANNA, "nothing", 2),
        ("SM5", f"whatsapp:{ANNA}", "certain", 3),
        ("SM6", BERT, "certain", 60 * 24),
    )
    with writing(engine) as session:
        for sid, sender, decision, minute in said:
            row = TurnRow(message_sid=sid, sender=sender, to="96500", body=sid)
            row.reply, row.decision = "答", decision
            row.at = now + timedelta(minutes=minute)
            session.add(row)
    return engine


def found(store: Engine, bounds: Bounds, most: int = 9, decision: str = "") -> str:
    with reading(store) as session:
        rows = turns.find_turns(session, bounds, most, decision=decision)
        return "".join(it.message_sid[2:] for it in rows)


def test_the_newest_come_first_and_no_more_than_wanted(store: Engine) -> None:
    assert found(store, Bounds()) == "654321"
    assert found(store, Bounds(), 2) == "65"


def test_the_next_page_begins_below_a_place_even_among_turns_of_one_moment(
    store: Engine, now: datetime
) -> None:
    minute = now + timedelta(minutes=1)

    assert found(store, Bounds(below=(minute, "SM3"))) == "21"
    assert found(store, Bounds(below=(minute, "SM2"))) == "1"


def test_turns_are_found_by_number_decision_and_day(
    store: Engine, now: datetime
) -> None:
    day = now + timedelta(hours=1)

    assert found(store, Bounds(senders=(ANNA, f"whatsapp:{ANNA}"))) == "54321"
    assert found(store, Bounds(senders=("",))) == ""
    assert found(store, Bounds(), decision="certain") == "651"
    assert found(store, Bounds(since=day)) == "6"
    assert found(store, Bounds(until=day), decision="nothing") == "4"


@pytest.mark.parametrize(
    ("sid", "each_way", "shown", "older", "newer"),
    [
        ("SM2", 5, "1234", False, False),
        ("SM2", 1, "123", False, True),
        ("SM4", 1, "34", True, False),
    ],
)
def test_a_turn_is_shown_with_what_came_before_and_after(  # noqa: PLR0913
    store: Engine, sid: str, each_way: int, shown: str, *, older: bool, newer: bool
) -> None:
    with reading(store) as session:
        found = turns.find_turn_window(session, sid, each_way)

        assert found
        assert "".join(it.message_sid[2:] for it in found.turns) == shown
        assert (found.older, found.newer) == (older, newer)


def test_what_is_gone_is_nobodys(store: Engine) -> None:
    with reading(store) as session:
        assert turns.find_turn_window(session, "SM9", 5) is None
        assert turns.find_sender(session, "SM9") is None
        assert turns.find_sender(session, "SM6") == BERT
