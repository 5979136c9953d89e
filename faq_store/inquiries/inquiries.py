"""Inquiries, the texts not answered for certain: recorded and read, for staff to resolve."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store.errors import FaqError
from faq_store.tables import HIGHEST, InquiryRow
from helpline.conversation.turn import InquiryReason
from helpline.faq import Case
from storage.session import insert_once

_MOST_ASKED = 500
"""Ids in one statement: SQLite allows some thousands of parameters."""


class NoSuchInquiryError(FaqError):
    """There is no such inquiry; texts are deleted when they are old."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A text that waits, or waited: `options` were offered, best first.

    `source` is the provider's id of the message. While `settled_at` is None it waits;
    for what `outcome` may be, see `faq_store.inquiries.resolve`.
    """

    id: int
    asked: str
    reason: str
    options: tuple[Case, ...]
    sender: str
    at: datetime
    source: str
    settled_at: datetime | None
    settled_by: str
    outcome: str
    taught: str


def record_inquiry(  # noqa: PLR0913 - an inquiry is these things
    session: Session,
    *,
    asked: str,
    reason: InquiryReason,
    options: Iterable[Case],
    sender: str,
    at: datetime,
    source: str,
) -> None:
    """Keep an inquiry, once for each source (the provider's id of the message).

    `asked` must be masked already: nothing here looks for numbers of people.
    """
    insert_once(
        session,
        InquiryRow,
        asked=asked,
        reason=reason.value,
        options=" ".join(str(case) for case in options),
        sender=sender,
        at=at,
        source=source,
    )


def find_inquiry(session: Session, inquiry: int) -> Inquiry:
    """Read one inquiry; raise `NoSuchInquiryError`."""
    row = session.get(InquiryRow, inquiry) if inquiry <= HIGHEST else None
    if row is None:
        raise NoSuchInquiryError("没有这个提问，或它已到期删除")
    return inquiry_from_row(row)


def waiting_inquiries(session: Session, most: int) -> dict[int, str]:
    """Name the newest that nobody has settled, by id and source, oldest of them first."""
    wanted = select(InquiryRow.id, InquiryRow.source).where(
        InquiryRow.settled_at.is_(None)
    )
    newest = wanted.order_by(InquiryRow.id.desc()).limit(most)
    return dict(reversed(session.execute(newest).all()))


def read_inquiries(session: Session, ids: Collection[int]) -> tuple[Inquiry, ...]:
    """Read those of these inquiries that are there."""
    asked = sorted(ids)
    return tuple(
        inquiry_from_row(row)
        for start in range(0, len(asked), _MOST_ASKED)
        for row in session.scalars(
            select(InquiryRow).where(
                InquiryRow.id.in_(asked[start : start + _MOST_ASKED])
            )
        )
    )


def inquiry_from_row(row: InquiryRow) -> Inquiry:
    """Read a row."""
    return Inquiry(
        id=row.id,
        asked=row.asked,
        reason=row.reason,
        options=tuple(Case.parse(it) for it in row.options.split()),
        sender=row.sender,
        at=row.at,
        source=row.source,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        outcome=row.outcome,
        taught=row.taught,
    )
