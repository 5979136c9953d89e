from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from helpline import phone_numbers
from helpline.voice.menu import MenuPath
from ivr import call_log
from ivr.position import Position
from ivr.tables import CallRow, CallStepRow
from ivr.webhook_form import CallEvent
from storage.session import reading, writing

pytestmark = pytest.mark.both_stores

SID = "CA" + "1" * 32


def event(
    status: str = "in-progress", digits: str = "", seconds: int | None = None
) -> CallEvent:
    return CallEvent(
        SID, phone_numbers.parse_sender("+8613800138000"), status, digits, seconds
    )


def call(engine: Engine) -> tuple[str, datetime | None, int | None, int]:
    with reading(engine) as session:
        row = session.get_one(CallRow, SID)
        return row.status, row.ended_at, row.duration, row.edition


def steps(engine: Engine) -> list[tuple[int, str, str]]:
    with reading(engine) as session:
        rows = session.scalars(select(CallStepRow).order_by(CallStepRow.step))
        return [(it.step, it.path, it.key) for it in rows]


def test_a_call_begins_once_and_stays_with_its_edition(
    engine: Engine, now: datetime
) -> None:
    with writing(engine) as session:
        first = call_log.insert_call(session, event(), 3, now)
    with writing(engine) as session:
        again = call_log.insert_call(session, event(), 4, now)

    assert (first, again) == (3, 3)
    assert call(engine) == ("in-progress", None, None, 3)


def test_a_key_delivered_twice_is_one_step(engine: Engine, now: datetime) -> None:
    position = Position(1, MenuPath((1,)), step=2)

    for _ in range(2):
        with writing(engine) as session:
            assert call_log.insert_step(session, event(digits="6"), position, now)

    assert steps(engine) == [(2, "1", "6")]


def test_a_key_of_a_call_we_never_saw_begins_it(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        assert call_log.insert_step(session, event(digits="1"), Position(7), now)

    assert call(engine)[3] == 7


@pytest.mark.parametrize(
    "status", ["completed", "busy", "failed", "no-answer", "canceled"]
)
def test_a_key_after_the_end_is_not_entered(
    engine: Engine, now: datetime, status: str
) -> None:
    with writing(engine) as session:
        call_log.insert_call(session, event(), 1, now)
        call_log.close_call(session, event(status, seconds=9), now)

    with writing(engine) as session:
        assert not call_log.insert_step(session, event(digits="1"), Position(1), now)

    assert steps(engine) == []


def test_the_first_ending_stands(engine: Engine, now: datetime) -> None:
    later = now + timedelta(minutes=1)
    with writing(engine) as session:
        call_log.insert_call(session, event(), 1, now)
        call_log.close_call(session, event("failed"), now)
        call_log.close_call(session, event("completed", seconds=60), later)

    assert call(engine)[:3] == ("failed", now, None)


def test_an_end_may_come_before_the_call_was_seen(
    engine: Engine, now: datetime
) -> None:
    with writing(engine) as session:
        call_log.close_call(session, event("completed", seconds=3), now)

    assert call(engine) == ("completed", now, 3, 0)


def test_a_call_never_ended_is_given_up_after_a_while(
    engine: Engine, now: datetime
) -> None:
    later = now + timedelta(hours=5)
    with writing(engine) as session:
        call_log.insert_call(session, event(), 1, now)

    with writing(engine) as session:
        kept = call_log.give_up(session, now, later)
        lost = call_log.give_up(session, later, later)

    assert (kept, lost) == (0, 1)
    assert call(engine)[:2] == (call_log.LOST, later)


def test_a_lost_call_that_ends_after_all_is_ended(
    engine: Engine, now: datetime
) -> None:
    later = now + timedelta(hours=5)
    with writing(engine) as session:
        call_log.insert_call(session, event(), 1, now)
        call_log.give_up(session, later, later)
        call_log.close_call(session, event("completed", seconds=20000), later)

    assert call(engine)[0] == "completed"


def test_forty_digits_and_a_deep_path_fit_the_books(
    engine: Engine, now: datetime
) -> None:
    read = CallEvent.read(
        {"CallSid": SID, "From": "+8613800138000", "Digits": "1" * 40}
    )
    position = Position(1, MenuPath(tuple(range(1, 40))))

    with writing(engine) as session:
        assert call_log.insert_step(session, read, position, now)

    with reading(engine) as session:
        assert session.scalar(select(func.count(CallStepRow.step))) == 1
