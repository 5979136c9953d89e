"""What tests about notices in the console need: notices in the store, and forms."""

import io
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notices.tables import NoticeRow
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console.visitors import Page, Visitor
from tests.notices.papers import LI, WANG, paper

NEW = "/console/notices/new"
BATCHES = "/console/notices/batches"
FORM = {
    "to": "13800138000",
    "event": "退件",
    "application": "HN2026-000123",
    "reason": "照片不清楚",
}


def hidden(page: Page, name: str) -> str:
    """Read a hidden field of a form."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.html)
    assert found, page.text
    return found.group(1)


def previewed(visitor: Visitor, **fields: str) -> dict[str, str]:
    """Fill in the form of one notice, and give the one that its preview offers to send."""
    filled = {**FORM, "token": hidden(visitor.get(NEW), "token"), **fields}
    page = visitor.post(NEW, {**filled, "do": "preview"})
    assert page.status == 200, page.text
    kept = {name: hidden(page, name) for name in ("token", "seen")}
    return {**filled, **kept, "do": "send"}


def upload(
    visitor: Visitor, *rows: Sequence[str], content: bytes = b"", **more: str
) -> Page:
    """Bring a file."""
    raw = content or paper(*(rows or (WANG, LI))).encode()
    file = (io.BytesIO(raw), "七月.csv")
    return visitor.post(f"{BATCHES}/new", {"file": file, **more})


def imported(visitor: Visitor, *rows: Sequence[str]) -> str:
    """Bring a file, and name the batch that it became."""
    page = upload(visitor, *rows)
    found = re.search(rf'{BATCHES}/([0-9a-f]{{32}})"', page.html)
    assert found, page.text
    return found.group(1)


def stored(store: Engine) -> list[NoticeRow]:
    with reading(store) as session:
        found = list(session.scalars(select(NoticeRow).order_by(NoticeRow.id)))
        session.expunge_all()
        return found


def change(store: Engine, notice: str, **to: Any) -> None:  # noqa: ANN401
    with writing(store) as session:
        row = session.get_one(NoticeRow, notice)
        for name, value in to.items():
            setattr(row, name, value)


def audited(store: Engine) -> list[tuple[str, str, str]]:
    """List who did what to what."""

    def ask(session: Session) -> list[tuple[str, str, str]]:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [(it.who, it.action, it.subject) for it in rows]

    with reading(store) as session:
        return ask(session)
