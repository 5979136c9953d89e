"""Enqueue notices: rows of the outbox, in the transaction of whatever caused them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from notices.compose import reason_codes, templates
from notices.compose.notice_request import ComposeInputs, RenderedNotice
from notices.compose.reason_codes import IsQuestion
from notices.delivery import daily_caps, history
from notices.status import Status
from notices.tables import NoticeRow

MakeId = Callable[[], str]
"""Gives ever new ids of 32 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class ComposeContext:
    """What texts are made with besides the store: see `ComposeInputs`."""

    is_question: IsQuestion
    signature: str
    our_number: str
    ids: MakeId

    def load_inputs(self, session: Session) -> ComposeInputs:
        """Read what orders are checked against, once for many."""
        return ComposeInputs(
            templates.templates_in_use(session),
            reason_codes.load_reason_codes(session),
            self.is_question,
            self.signature,
            self.our_number,
        )


@dataclass(frozen=True, slots=True)
class NoticeSource:
    """Where notices come from; nothing of an unconfirmed batch is due (`held`)."""

    source: str
    batch: str | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class QueuedNotice:
    """A notice in the outbox, as its sender is told about it."""

    id: str
    status: Status
    rendered: RenderedNotice


def enqueue(
    session: Session,
    orders: Iterable[tuple[str, RenderedNotice]],
    origin: NoticeSource,
    ids: MakeId,
    now: datetime,
) -> tuple[QueuedNotice, ...]:
    """Write notices, each with its idempotency key; suppressed numbers get none.

    Raises SQLAlchemy's `IntegrityError` if the source has used one of the keys.
    """
    wanted = tuple(orders)
    silenced = daily_caps.get_suppressed(session, {it.to for _, it in wanted})
    queued = []
    rows = []
    for key, item in wanted:
        status = Status.SUPPRESSED if item.to in silenced else Status.QUEUED
        new = QueuedNotice(ids(), status, item)
        queued.append(new)
        rows.append(_notice_values(new, key, origin, now))
    _write(session, queued, rows, now)
    return tuple(queued)


def _write(
    session: Session,
    queued: Sequence[QueuedNotice],
    rows: list[dict[str, object]],
    now: datetime,
) -> None:
    if not rows:
        return
    session.execute(insert(NoticeRow), rows)
    history.write_steps(session, ((it.id, it.status, "") for it in queued), now)


def _notice_values(
    new: QueuedNotice, key: str, origin: NoticeSource, now: datetime
) -> dict[str, object]:
    notice = new.rendered
    due = new.status is Status.QUEUED and not origin.held
    return {
        "id": new.id,
        "source": origin.source,
        "idempotency_key": key,
        "batch_id": origin.batch,
        "to": notice.to,
        "event": notice.event.value,
        "application": notice.application,
        "reason": notice.reason,
        "reason_code": notice.reason_code,
        "question": notice.question,
        "template": notice.template.name,
        "template_version": notice.template.version,
        "text": notice.text,
        "segments": notice.segments,
        "priority": int(notice.priority),
        "status": new.status.value,
        "code": "",
        "try_at": notice.send_at if due else None,
        "send_at": notice.send_at,
        "expires_at": notice.expires_at,
        "created_at": now,
        "updated_at": now,
    }
