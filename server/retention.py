"""Deletes what is older than the operator keeps, now and every hour."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Engine, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import InstrumentedAttribute, Session
from typing_extensions import override

from faq_store.tables import InquiryRow
from ivr import calls
from ivr.tables import CallRow, CallStepRow
from sms.tables import ConversationRow, TurnRow
from storage.errors import StorageError
from storage.session import writing

BATCH = 500
"""Rows in one transaction: a waiting writer on SQLite is held up only briefly."""

LONGEST_CALL = timedelta(hours=4)
"""How long the provider lets a call last: one that is older has been lost."""

_HOUR = timedelta(hours=1)
_UNTRACKED = {"synchronize_session": False}  # nothing of it is in memory
_log = logging.getLogger(__name__)

_Key = InstrumentedAttribute[Any]
_Time = InstrumentedAttribute[datetime]


@dataclass(frozen=True, slots=True)
class Purged:
    """How much was deleted."""

    turns: int
    conversations: int
    calls: int
    inquiries: int

    @override
    def __str__(self) -> str:
        """Say it to the operator."""
        return (
            f"已删除：{self.turns} 条短信记录、{self.conversations} 个对话、"
            f"{self.calls} 次通话、{self.inquiries} 个待处理提问。"
        )

    def __bool__(self) -> bool:
        """Tell whether anything was deleted."""
        return any((self.turns, self.conversations, self.calls, self.inquiries))


def purge(engine: Engine, now: datetime, days: int) -> Purged:
    """Delete what was last touched more than `days` before `now`.

    Each batch is a transaction of its own: one that fails leaves the earlier
    ones done, and the next run takes the rest.
    """
    before = now - timedelta(days=days)
    return Purged(
        turns=_empty(engine, TurnRow.message_sid, TurnRow.at, before),
        conversations=_empty(
            engine, ConversationRow.sender, ConversationRow.updated_at, before
        ),
        calls=_empty(
            engine, CallRow.call_sid, CallRow.started_at, before, CallStepRow.call_sid
        ),
        inquiries=_empty(engine, InquiryRow.id, InquiryRow.at, before),
    )


def _empty(
    engine: Engine,
    key: _Key,
    time: _Time,
    before: datetime,
    child: _Key | None = None,
) -> int:
    """Delete one table's old rows, and with each what hangs on it by `child`."""
    total = 0
    while True:
        with writing(engine) as session:
            old = session.scalars(select(key).where(time < before).limit(BATCH)).all()
            if child is not None:
                session.execute(delete(child.class_).where(child.in_(old)))
            # Asked again: a conversation may have gone on since it was listed.
            total += _rows(
                session, delete(key.class_).where(key.in_(old), time < before)
            )
        if len(old) < BATCH:
            return total


def _rows(session: Session, statement: Delete) -> int:
    result = session.execute(statement, execution_options=_UNTRACKED)
    return cast("CursorResult[Any]", result).rowcount


def forget(engine: Engine, senders: Collection[str]) -> Purged:
    """Delete everything filed under these keys, because that person asked us to."""
    with writing(engine) as session:
        theirs = select(CallRow.call_sid).where(CallRow.sender.in_(senders))
        session.execute(
            delete(CallStepRow).where(CallStepRow.call_sid.in_(theirs)),
            execution_options=_UNTRACKED,
        )
        return Purged(
            turns=_rows(session, delete(TurnRow).where(TurnRow.sender.in_(senders))),
            conversations=_rows(
                session,
                delete(ConversationRow).where(ConversationRow.sender.in_(senders)),
            ),
            calls=_rows(session, delete(CallRow).where(CallRow.sender.in_(senders))),
            inquiries=_rows(
                session, delete(InquiryRow).where(InquiryRow.sender.in_(senders))
            ),
        )


class Sweeper:
    """Purges at its start and then every hour, in a thread that dies with the process."""

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], days: int
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._days = days
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="retention", daemon=True)

    def start(self) -> None:
        """Begin; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Wait for the purge at hand, and purge no more."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._sweep()
            self._stopped.wait(_HOUR.total_seconds())

    def _sweep(self) -> None:
        now = self._clock()
        try:
            with writing(self._engine) as session:
                calls.give_up(session, now - LONGEST_CALL, now)
            done = purge(self._engine, now, self._days)
        except (SQLAlchemyError, StorageError) as error:
            _log.warning("retention will try again: %s", type(error).__name__)
        except Exception:  # noqa: BLE001  the thread must outlive whatever happens in it
            _log.exception("retention will try again")
        else:
            if done:
                _log.info("retention: %r", done)
