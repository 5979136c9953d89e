"""Enqueue notices: rows of the outbox, in the transaction of whatever caused them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from notices.compose import reason_codes, templates
from notices.compose.notice_request import Forms, Prepared
from notices.compose.reason_codes import IsQuestion
from notices.delivery import daily_caps, history
from notices.status import Status
from notices.tables import NoticeRow

Ids = Callable[[], str]
"""Gives ever new ids of 32 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Office:
    """What texts are made with besides the store: see `Forms`."""

    is_question: IsQuestion
    signature: str
    our_number: str
    ids: Ids

    def forms(self, session: Session) -> Forms:
        """Read what orders are checked against, once for many."""
        return Forms(
            templates.in_use(session),
            reason_codes.known(session),
            self.is_question,
            self.signature,
            self.our_number,
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where notices come from; nothing of an unconfirmed batch is due (`held`)."""

    source: str
    batch: str | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """A notice in the outbox, as its sender is told about it."""

    id: str
    status: Status
    prepared: Prepared


def enqueue(
    session: Session,
    orders: Iterable[tuple[str, Prepared]],
    origin: Origin,
    ids: Ids,
    now: datetime,
) -> tuple[Queued, ...]:
    """Write notices, each with its idempotency key; suppressed numbers get none.

    Raises SQLAlchemy's `IntegrityError` if the source has used one of the keys.
    """
    wanted = tuple(orders)
    silenced = daily_caps.suppressed(session, {it.to for _, it in wanted})
    queued = []
    rows = []
    for key, it in wanted:
        status = Status.SUPPRESSED if it.to in silenced else Status.QUEUED
        new = Queued(ids(), status, it)
        queued.append(new)
        rows.append(_row(new, key, origin, now))
    _write(session, queued, rows, now)
    return tuple(queued)


def _write(
    session: Session,
    queued: Sequence[Queued],
    rows: list[dict[str, object]],
    now: datetime,
) -> None:
    if not rows:
        return
    session.execute(insert(NoticeRow), rows)
    history.write(session, ((it.id, it.status, "") for it in queued), now)


def _row(new: Queued, key: str, origin: Origin, now: datetime) -> dict[str, object]:
    it = new.prepared
    due = new.status is Status.QUEUED and not origin.held
    return {
        "id": new.id,
        "source": origin.source,
        "idempotency_key": key,
        "batch_id": origin.batch,
        "to": it.to,
        "event": it.event.value,
        "application": it.application,
        "reason": it.reason,
        "reason_code": it.reason_code,
        "question": it.question,
        "template": it.template.name,
        "template_version": it.template.version,
        "text": it.text,
        "segments": it.segments,
        "priority": int(it.priority),
        "status": new.status.value,
        "code": "",
        "try_at": it.send_at if due else None,
        "send_at": it.send_at,
        "expires_at": it.expires_at,
        "created_at": now,
        "updated_at": now,
    }
