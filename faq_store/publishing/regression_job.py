"""The job of a regression run (rehearsal, 试答) in the database: queue, lease, progress, result.

There is one at most: of the draft at one revision, beside one edition. What it ends
with is the matcher too, so that publishing takes no time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from faq_store.errors import FaqError
from faq_store.publishing import regression_result
from faq_store.publishing.regression_result import MOST_KEPT, Result
from faq_store.review_tables import RehearsalRow
from faq_store.tables import DRAFT, EditionRow, MatcherRow
from helpline.matching.comparison import Change
from storage.session import changed, exclude_others, take_time

LEASE = timedelta(seconds=60)
"""How long whoever works on one may be silent, before others take it over."""


class NoRehearsalError(FaqError):
    """There is no such rehearsal, or not yet."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How far a rehearsal is; `token` is that of whoever works on it."""

    id: int
    edition_id: int
    revision: int
    beside: int | None
    asked_by: str
    asked_at: datetime
    token: int
    done: int
    total: int
    finished_at: datetime | None
    trouble: str

    @property
    def ready(self) -> bool:
        """Whether it has ended, and well."""
        return self.finished_at is not None and not self.trouble


def begin(
    session: Session, draft: EditionRow, beside: int | None, by: str, now: datetime
) -> int:
    """Ask for a rehearsal of the draft as it is; return its id.

    One that is under way or has ended well is taken for it; all others are dropped.
    """
    exclude_others(session, RehearsalRow.__tablename__)
    found = of(session, draft, beside)
    if found and not found.trouble:
        return found.id
    session.execute(delete(RehearsalRow))
    row = RehearsalRow(
        edition_id=draft.id,
        revision=draft.revision,
        beside=beside,
        asked_by=by,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def of(session: Session, draft: EditionRow, beside: int | None) -> Rehearsal | None:
    """Find the rehearsal of a draft as it is, beside an edition."""
    own = _chosen().where(
        RehearsalRow.edition_id == draft.id,
        RehearsalRow.revision == draft.revision,
        RehearsalRow.beside.is_not_distinct_from(beside),
    )
    return _first(session, own.order_by(RehearsalRow.id.desc()))


def waiting(session: Session, now: datetime) -> Rehearsal | None:
    """Find one that nobody works on, with none in the way of whoever only looks."""
    free = or_(RehearsalRow.leased_until.is_(None), RehearsalRow.leased_until <= now)
    open_ = _chosen().where(RehearsalRow.finished_at.is_(None), free)
    return _first(session, open_.order_by(RehearsalRow.id))


def claim(session: Session, now: datetime) -> Rehearsal | None:
    """Take one to work on, for `LEASE`; None where nothing waits."""
    exclude_others(session, RehearsalRow.__tablename__)
    found = waiting(session, now)
    if found is None:
        return None
    session.execute(
        update(RehearsalRow)
        .where(RehearsalRow.id == found.id)
        .values(token=found.token + 1, leased_until=now + LEASE)
    )
    return _first(session, _chosen().where(RehearsalRow.id == found.id))


def held_until(session: Session, held: Rehearsal) -> datetime | None:
    """Tell until when one is ours; None where it is ours no more, or ended."""
    return session.scalar(select(RehearsalRow.leased_until).where(*_mine(held)))


def hold(session: Session, held: Rehearsal, now: datetime) -> bool:
    """Go on with one for another `LEASE`; False where it is ours no more, or ended."""
    return _update(session, held, leased_until=now + LEASE)


def report(session: Session, held: Rehearsal, done: int, total: int) -> bool:
    """Write down how far it is; False where it is ours no more."""
    return _update(session, held, done=done, total=total)


def fail(session: Session, held: Rehearsal, why: str, now: datetime) -> bool:
    """End it with a sentence that says what went wrong."""
    return _update(session, held, trouble=why, finished_at=now)


def finish(
    session: Session,
    held: Rehearsal,
    changes: Iterable[Change],
    data: bytes,
    now: datetime,
) -> bool:
    """End it with what was found and the matcher taught; False if it is ours no more."""
    take_time(session)  # so many bytes
    return _update(
        session,
        held,
        changes=regression_result.written(tuple(changes), data),
        data=data,
        finished_at=now,
        done=RehearsalRow.total,
    )


def result(
    session: Session, rehearsal: int, start: int = 0, most: int = MOST_KEPT
) -> Result:
    """Read what was found, some of its answers; raise `NoRehearsalError` before its end."""
    written = session.scalar(
        select(RehearsalRow.changes).where(RehearsalRow.id == rehearsal)
    )
    if not written:
        raise NoRehearsalError("还没有试答的结果")
    return regression_result.read(written, start, most)


def hand_over(session: Session, rehearsal: int, edition_id: int) -> None:
    """Make the matcher taught that of the edition, and drop all rehearsals."""
    take_time(session)
    mine = RehearsalRow.id == rehearsal
    written = session.scalar(select(RehearsalRow.changes).where(mine))
    digest = regression_result.digest(written or "")
    source = select(literal(edition_id), RehearsalRow.data, literal(digest)).where(mine)
    columns = ["edition_id", "data", "digest"]
    session.execute(insert(MatcherRow).from_select(columns, source))
    session.execute(delete(RehearsalRow))


def stale(session: Session) -> bool:
    """Tell whether there is one to sweep away."""
    return session.scalar(select(RehearsalRow.id).where(_stale()).limit(1)) is not None


def sweep(session: Session) -> int:
    """Drop those of what is no draft any more, was changed, or is beside another now."""
    # As whoever claims does: two that first delete, then lock, would lock each other.
    exclude_others(session, RehearsalRow.__tablename__)
    return changed(session, delete(RehearsalRow).where(_stale()))


def _stale() -> ColumnElement[bool]:
    current = select(EditionRow.id).where(
        EditionRow.number == DRAFT,
        EditionRow.id == RehearsalRow.edition_id,
        EditionRow.revision == RehearsalRow.revision,
    )
    latest = select(func.max(EditionRow.number)).where(EditionRow.number > DRAFT)
    other = RehearsalRow.beside.is_distinct_from(latest.scalar_subquery())
    return or_(~current.exists(), other)


def _update(session: Session, held: Rehearsal, **values: object) -> bool:
    mine = update(RehearsalRow).where(*_mine(held))
    return changed(session, mine.values(**values)) > 0


def _mine(held: Rehearsal) -> tuple[ColumnElement[bool], ...]:
    """Tell what is held from all others: SQLite gives an id again once it is free."""
    return (
        RehearsalRow.id == held.id,
        RehearsalRow.revision == held.revision,
        RehearsalRow.beside.is_not_distinct_from(held.beside),
        RehearsalRow.asked_at == held.asked_at,
        RehearsalRow.token == held.token,
        RehearsalRow.finished_at.is_(None),
    )


def _chosen() -> Select[Any]:
    """Choose what a rehearsal is, without the bytes that it ends with."""
    names = Rehearsal.__dataclass_fields__
    return select(*(getattr(RehearsalRow, it) for it in names)).limit(1)


def _first(session: Session, chosen: Select[Any]) -> Rehearsal | None:
    row = session.execute(chosen).one_or_none()
    return None if row is None else Rehearsal(*row)
