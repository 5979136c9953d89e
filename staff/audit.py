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
class Change:
    """One change, as it is written down; `before` and `after` are plain values."""

    action: str
    subject: str
    before: object = None
    after: object = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for in the audit; "" and None ask for anything."""

    who: str = ""
    action: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before_id: int | None = field(default=None)


def write(session: Session, who: str, change: Change, now: datetime) -> None:
    """Write a change down, in the transaction that makes it."""
    session.add(
        AuditRow(
            at=now,
            who=who[:64],
            action=change.action[:48],
            subject=change.subject[:128],
            before=_plain(change.before),
            after=_plain(change.after),
            reason=change.reason,
        )
    )
    session.flush()


def find(session: Session, sought: Sought, most: int) -> tuple[AuditRow, ...]:
    """List changes, newest first; the next page begins below the last one's id."""
    return tuple(session.scalars(_wanted(sought).limit(most)))


def export(session: Session, sought: Sought) -> Iterator[AuditRow]:
    """Give every change that is sought, newest first, without holding all at once."""
    wanted = _wanted(sought)
    yield from session.scalars(wanted, execution_options={"yield_per": 500})


def _wanted(sought: Sought) -> Select[AuditRow]:
    wanted = select(AuditRow).order_by(AuditRow.id.desc())
    if sought.who:
        wanted = wanted.where(AuditRow.who == sought.who)
    if sought.action:
        wanted = wanted.where(AuditRow.action == sought.action)
    if sought.words:
        columns = (AuditRow.subject, AuditRow.before, AuditRow.after, AuditRow.reason)
        found = (it.contains(sought.words, autoescape=True) for it in columns)
        wanted = wanted.where(or_(*found))
    if sought.since:
        wanted = wanted.where(AuditRow.at >= sought.since)
    if sought.until:
        wanted = wanted.where(AuditRow.at < sought.until)
    if sought.before_id is not None:
        wanted = wanted.where(AuditRow.id < sought.before_id)
    return wanted


def _plain(value: object) -> str:
    if value is None:
        return ""
    written = json.dumps(value, ensure_ascii=False, default=str)
    return written if len(written) <= _LONGEST else written[: _LONGEST - 1] + "…"
