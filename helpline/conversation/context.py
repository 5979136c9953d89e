"""The context of a reply: the edition, its matcher, the rules, the sender's notices."""

from dataclasses import dataclass, field
from typing import Protocol

from helpline.conversation.rules import Rules
from helpline.conversation.sent_notices import EMPTY, Mailbox
from helpline.faq import Edition
from helpline.matching import Decision


class Matching(Protocol):
    """The interface of the matcher (intent classifier) that the dialogue calls."""

    def match(self, text: str) -> Decision:
        """Decide what a text means."""
        ...

    def situation(self, question: str, text: str) -> int | None:
        """Tell which situation of a question a text surely states."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The context of a reply; `announcement` is put before it, "" for none.

    `mailbox` holds the notices sent to the number that is asking.
    """

    edition: Edition
    matcher: Matching
    rules: Rules = field(default_factory=Rules)
    announcement: str = ""
    mailbox: Mailbox = EMPTY
