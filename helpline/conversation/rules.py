"""The rules of a conversation by text: how long a reply may be, how long a menu is remembered."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """`segments` a reply may take, when a menu `expires`, days that texts are kept.

    `notice_questions` are the keys of the two questions that notices answer better
    than the FAQ: how far an application is, and why it came back.
    """

    segments: int = 5
    expires: timedelta = timedelta(minutes=30)
    retention_days: int = 180
    notice_questions: tuple[str, str] = ("2.1", "2.3")
