"""What is kept no longer than the operator said, or than its owner wants."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Engine, select

from faq_store.tables import InquiryRow
from ivr.call_log import LOST, ONGOING
from ivr.tables import CallRow, CallStepRow
from server.background import retention
from server.background.retention import Purged, RetentionThread
from sms.tables import ConversationRow, TurnRow
from staff import audit
from staff.audit import AuditEntry
from staff.tables import AttemptRow
from storage.session import reading, writing
from tests.server.callers import rows
from tests.waiting import HANGS

pytestmark = pytest.mark.both_stores

WANG, LI = "+8613800138000", "+8613900139000"
DAYS = 30
EVERYTHING = {
    "turns": 1,
    "conversations": 1,
    "calls": 1,
    "call_steps": 1,
    "inquiries": 1,
}


def keep(
    store: Engine, at: datetime, sender: str = WANG, mark: str = "a", count: int = 1
) -> None:
    """Keep one of everything of a sender, as of a time."""
    with writing(store) as session:
        session.add(ConversationRow(sender=sender, state="", updated_at=at))
        for number in range(count):
            sid = f"{mark}{number:031}"
            session.add_all((turn(sid, sender, at), call(sid, sender, at)))
            session.add(inquiry(sid, sender, at))
            session.flush()
            step = CallStepRow(call_sid=f"CA{sid}", step=0, path="0", key="1", at=at)
            session.add(step)


def turn(sid: str, sender: str, at: datetime) -> TurnRow:
    return TurnRow(
        message_sid=f"SM{sid}", sender=sender, to="", body="", reply="", at=at
    )


def call(sid: str, sender: str, at: datetime) -> CallRow:
    return CallRow(
        call_sid=f"CA{sid}", sender=sender, edition=1, status=ONGOING, started_at=at
    )


def inquiry(sid: str, sender: str, at: datetime) -> InquiryRow:
    return InquiryRow(
        asked="?",
        reason="unsure",
        options="",
        sender=sender,
        at=at,
        source=f"SM{sid}",
    )


def kept(store: Engine) -> dict[str, int]:
    return {name: count for name, count in rows(store).items() if count}


def test_what_is_older_is_deleted_and_the_rest_stays(
    engine: Engine, now: datetime
) -> None:
    limit = now - timedelta(days=DAYS)
    keep(engine, limit - timedelta(seconds=1), WANG, "a")
    keep(engine, limit, LI, "b")

    done = retention.purge_older(engine, now, DAYS)

    assert done == Purged(turns=1, conversations=1, calls=1, inquiries=1, notices=0)
    assert kept(engine) == EVERYTHING


def test_a_conversation_that_goes_on_outlives_its_old_texts(
    engine: Engine, now: datetime
) -> None:
    with writing(engine) as session:
        session.add(turn("a" * 32, WANG, now - timedelta(days=DAYS + 1)))
        session.add(ConversationRow(sender=WANG, state="", updated_at=now))

    retention.purge_older(engine, now, DAYS)

    assert kept(engine) == {"conversations": 1}


def test_more_than_a_batch_is_deleted_too(engine: Engine, now: datetime) -> None:
    many = retention.BATCH + 3
    keep(engine, now - timedelta(days=DAYS + 1), count=many)

    done = retention.purge_older(engine, now, DAYS)

    assert (done.turns, done.calls, done.inquiries) == (many, many, many)
    assert kept(engine) == {}


def test_exactly_a_batch_is_deleted_too(engine: Engine, now: datetime) -> None:
    keep(engine, now - timedelta(days=DAYS + 1), count=retention.BATCH)

    assert retention.purge_older(engine, now, DAYS).turns == retention.BATCH


def test_nothing_old_is_nothing_done(engine: Engine, now: datetime) -> None:
    keep(engine, now)

    assert not retention.purge_older(engine, now, DAYS)


def test_one_person_is_forgotten_and_nobody_else(engine: Engine, now: datetime) -> None:
    keep(engine, now, WANG, "a")
    keep(engine, now, LI, "b")

    done = retention.purge_senders(engine, [WANG])

    assert done == Purged(turns=1, conversations=1, calls=1, inquiries=1, notices=0)
    assert kept(engine) == EVERYTHING
    with reading(engine) as session:
        assert session.scalars(select(TurnRow.sender)).all() == [LI]


def test_what_was_deleted_is_said_in_figures() -> None:
    said = str(Purged(turns=1, conversations=2, calls=3, inquiries=4, notices=5))

    assert said == (
        "已删除：1 条短信记录、2 个对话、3 次通话、4 个待处理提问、5 条通知。"
    )


@contextmanager
def sweeping(store: Engine, now: datetime) -> Iterator[Event]:
    """Sweep in the background; the event tells that a sweep has begun."""
    begun = Event()

    def clock() -> datetime:
        begun.set()
        return now

    sweeper = RetentionThread(store, clock, DAYS)
    sweeper.start()
    try:
        yield begun
    finally:
        sweeper.stop()


def test_a_sweep_is_made_at_the_start(
    engine: Engine, now: datetime, log: pytest.LogCaptureFixture
) -> None:
    keep(engine, now - timedelta(days=DAYS + 1))

    with sweeping(engine, now) as begun:
        assert begun.wait(HANGS)

    assert kept(engine) == {}
    assert "retention: Purged(turns=1, conversations=1" in log.text


def test_a_sweep_takes_logins_that_have_ended_and_leaves_the_audit(
    engine: Engine, now: datetime
) -> None:
    with writing(engine) as session:
        session.add(AttemptRow(name="x", address="", at=now - timedelta(hours=1)))
        change = AuditEntry("login", "staff:x")
        audit.write_entry(session, "x", change, now - timedelta(days=3650))

    with sweeping(engine, now) as begun:
        assert begun.wait(HANGS)

    assert kept(engine) == {"audit": 1}


def test_a_sweep_that_finds_nothing_says_nothing(
    engine: Engine, now: datetime, log: pytest.LogCaptureFixture
) -> None:
    with sweeping(engine, now) as begun:
        assert begun.wait(HANGS)

    assert [it for it in log.records if it.name == "server.background.retention"] == []


@pytest.mark.parametrize(("hours", "status"), [(3, ONGOING), (5, LOST)])
def test_a_call_whose_end_we_were_never_told_is_given_up(
    engine: Engine, now: datetime, hours: int, status: str
) -> None:
    keep(engine, now - timedelta(hours=hours))

    with sweeping(engine, now) as begun:
        assert begun.wait(HANGS)

    with reading(engine) as session:
        assert session.scalars(select(CallRow.status)).all() == [status]


def test_a_sweep_without_a_store_is_put_off_not_given_up(
    empty: Engine, now: datetime, log: pytest.LogCaptureFixture
) -> None:
    with sweeping(empty, now) as begun:
        assert begun.wait(HANGS)

    told = [
        record.getMessage()
        for record in log.records
        if record.name == "server.background.retention"
    ]
    assert told in (
        ["retention will try again: OperationalError"],
        ["retention will try again: ProgrammingError"],
    )


def test_whatever_else_breaks_a_sweep_is_logged_and_the_next_one_comes(
    engine: Engine, log: pytest.LogCaptureFixture
) -> None:
    beyond_reach = datetime.min.replace(tzinfo=UTC)

    with sweeping(engine, beyond_reach) as begun:
        assert begun.wait(HANGS)

    assert "OverflowError" in log.text
