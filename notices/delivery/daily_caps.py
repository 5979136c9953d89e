"""Daily caps (frequency capping): notices to one number in a day; suppressed numbers get none."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.delivery.settings import DeliveryLimits
from notices.reference_tables import SuppressionRow
from notices.tables import NoticeRow

DAY = timedelta(days=1)
_MOST_ASKED = 500
"""Numbers in one statement: SQLite allows some thousands of parameters."""


class AddressedNotice(Protocol):
    """A notice as far as limits look at it."""

    @property
    def id(self) -> str:
        """Give our id."""
        ...

    @property
    def to(self) -> str:
        """Give the number, E.164."""
        ...

    @property
    def text(self) -> str:
        """Give the whole text."""
        ...


def get_suppressed(session: Session, numbers: Collection[str]) -> frozenset[str]:
    """Tell which of these numbers must not be sent notices."""
    asked = sorted(set(numbers))
    found: set[str] = set()
    for start in range(0, len(asked), _MOST_ASKED):
        some = asked[start : start + _MOST_ASKED]
        wanted = select(SuppressionRow.number).where(
            SuppressionRow.active, SuppressionRow.number.in_(some)
        )
        found.update(session.scalars(wanted))
    return frozenset(found)


def find_over_cap(
    session: Session,
    rows: Sequence[AddressedNotice],
    limits: DeliveryLimits,
    now: datetime,
) -> dict[str, datetime]:
    """Tell which of these due notices are over a cap, and until when each must wait.

    A notice that was handed over counts for a day, whatever became of it.
    """
    if not rows or not (limits.daily_cap or limits.identical_cap):
        return {}
    sent = _sent_times(session, {it.to for it in rows}, now - DAY)
    waiting: dict[str, datetime] = {}
    coming: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        untils = [
            _free_at(sent.get(key, ()), coming[key], cap, now)
            for key, cap in (
                ((row.to,), limits.daily_cap),
                ((row.to, row.text), limits.identical_cap),
            )
        ]
        if until := max((it for it in untils if it), default=None):
            waiting[row.id] = until
        else:
            coming.update(((row.to,), (row.to, row.text)))
    return waiting


def _free_at(
    sent: Sequence[datetime], coming: int, cap: int, now: datetime
) -> datetime | None:
    """Tell when one more may go, None for at once; `sent` is oldest first."""
    if not cap or len(sent) + coming < cap:
        return None
    still = max(0, len(sent) - cap)
    return (sent[still] if still < len(sent) else now) + DAY


def _sent_times(
    session: Session, numbers: Collection[str], since: datetime
) -> dict[tuple[str, ...], list[datetime]]:
    wanted = (
        select(NoticeRow.to, NoticeRow.text, NoticeRow.sent_at)
        .where(NoticeRow.to.in_(numbers), NoticeRow.sent_at > since)
        .order_by(NoticeRow.sent_at)
    )
    found: dict[tuple[str, ...], list[datetime]] = {}
    for to, text, at in session.execute(wanted):
        if at is not None:
            found.setdefault((to,), []).append(at)
            found.setdefault((to, text), []).append(at)
    return found
