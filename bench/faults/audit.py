"""Our books held against the company's, notice by notice."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.faults.company import Booked
from notices.status import Status
from notices.tables import NoticeEventRow, NoticeRow, ReceiptRow

_OPEN = (Status.QUEUED, Status.SENDING, Status.ACCEPTED, Status.SENT)


@dataclass(frozen=True, slots=True)
class Balance:
    """What the books say; everything but `statuses` and `receipts` should be nought.

    `untold` were taken by the company and are not final with us; `invented` have an
    end that the company does not know.
    """

    statuses: dict[str, int]
    receipts: int
    lost: int
    twice: int
    untold: int
    invented: int
    unwritten: int

    @property
    def balanced(self) -> bool:
        """Whether nothing is wrong."""
        wrong = (self.lost, self.twice, self.untold, self.invented, self.unwritten)
        return not any(wrong)


def settled(session: Session, books: list[Booked]) -> bool:
    """Tell whether every notice is final, or unknown and really not with the company."""
    rows = select(NoticeRow.id, NoticeRow.status, NoticeRow.checks)
    taken = {it.ours for it in books}
    return all(
        status not in _OPEN
        and (status != Status.UNKNOWN or (ours not in taken and checks > 0))
        for ours, status, checks in session.execute(rows)
    )


def held_against(session: Session, books: list[Booked], queued: int) -> Balance:
    """Compare the two."""
    sent = Counter(it.ours for it in books)
    ends = {it.ours: it for it in books}
    rows = session.execute(select(NoticeRow.id, NoticeRow.status, NoticeRow.sid)).all()
    untold = invented = 0
    for ours, status, sid in rows:
        end = ends.get(ours)
        if end is None:
            invented += status in {Status.DELIVERED, Status.UNDELIVERED, *_OPEN}
        else:
            untold += (status, sid) != (end.ends, end.sid)
    last = (
        select(func.max(NoticeEventRow.id))
        .group_by(NoticeEventRow.notice_id)
        .scalar_subquery()
    )
    written = select(func.count()).where(
        NoticeEventRow.id.in_(last),
        NoticeEventRow.notice_id == NoticeRow.id,
        NoticeEventRow.status == NoticeRow.status,
    )
    return Balance(
        dict(Counter(status for _, status, _ in rows)),
        session.scalar(select(func.count()).select_from(ReceiptRow)) or 0,
        lost=queued - len(rows),
        twice=sum(1 for many in sent.values() if many > 1),
        untold=untold,
        invented=invented,
        unwritten=len(rows) - (session.scalar(written) or 0),
    )
