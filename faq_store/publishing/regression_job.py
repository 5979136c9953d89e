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
from faq_store.publishing.regression_result import MOST_KEPT, RegressionResult
from faq_store.review_tables import RegressionRunRow
from faq_store.tables import DRAFT, EditionRow, MatcherRow
from helpline.matching.comparison import DecisionChange
from storage.session import execute_and_count, lift_time_limit, lock_tables

LEASE = timedelta(seconds=60)
"""How long whoever works on one may be silent, before others take it over."""


class NoRegressionRunError(FaqError):
    """There is no such rehearsal, or not yet."""


@dataclass(frozen=True, slots=True)
class RegressionRun:
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


def request_run(
    session: Session, draft: EditionRow, beside: int | None, by: str, now: datetime
) -> int:
    """Ask for a rehearsal of the draft as it is; return its id.

    One that is under way or has ended well is taken for it; all others are dropped.
    """
    lock_tables(session, RegressionRunRow.__tablename__)
    found = find_run(session, draft, beside)
    if found and not found.trouble:
        return found.id
    session.execute(delete(RegressionRunRow))
    row = RegressionRunRow(
        edition_id=draft.id,
        revision=draft.revision,
        beside=beside,
        asked_by=by,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def find_run(
    session: Session, draft: EditionRow, beside: int | None
) -> RegressionRun | None:
    """Find the rehearsal of a draft as it is, beside an edition."""
    own = _select_runs().where(
        RegressionRunRow.edition_id == draft.id,
        RegressionRunRow.revision == draft.revision,
        RegressionRunRow.beside.is_not_distinct_from(beside),
    )
    return _first_run(session, own.order_by(RegressionRunRow.id.desc()))


def find_waiting_run(session: Session, now: datetime) -> RegressionRun | None:
    """Find one that nobody works on, with none in the way of whoever only looks."""
    free = or_(
        RegressionRunRow.leased_until.is_(None), RegressionRunRow.leased_until <= now
    )
    open_ = _select_runs().where(RegressionRunRow.finished_at.is_(None), free)
    return _first_run(session, open_.order_by(RegressionRunRow.id))


def claim_run(session: Session, now: datetime) -> RegressionRun | None:
    """Take one to work on, for `LEASE`; None where nothing waits."""
    lock_tables(session, RegressionRunRow.__tablename__)
    found = find_waiting_run(session, now)
    if found is None:
        return None
    session.execute(
        update(RegressionRunRow)
        .where(RegressionRunRow.id == found.id)
        .values(token=found.token + 1, leased_until=now + LEASE)
    )
    return _first_run(session, _select_runs().where(RegressionRunRow.id == found.id))


def lease_end(session: Session, held: RegressionRun) -> datetime | None:
    """Tell until when one is ours; None where it is ours no more, or ended."""
    return session.scalar(
        select(RegressionRunRow.leased_until).where(*_holds_lease(held))
    )


def renew_lease(session: Session, held: RegressionRun, now: datetime) -> bool:
    """Go on with one for another `LEASE`; False where it is ours no more, or ended."""
    return _update_run(session, held, leased_until=now + LEASE)


def report_progress(
    session: Session, held: RegressionRun, done: int, total: int
) -> bool:
    """Write down how far it is; False where it is ours no more."""
    return _update_run(session, held, done=done, total=total)


def fail_run(session: Session, held: RegressionRun, why: str, now: datetime) -> bool:
    """End it with a sentence that says what went wrong."""
    return _update_run(session, held, trouble=why, finished_at=now)


def finish_run(
    session: Session,
    held: RegressionRun,
    changes: Iterable[DecisionChange],
    data: bytes,
    now: datetime,
) -> bool:
    """End it with what was found and the matcher taught; False if it is ours no more."""
    lift_time_limit(session)  # so many bytes
    return _update_run(
        session,
        held,
        changes=regression_result.format_result(tuple(changes), data),
        data=data,
        finished_at=now,
        done=RegressionRunRow.total,
    )


def read_result(
    session: Session, rehearsal: int, start: int = 0, most: int = MOST_KEPT
) -> RegressionResult:
    """Read what was found, some of its answers; raise `NoRegressionRunError` before its end."""
    written = session.scalar(
        select(RegressionRunRow.changes).where(RegressionRunRow.id == rehearsal)
    )
    if not written:
        raise NoRegressionRunError("还没有试答的结果")
    return regression_result.parse_result(written, start, most)


def hand_over_matcher(session: Session, rehearsal: int, edition_id: int) -> None:
    """Make the matcher taught that of the edition, and drop all rehearsals."""
    lift_time_limit(session)
    mine = RegressionRunRow.id == rehearsal
    written = session.scalar(select(RegressionRunRow.changes).where(mine))
    digest = regression_result.parse_digest(written or "")
    source = select(literal(edition_id), RegressionRunRow.data, literal(digest)).where(
        mine
    )
    columns = ["edition_id", "data", "digest"]
    session.execute(insert(MatcherRow).from_select(columns, source))
    session.execute(delete(RegressionRunRow))


def has_stale_runs(session: Session) -> bool:
    """Tell whether there is one to sweep away."""
    return (
        session.scalar(select(RegressionRunRow.id).where(_is_stale()).limit(1))
        is not None
    )


def delete_stale_runs(session: Session) -> int:
    """Drop those of what is no draft any more, was changed, or is beside another now."""
    # As whoever claims does: two that first delete, then lock, would lock each other.
    lock_tables(session, RegressionRunRow.__tablename__)
    return execute_and_count(session, delete(RegressionRunRow).where(_is_stale()))


def _is_stale() -> ColumnElement[bool]:
    current = select(EditionRow.id).where(
        EditionRow.number == DRAFT,
        EditionRow.id == RegressionRunRow.edition_id,
        EditionRow.revision == RegressionRunRow.revision,
    )
    latest = select(func.max(EditionRow.number)).where(EditionRow.number > DRAFT)
    other = RegressionRunRow.beside.is_distinct_from(latest.scalar_subquery())
    return or_(~current.exists(), other)


def _update_run(session: Session, held: RegressionRun, **values: object) -> bool:
    mine = update(RegressionRunRow).where(*_holds_lease(held))
    return execute_and_count(session, mine.values(**values)) > 0


def _holds_lease(held: RegressionRun) -> tuple[ColumnElement[bool], ...]:
    """Tell what is held from all others: SQLite gives an id again once it is free."""
    return (
        RegressionRunRow.id == held.id,
        RegressionRunRow.revision == held.revision,
        RegressionRunRow.beside.is_not_distinct_from(held.beside),
        RegressionRunRow.asked_at == held.asked_at,
        RegressionRunRow.token == held.token,
        RegressionRunRow.finished_at.is_(None),
    )


def _select_runs() -> Select[Any]:
    """Choose what a rehearsal is, without the bytes that it ends with."""
    names = RegressionRun.__dataclass_fields__
    return select(*(getattr(RegressionRunRow, it) for it in names)).limit(1)


def _first_run(session: Session, chosen: Select[Any]) -> RegressionRun | None:
    row = session.execute(chosen).one_or_none()
    return None if row is None else RegressionRun(*row)
