"""Retention: deletes what is older than RETENTION_DAYS, every hour; forgets a person on request."""

import logging
from collections.abc import Callable, Collection
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    and_,
    delete,
    exists,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session
from typing_extensions import override

from faq_store.review_tables import DocumentRow
from faq_store.tables import InquiryRow
from ivr import call_log
from ivr.tables import CallRow, CallStepRow
from notices import idempotency
from notices.reference_tables import ApiRequestRow, SuppressionEventRow, SuppressionRow
from notices.status import Status
from notices.tables import AlertRow, BatchRow, NoticeEventRow, NoticeRow, ReceiptRow
from server.background.loop import Loop
from sms.tables import ConversationRow, TurnRow
from staff import logins
from storage.session import execute_and_count, writing

BATCH = 500
"""Rows in one transaction: a waiting writer on SQLite is held up only briefly."""

LONGEST_CALL = timedelta(hours=4)
"""How long the provider lets a call last: one that is older has been lost."""

_HOUR = timedelta(hours=1)
_log = logging.getLogger(__name__)

_Key = InstrumentedAttribute[Any]
_Time = InstrumentedAttribute[datetime]

_OF_NOTICES = (NoticeEventRow.notice_id, ReceiptRow.notice_id)
"""What hangs on notices."""

_STILL_OURS = (Status.QUEUED.value, Status.SENDING.value)
"""Not deleted however old: what is to be sent later is sent, or expires, before."""

_NEVER = false()


@dataclass(frozen=True, slots=True)
class Purged:
    """How much was deleted."""

    turns: int
    conversations: int
    calls: int
    inquiries: int
    notices: int

    @override
    def __str__(self) -> str:
        """Say it to the operator."""
        return (
            f"已删除：{self.turns} 条短信记录、{self.conversations} 个对话、"
            f"{self.calls} 次通话、{self.inquiries} 个待处理提问、{self.notices} 条通知。"
        )

    def __bool__(self) -> bool:
        """Tell whether anything was deleted."""
        return any(astuple(self))


def purge_older(engine: Engine, now: datetime, days: int) -> Purged:
    """Delete what was last touched more than `days` before `now`.

    Each batch is a transaction of its own: one that fails leaves the earlier
    ones done, and the next run takes the rest.
    """
    before = now - timedelta(days=days)
    purged = Purged(
        turns=_purge_table(engine, TurnRow.message_sid, TurnRow.at, before),
        conversations=_purge_table(
            engine, ConversationRow.sender, ConversationRow.updated_at, before
        ),
        calls=_purge_table(
            engine, CallRow.call_sid, CallRow.started_at, before, CallStepRow.call_sid
        ),
        inquiries=_purge_table(engine, InquiryRow.id, InquiryRow.at, before),
        notices=_purge_table(
            engine,
            NoticeRow.id,
            NoticeRow.created_at,
            before,
            *_OF_NOTICES,
            unless=NoticeRow.status.in_(_STILL_OURS),
        ),
    )
    _purge_notice_extras(engine, before)
    later = and_(DocumentRow.closed_at.is_not(None), DocumentRow.closed_at >= before)
    _purge_table(engine, DocumentRow.id, DocumentRow.at, before, unless=later)
    _purge_table(engine, ApiRequestRow.id, ApiRequestRow.at, now - idempotency.KEPT_FOR)
    return purged


def _purge_notice_extras(engine: Engine, before: datetime) -> None:
    held = exists().where(NoticeRow.batch_id == BatchRow.id)
    _purge_table(engine, BatchRow.id, BatchRow.created_at, before, unless=held)
    _purge_table(engine, ReceiptRow.id, ReceiptRow.at, before)
    standing = AlertRow.cleared_at.is_(None)
    _purge_table(engine, AlertRow.id, AlertRow.at, before, unless=standing)
    # Who has unsubscribed stays known for as long as that holds, and why.
    silent = select(SuppressionRow.number).where(SuppressionRow.active)
    theirs = SuppressionEventRow.number.in_(silent)
    _purge_table(
        engine, SuppressionEventRow.id, SuppressionEventRow.at, before, unless=theirs
    )
    active = SuppressionRow.active.is_(True)
    _purge_table(
        engine, SuppressionRow.number, SuppressionRow.at, before, unless=active
    )


def _purge_table(
    engine: Engine,
    key: _Key,
    time: _Time,
    before: datetime,
    *children: _Key,
    unless: ColumnElement[bool] = _NEVER,
) -> int:
    """Delete one table's old rows, and with each what hangs on it by `children`."""
    total = 0
    chosen = (time < before, ~unless)
    while True:
        with writing(engine) as session:
            old = session.scalars(select(key).where(*chosen).limit(BATCH)).all()
            for child in children:
                session.execute(delete(child.class_).where(child.in_(old)))
            # Asked again: a conversation may have gone on since it was listed.
            total += execute_and_count(
                session, delete(key.class_).where(key.in_(old), *chosen)
            )
        if len(old) < BATCH:
            return total


def purge_senders(engine: Engine, senders: Collection[str]) -> Purged:
    """Delete everything filed under these keys, because that person asked us to."""
    with writing(engine) as session:
        theirs = select(CallRow.call_sid).where(CallRow.sender.in_(senders))
        execute_and_count(
            session, delete(CallStepRow).where(CallStepRow.call_sid.in_(theirs))
        )
        return Purged(
            turns=execute_and_count(
                session, delete(TurnRow).where(TurnRow.sender.in_(senders))
            ),
            conversations=execute_and_count(
                session,
                delete(ConversationRow).where(ConversationRow.sender.in_(senders)),
            ),
            calls=execute_and_count(
                session, delete(CallRow).where(CallRow.sender.in_(senders))
            ),
            inquiries=execute_and_count(
                session, delete(InquiryRow).where(InquiryRow.sender.in_(senders))
            ),
            notices=_purge_notices_to(session, senders),
        )


def _purge_notices_to(session: Session, numbers: Collection[str]) -> int:
    """Delete what was sent to a person; that they unsubscribed stays known."""
    asked = select(NoticeRow.idempotency_key).where(NoticeRow.to.in_(numbers))
    answers = update(ApiRequestRow).where(ApiRequestRow.id.in_(asked))
    execute_and_count(
        session, answers.values(answer="{}")
    )  # it repeats number and text
    theirs = select(NoticeRow.id).where(NoticeRow.to.in_(numbers))
    for notice in _OF_NOTICES:
        execute_and_count(session, delete(notice.class_).where(notice.in_(theirs)))
    named = or_(
        *(ReceiptRow.raw.contains(f'"{it}"', autoescape=True) for it in numbers)
    )
    execute_and_count(
        session, delete(ReceiptRow).where(ReceiptRow.notice_id.is_(None), named)
    )
    return execute_and_count(
        session, delete(NoticeRow).where(NoticeRow.to.in_(numbers))
    )


class RetentionThread(Loop):
    """Purges at its start and then every hour, in a thread that dies with the process."""

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], days: int
    ) -> None:
        super().__init__("retention", self._sweep, _HOUR, subject="retention", log=_log)
        self._engine = engine
        self._clock = clock
        self._days = days

    def _sweep(self) -> None:
        now = self._clock()
        with writing(self._engine) as session:
            call_log.give_up(session, now - LONGEST_CALL, now)
            logins.delete_ended(session, now)
        if done := purge_older(self._engine, now, self._days):
            _log.info("retention: %r", done)
