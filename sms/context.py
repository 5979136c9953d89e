"""What the SMS webhook works with: database, current edition, clock, rules, our number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from faq_store.content.edition_cache import EditionCache
from helpline import phone_numbers
from helpline.conversation.settings import ConversationRules
from sms.webhook_form import InboundText


@dataclass(frozen=True, slots=True)
class SmsContext:
    """`our_number` (E.164 or short code) or `our_service` is where texts belong.

    With neither set, every text that our account receives is ours. `announcement` gives
    the sentence that stands before every reply, "" for none.
    """

    engine: Engine
    editions: EditionCache
    clock: Callable[[], datetime]
    rules: ConversationRules
    our_number: str = ""
    our_service: str = ""
    announcement: Callable[[], str] = str

    def owns(self, text: InboundText) -> bool:
        """Tell whether a text is to us, not to another application of the account."""
        if not self.our_number and not self.our_service:
            return True
        number = phone_numbers.parse_sender(self.our_number).address
        to_number = bool(self.our_number) and text.to == number
        return to_number or (
            bool(self.our_service) and text.service == self.our_service
        )
