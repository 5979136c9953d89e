"""Texts, calls, notices and inquiries that happened, one row each, for counting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Engine

from faq_store.tables import InquiryRow
from ivr.tables import CallRow, CallStepRow
from notices.status import Status
from notices.tables import NoticeEventRow, NoticeRow
from sms.tables import TurnRow
from storage.session import writing

SENDER = "+8613800138000"


@dataclass
class Happened:
    """Writes what happened into a store."""

    store: Engine
    numbers: Iterator[int] = field(default_factory=count)

    def _id(self) -> str:
        return f"{next(self.numbers):032x}"

    def text(self, at: datetime, decision: str | None = None, **more: Any) -> None:  # noqa: ANN401
        row = TurnRow(message_sid=f"SM{self._id()}", sender=SENDER, to="", body="?")
        row.at, row.decision, row.reply = at, decision, "答"
        self._write(row, more)

    def call(
        self,
        at: datetime,
        keys: Sequence[tuple[str, str]] = (),
        **more: Any,  # noqa: ANN401
    ) -> None:
        """Call, and press each key at the path before it."""
        sid = f"CA{self._id()}"
        row = CallRow(call_sid=sid, sender=SENDER, edition=1, status="completed")
        row.started_at = at
        self._write(row, more)
        with writing(self.store) as session:
            for step, (path, key) in enumerate(keys):
                pressed = CallStepRow(call_sid=sid, step=step, path=path, key=key)
                pressed.at = at
                session.add(pressed)

    def notice(
        self,
        at: datetime,
        status: Status = Status.ACCEPTED,
        took: timedelta | None = None,
        **more: Any,  # noqa: ANN401
    ) -> None:
        """Make a notice; `took` is from handing it over until it was delivered."""
        row = NoticeRow(id=self._id(), source="test", idempotency_key=self._id())
        row.to, row.event, row.application = SENDER, "退件", "HN1"
        row.reason = row.reason_code = row.question = ""
        row.template, row.template_version = "退件", 0
        row.text, row.segments, row.priority = "通知", 1, 1
        row.status, row.send_at, row.expires_at = status.value, at, at
        row.created_at = row.updated_at = row.sent_at = at
        code = more.get("code", "")
        self._write(row, more)
        if took is not None:
            delivered = NoticeEventRow(notice_id=row.id, at=at + took, code=code)
            self._write(delivered, {"status": Status.DELIVERED.value})

    def inquiry(self, at: datetime, settled_at: datetime | None = None) -> None:
        row = InquiryRow(asked="?", reason="unsure", options="", sender=SENDER)
        row.at, row.source = at, f"SM{self._id()}"
        self._write(row, {"settled_at": settled_at})

    def _write(self, row: Any, more: dict[str, Any]) -> None:  # noqa: ANN401
        for name, value in more.items():
            setattr(row, name, value)
        with writing(self.store) as session:
            session.add(row)
