"""Inquiries resolved and reopened (undo), with the phrasing that the draft gained by it.

An outcome is a case (`1.6#2`) of which the text is a phrasing, or a `ResolutionKind`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from faq_store.content import editions, queries
from faq_store.editing import phrasings
from faq_store.errors import FaqError
from faq_store.inquiries import inquiries
from faq_store.inquiries.inquiries import Inquiry
from faq_store.tables import InquiryRow
from helpline.faq import Case, Phrasing
from storage.session import execute_and_count


class ResolutionKind(StrEnum):
    """How an inquiry is settled that is no phrasing of a case."""

    OUTSIDE = "out-of-scope"
    IGNORED = "ignored"
    NEW = "new-question"


class AlreadyResolvedError(FaqError):
    """Somebody else has settled these inquiries meanwhile."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A decision on inquiries: by whom, how, and what the draft is taught from it."""

    by: str
    outcome: str
    phrasing: Phrasing | None = None


@dataclass(frozen=True, slots=True)
class ResolvedInquiries:
    """Inquiries that were settled at once, newest first; never none."""

    inquiries: tuple[Inquiry, ...]

    @property
    def first(self) -> Inquiry:
        """One of them: when, by whom and how is the same of all."""
        return self.inquiries[0]


def resolve_inquiries(
    session: Session, ids: Collection[int], settling: Resolution, now: datetime
) -> int:
    """Settle those that still wait, and teach the draft; return how many.

    Raises `AlreadyResolvedError` if none of them waits, `BadPhrasingError` if the
    draft cannot learn the phrasing; one that it knows already is no fault.
    """
    still = update(InquiryRow).where(
        InquiryRow.id.in_(ids), InquiryRow.settled_at.is_(None)
    )
    phrasing = settling.phrasing
    many = execute_and_count(
        session,
        still.values(
            settled_at=now,
            settled_by=settling.by[:64],
            outcome=settling.outcome,
            taught=phrasing.text if phrasing else "",
        ),
    )
    if not many:
        raise AlreadyResolvedError("这些提问已经处理过了，可能别人刚处理")
    if phrasing and not _is_in_draft(session, phrasing):
        phrasings.add_phrasing(session, phrasing.text, phrasing.case, now=now)
    return many


def reopen_inquiries(
    session: Session, inquiry: int, now: datetime
) -> ResolvedInquiries:
    """Let wait again what was settled together with an inquiry; return it as it was.

    The draft forgets what it was taught by that, unless it has been published.
    Raises `FaqError` if the inquiry waits, or is gone.
    """
    one = inquiries.find_inquiry(session, inquiry)
    if one.settled_at is None:
        raise FaqError("这个提问还在待处理里")
    together = select(InquiryRow).where(
        InquiryRow.settled_at == one.settled_at,
        InquiryRow.settled_by == one.settled_by,
        InquiryRow.outcome == one.outcome,
    )
    rows = session.scalars(together.order_by(InquiryRow.id.desc())).all()
    was = ResolvedInquiries(tuple(inquiries.inquiry_from_row(it) for it in rows))
    for row in rows:
        row.settled_at, row.settled_by, row.outcome, row.taught = None, "", "", ""
    session.flush()
    if one.taught:
        _undo_phrasing(session, Phrasing(one.taught, _parse_case(one.outcome)), now)
    return was


def list_resolved(
    session: Session, outcome: str, before: datetime | None, most: int
) -> tuple[ResolvedInquiries, ...]:
    """List what was settled, newest first; of one outcome unless that is ""."""
    chosen = _with_outcome(outcome)
    moments = select(InquiryRow.settled_at).where(*chosen).distinct()
    if before is not None:
        moments = moments.where(InquiryRow.settled_at < before)
    page = moments.order_by(InquiryRow.settled_at.desc()).limit(most)
    wanted = select(InquiryRow).where(
        *chosen, InquiryRow.settled_at.in_(list(session.scalars(page)))
    )
    rows = session.scalars(
        wanted.order_by(
            InquiryRow.settled_at.desc(),
            InquiryRow.settled_by,
            InquiryRow.outcome,
            InquiryRow.id.desc(),
        )
    )
    return tuple(_group_by_decision(inquiries.inquiry_from_row(it) for it in rows))


def _with_outcome(outcome: str) -> tuple[ColumnElement[bool], ...]:
    settled = InquiryRow.settled_at.is_not(None)
    return (settled, InquiryRow.outcome == outcome) if outcome else (settled,)


def _group_by_decision(settled: Iterator[Inquiry]) -> Iterator[ResolvedInquiries]:
    def decision(inquiry: Inquiry) -> tuple[object, ...]:
        return inquiry.settled_at, inquiry.settled_by, inquiry.outcome

    for _, members in groupby(settled, decision):
        yield ResolvedInquiries(tuple(members))


def _is_in_draft(session: Session, phrasing: Phrasing) -> bool:
    standing = queries.working_edition_row(session)
    return standing is not None and phrasings.has_phrasing(session, standing, phrasing)


def _undo_phrasing(session: Session, phrasing: Phrasing, now: datetime) -> None:
    """Make the draft say of a text what the published edition says of it."""
    if not _is_in_draft(session, phrasing):
        return
    latest = editions.latest_row(session)
    meant = phrasings.find_meanings(session, latest, phrasing.text) if latest else ()
    if not meant:
        phrasings.remove_phrasing(session, phrasing.text, now=now)
    elif meant[0] != phrasing.case:
        phrasings.add_phrasing(session, phrasing.text, meant[0], now=now)


def _parse_case(outcome: str) -> Case | None:
    return None if outcome == ResolutionKind.OUTSIDE else Case.parse(outcome)
