"""Settings of a text conversation and their defaults: expiry, reply length, retention."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class ConversationRules:
    """SMS `segments` of a reply; silence until the state `expires`; days texts are kept.

    `notice_questions` are the keys of the two questions that notices answer better
    than the FAQ: how far an application is, and why it came back.
    """

    segments: int = 5
    expires: timedelta = timedelta(minutes=30)
    retention_days: int = 180
    notice_questions: tuple[str, str] = ("2.1", "2.3")
