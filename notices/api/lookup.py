"""Look up notices and batches: each API key sees those that were submitted with it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.api import errors
from notices.api.errors import ProblemError
from notices.api.requests import Listing
from notices.api.responses import Notice, NoticeList, NoticeWithHistory
from notices.compose.templates import tidy_value
from notices.delivery import batches, history
from notices.tables import BatchRow, NoticeRow


def find_notice(session: Session, source: str, notice: str) -> NoticeWithHistory:
    """Find a notice with its history; raise `ProblemError` for one that is not theirs."""
    mine = select(NoticeRow).where(NoticeRow.id == notice, NoticeRow.source == source)
    row = session.scalars(mine).one_or_none() if _is_id(notice) else None
    if row is None:
        raise ProblemError(errors.NOT_FOUND, "没有这个编号的通知。")
    return NoticeWithHistory.from_row_with_steps(
        row, history.read_steps(session, row.id)
    )


def list_notices(session: Session, source: str, wanted: Listing) -> NoticeList:
    """List notices, oldest first; raise `ProblemError` for a batch that is not theirs."""
    query = select(NoticeRow).where(NoticeRow.source == source)
    counts = None
    if wanted.batch is not None:
        query = query.where(NoticeRow.batch_id == wanted.batch)
        counts = _status_counts(session, source, wanted.batch)
    if wanted.application is not None:
        query = query.where(NoticeRow.application == tidy_value(wanted.application))
    if wanted.after is not None:
        query = query.where(NoticeRow.id > wanted.after)
    query = query.order_by(NoticeRow.id).limit(wanted.limit + 1)
    rows = session.scalars(query).all()
    page = rows[: wanted.limit]
    more = page[-1].id if len(rows) > len(page) else None
    return NoticeList(
        notices=[Notice.from_row(it) for it in page], next=more, counts=counts
    )


def _status_counts(session: Session, source: str, batch: str) -> dict[str, int]:
    mine = select(BatchRow.id).where(BatchRow.id == batch, BatchRow.source == source)
    if session.scalar(mine) is None:
        raise ProblemError(errors.NOT_FOUND, "没有这个编号的批次。")
    return batches.summarize_batch(session, batch).counts


def _is_id(text: str) -> bool:
    """Tell whether the store may be asked for it: PostgreSQL takes no NUL."""
    return text.isascii() and text.isalnum()
