"""The latest notices sent to a number, as values that replies are made from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeEvent(StrEnum):
    """What happened to an application; free text has no name that an applicant reads."""

    ACCEPTED = "受理"
    REFUSED = "不予受理"
    RETURNED = "退件"
    CORRECTION = "补正"
    COMPLETED = "办结"
    ISSUED = "证书生成"
    FREE = "通知"


@dataclass(frozen=True, slots=True)
class ReceivedNotice:
    """One notice sent to the number that is asking.

    `application` is the whole application number, "" for none; `text` is what was
    sent. `question` is the key of the question that says what to do about it, ""
    where none does. It answers a number until `until`.
    """

    event: NoticeEvent
    application: str
    reason: str
    text: str
    question: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class SentNotices:
    """The notices sent to one number, newest first; `offer` is the one that `1` may mean.

    `suppressed` tells that the number has unsubscribed.
    """

    latest: tuple[ReceivedNotice, ...] = ()
    offer: ReceivedNotice | None = None
    suppressed: bool = False

    @property
    def subject(self) -> ReceivedNotice | None:
        """The notice that 办法 means, which no validity limits: it is asked for."""
        return self.offer or next(iter(self.latest), None)


NOTHING_SENT = SentNotices()
