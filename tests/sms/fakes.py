"""A matcher that knows a few sentences by heart, and an applicant who texts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Engine, Select, select

from faq_store.content.edition_cache import EditionCache
from faq_store.tables import InquiryRow
from helpline import phone_numbers
from helpline.conversation.settings import ConversationRules
from helpline.faq import Case
from helpline.matching import Certain, Decision, Nothing, Option, Unsure
from sms import handler
from sms.context import SmsContext
from sms.tables import TurnRow
from sms.webhook_form import InboundText
from storage.session import reading

LUNCH, CARD, FAMILY = (Option(Case(it), 0.5) for it in ("1.1", "1.2", "2.1"))
_Row = TypeVar("_Row", TurnRow, InquiryRow)

OURS = "+8637100000000"

_KNOWN: dict[str, Decision] = {
    "几点开饭": Certain((LUNCH, CARD, FAMILY)),
    "饭卡": Certain((CARD,)),
    "卡还是饭": Unsure((CARD, LUNCH)),
}


class ByHeart:
    """Decides what it was told to, and nothing else."""

    def match(self, text: str) -> Decision:
        return _KNOWN.get(text, Nothing((FAMILY,)))

    def situation(self, question: str, text: str) -> int | None:
        return 1 if (question, text) == ("1.2", "没余额") else None


@dataclass
class Applicant:
    """Texts a helpline of its own process; `now` is moved by hand."""

    engine: Engine
    now: datetime
    sender: str = "+8613800138000"
    to: str = OURS
    shelf: EditionCache = field(init=False)
    sent: int = 0

    def __post_init__(self) -> None:
        """Start the process."""
        self.restart()

    def restart(self) -> None:
        self.shelf = EditionCache(self.engine, lambda *_: ByHeart())

    @property
    def door(self) -> SmsContext:
        return SmsContext(
            self.engine, self.shelf, lambda: self.now, ConversationRules(), OURS
        )

    def text(self, body: str, sid: str = "", *, media: int = 0) -> str:
        self.sent += 1
        inbound = InboundText(
            message_sid=sid or f"SM{self.sent:032}",
            sender=phone_numbers.parse_sender(self.sender),
            to=self.to,
            body=body,
            media=media,
        )
        return handler.answer_text(self.door, inbound)

    def form(self, body: str, sid: str = "", **more: str) -> InboundText:
        """Write a text as the provider's form tells of it."""
        self.sent += 1
        form = {
            "MessageSid": sid or f"SM{self.sent:032}",
            "From": self.sender,
            "To": self.to,
            "Body": body,
        }
        return InboundText.read(form | more)

    def provider(self, body: str, sid: str = "", **more: str) -> str:
        """Have a text brought by the provider, with what it adds."""
        return handler.answer_text(self.door, self.form(body, sid, **more))

    def later(self, wait: timedelta) -> None:
        self.now += wait

    def turns(self) -> list[TurnRow]:
        return self._all(select(TurnRow).order_by(TurnRow.at))

    def inquiries(self) -> list[InquiryRow]:
        return self._all(select(InquiryRow).order_by(InquiryRow.id))

    def _all(self, statement: Select[_Row]) -> list[_Row]:
        with reading(self.engine) as session:
            rows = list(session.scalars(statement))
            session.expunge_all()
            return rows
