"""Inquiries for tests: who asked what, and when."""

from collections.abc import Iterable
from datetime import datetime
from itertools import count

from sqlalchemy import Engine, select

from faq_store.inquiries import inquiries
from faq_store.inquiries.inquiries import Inquiry
from faq_store.tables import InquiryRow
from helpline.conversation.turn import InquiryReason
from helpline.faq import Case
from storage.session import reading, writing

SENDER = "+8613800138000"
_SOURCES = count(1)


def ask(  # noqa: PLR0913 - an inquiry is these things
    engine: Engine,
    asked: str,
    at: datetime,
    *,
    reason: InquiryReason = InquiryReason.UNSURE,
    options: Iterable[Case] = (Case("1.2"), Case("1.1")),
    sender: str = SENDER,
) -> int:
    """Keep an inquiry, and give its id."""
    source = f"SM{next(_SOURCES):032x}"
    with writing(engine) as session:
        inquiries.record_inquiry(
            session,
            asked=asked,
            reason=reason,
            options=options,
            sender=sender,
            at=at,
            source=source,
        )
        own = select(InquiryRow.id).where(InquiryRow.source == source)
        return session.scalars(own).one()


def read(engine: Engine, inquiry: int) -> Inquiry:
    with reading(engine) as session:
        return inquiries.find_inquiry(session, inquiry)
