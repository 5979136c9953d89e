"""Status updates: what a gateway reports raises a notice's status if it ranks higher."""

from datetime import datetime, timedelta

from notices.delivery.history import HistoryStep
from notices.status import Status, next_status
from notices.tables import NoticeRow

FIRST_CHECK_DELAY = timedelta(seconds=10)
"""From a word until a notice without a final one is looked up at the gateway."""


def apply_status(
    row: NoticeRow, word: Status | None, sid: str, code: str, now: datetime
) -> HistoryStep | None:
    """Apply a word to a locked row; return the step it made, None for no news.

    Whatever the gateway says under an id of its own, it has the notice: a word that
    we do not know (None) means accepted. A second sid for one notice means that it
    was sent twice: it is flagged.
    """
    row.flagged |= bool(sid) and row.sid not in {None, sid}
    row.sid = row.sid or sid or None
    if word is None and not sid:
        return None
    heard = next_status(Status(row.status), word or Status.ACCEPTED)
    row.flagged |= heard.flagged
    if heard.status == row.status:
        return None
    row.status, row.code = heard.status.value, code
    row.leased_until = row.try_at = row.absent_at = None
    row.sent_at = row.sent_at or now
    row.checks = 0
    row.check_at = None if heard.status.final else now + FIRST_CHECK_DELAY
    row.updated_at = now
    return row.id, heard.status, code
