"""What was changed, by whom, and how it was before: written with the change itself."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from staff.tables import AuditRow

_LONGEST = 20_000
"""Characters kept of one side of a change."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change, as it is written down; `before` and `after` are plain values."""

    action: str
    subject: str
    before: object = None
    after: object = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to look for in the audit; "" and None ask for anything."""

    who: str = ""
    action: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before_id: int | None = field(default=None)


def write_entry(session: Session, who: str, change: AuditEntry, now: datetime) -> None:
    """Write a change down, in the transaction that makes it."""
    session.add(
        AuditRow(
            at=now,
            who=who[:64],
            action=change.action[:48],
            subject=change.subject[:128],
            before=_to_json(change.before),
            after=_to_json(change.after),
            reason=change.reason,
        )
    )
    session.flush()


def find_entries(
    session: Session, filters: AuditFilter, most: int
) -> tuple[AuditRow, ...]:
    """List changes, newest first; the next page begins below the last one's id."""
    return tuple(session.scalars(_select_entries(filters).limit(most)))


def export_entries(session: Session, filters: AuditFilter) -> Iterator[AuditRow]:
    """Give every change that is sought, newest first, without holding all at once."""
    wanted = _select_entries(filters)
    yield from session.scalars(wanted, execution_options={"yield_per": 500})


def _select_entries(filters: AuditFilter) -> Select[AuditRow]:
    wanted = select(AuditRow).order_by(AuditRow.id.desc())
    if filters.who:
        wanted = wanted.where(AuditRow.who == filters.who)
    if filters.action:
        wanted = wanted.where(AuditRow.action == filters.action)
    if filters.words:
        columns = (AuditRow.subject, AuditRow.before, AuditRow.after, AuditRow.reason)
        found = (it.contains(filters.words, autoescape=True) for it in columns)
        wanted = wanted.where(or_(*found))
    if filters.since:
        wanted = wanted.where(AuditRow.at >= filters.since)
    if filters.until:
        wanted = wanted.where(AuditRow.at < filters.until)
    if filters.before_id is not None:
        wanted = wanted.where(AuditRow.id < filters.before_id)
    return wanted


def _to_json(value: object) -> str:
    if value is None:
        return ""
    written = json.dumps(value, ensure_ascii=False, default=str)
    return written if len(written) <= _LONGEST else written[: _LONGEST - 1] + "…"
