"""Which notices were made for a cause: found by the source and keys they came with."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.status import Status
from notices.tables import NoticeRow


def made_for(session: Session, source: str, keys: Collection[str]) -> dict[str, Status]:
    """Give, by its key, the status of each notice that this source had us make."""
    wanted = select(NoticeRow.idempotency_key, NoticeRow.status).where(
        NoticeRow.source == source, NoticeRow.idempotency_key.in_(keys)
    )
    return {key: Status(status) for key, status in session.execute(wanted)}
