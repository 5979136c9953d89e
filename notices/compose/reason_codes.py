"""Reason codes: the business system's short names for why, each with a way out.

A code links to the question of the FAQ that says what to do; its key is kept as
text, for the FAQ is somebody else's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpline.text import is_blank
from notices.compose.templates import tidy_value
from notices.errors import NoticesError
from notices.reference_tables import ReasonRow

IsQuestion = Callable[[str], bool]
"""Tells whether the FAQ has a question of this key."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
_LONGEST = 200


class BadReasonCodeError(NoticesError):
    """The reason code cannot be used."""


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """What a code says, and the key of the question that says what to do, or ""."""

    code: str
    text: str
    question: str


def load_reason_codes(session: Session) -> dict[str, ReasonCode]:
    """Give every reason by its code."""
    rows = session.scalars(select(ReasonRow).order_by(ReasonRow.code))
    return {it.code: ReasonCode(it.code, it.text, it.question) for it in rows}


def list_reason_codes(session: Session, after: str, most: int) -> tuple[ReasonRow, ...]:
    """List reason codes in their order, those after one code."""
    wanted = select(ReasonRow).where(ReasonRow.code > after)
    return tuple(session.scalars(wanted.order_by(ReasonRow.code).limit(most)))


def find_reason_code(session: Session, code: str) -> ReasonCode | None:
    """Find what a code says."""
    row = session.get(ReasonRow, code)
    return None if row is None else ReasonCode(row.code, row.text, row.question)


def save_reason_code(
    session: Session,
    reason: ReasonCode,
    is_question: IsQuestion,
    by: str,
    now: datetime,
) -> None:
    """Add a code or change what it says; raise `BadReasonCodeError` for what cannot be one."""
    text = tidy_value(reason.text)
    if not _CODE.fullmatch(reason.code):
        raise BadReasonCodeError("原因代码只能用英文字母、数字和 . _ -，最多32个字符。")
    if is_blank(text) or len(text) > _LONGEST:
        raise BadReasonCodeError(f"原因要写1到{_LONGEST}个字。")
    if reason.question and not is_question(reason.question):
        raise BadReasonCodeError(f"问题释疑里没有编号为“{reason.question}”的问题。")
    session.merge(
        ReasonRow(code=reason.code, text=text, question=reason.question, by=by, at=now)
    )
    session.flush()


def remove_reason_code(session: Session, code: str) -> bool:
    """Forget a code; notices that had it keep what they said."""
    row = session.get(ReasonRow, code)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True
