"""Inquiries: the texts we could not answer for certain, kept for staff."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy.orm import Session

from faq_store.tables import InquiryRow
from helpline.cases import Case
from storage.once import insert_once

Reason: TypeAlias = Literal["unsure", "unmatched", "rejected"]


def record(  # noqa: PLR0913 - an inquiry is these things
    session: Session,
    *,
    asked: str,
    reason: Reason,
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
        reason=reason,
        options=" ".join(str(case) for case in options),
        sender=sender,
        at=at,
        source=source,
    )
