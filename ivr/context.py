"""What the call webhooks work with: database, current edition, clock, lookup of notices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from faq_store.content.edition_cache import Shelf
from helpline.conversation.sent_notices import EMPTY, Mailbox
from helpline.phone_numbers import Sender, SenderKind


def nothing_sent(_: Sender) -> Mailbox:
    """Know of no notices, whoever asks."""
    return EMPTY


@dataclass(frozen=True, slots=True)
class Door:
    """What the call webhooks work with; without the database the edition in memory answers.

    `root` is the path that our public address ends in, mostly none. `mailbox_of`
    finds what a number was sent, `announced` gives the sentence that is said before
    the greeting, "" for none; neither ever raises.
    """

    engine: Engine
    shelf: Shelf
    clock: Callable[[], datetime]
    root: str = ""
    mailbox_of: Callable[[Sender], Mailbox] = nothing_sent
    announced: Callable[[], str] = str

    def mailbox(self, sender: Sender) -> Mailbox:
        """Find what a caller was sent; nothing for who withheld the number."""
        known = sender.kind is SenderKind.NUMBER
        return self.mailbox_of(sender) if known else EMPTY
