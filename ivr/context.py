"""What the call webhooks work with: database, current edition, clock, lookup of notices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from faq_store.content.edition_cache import EditionCache
from helpline.conversation.sent_notices import NOTHING_SENT, SentNotices
from helpline.phone_numbers import Sender, SenderKind


def no_notices(_: Sender) -> SentNotices:
    """Know of no notices, whoever asks."""
    return NOTHING_SENT


@dataclass(frozen=True, slots=True)
class CallContext:
    """What the call webhooks work with; without the database the edition in memory answers.

    `root` is the path that our public address ends in, mostly none. `load_notices`
    finds what a number was sent, `announcement` gives the sentence that is said before
    the greeting, "" for none; neither ever raises.
    """

    engine: Engine
    editions: EditionCache
    clock: Callable[[], datetime]
    root: str = ""
    load_notices: Callable[[Sender], SentNotices] = no_notices
    announcement: Callable[[], str] = str

    def sent_notices(self, sender: Sender) -> SentNotices:
        """Find what a caller was sent; nothing for who withheld the number."""
        known = sender.kind is SenderKind.NUMBER
        return self.load_notices(sender) if known else NOTHING_SENT
