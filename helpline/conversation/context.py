"""The context of a reply: the edition, its matcher, the rules, the sender's notices."""

from dataclasses import dataclass, field
from typing import Protocol

from helpline.conversation.sent_notices import NOTHING_SENT, SentNotices
from helpline.conversation.settings import ConversationRules
from helpline.faq import Edition
from helpline.matching import Decision


class EditionMatcher(Protocol):
    """The interface of the matcher (intent classifier) that the dialogue calls."""

    def match(self, text: str) -> Decision:
        """Decide what a text means."""
        ...

    def situation(self, question: str, text: str) -> int | None:
        """Tell which situation of a question a text surely states."""
        ...


@dataclass(frozen=True, slots=True)
class ReplyContext:
    """The context of a reply; `announcement` is put before it, "" for none.

    `sent` holds the notices sent to the number that is asking.
    """

    edition: Edition
    matcher: EditionMatcher
    rules: ConversationRules = field(default_factory=ConversationRules)
    announcement: str = ""
    sent: SentNotices = NOTHING_SENT
