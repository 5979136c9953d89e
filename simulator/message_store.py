"""The messages that the company has taken: the newest of them, in this process."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from simulator.messages import Message, MessageStatus

MOST_MESSAGES = 2_000


@dataclass(frozen=True, slots=True)
class MessageUpdates:
    """What was taken or has changed; `after` is where to go on from."""

    messages: tuple[Message, ...]
    after: int


class MessageStore:
    """Keeps messages by their id; the oldest make room. Changes are numbered."""

    def __init__(self, most: int = MOST_MESSAGES) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[int, Message]] = OrderedDict()
        self._changes = 0
        self._lock = Lock()

    def put(self, message: Message) -> None:
        """Keep a new message."""
        with self._lock:
            self._keep(message)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def move(
        self, sid: str, status: MessageStatus, sender: str, now: datetime
    ) -> Message | None:
        """Let a message become something else; None when it has made room."""
        with self._lock:
            if sid not in self._kept:
                return None
            message = self._kept[sid][1].become(status, sender, now)
            self._keep(message)
            return message

    def find(self, sid: str) -> Message | None:
        """Find a message by its id."""
        with self._lock:
            return self._kept[sid][1] if sid in self._kept else None

    def newest(self) -> tuple[Message, ...]:
        """List all messages, the newest first."""
        with self._lock:
            return tuple(message for _, message in reversed(self._kept.values()))

    def news(self, to: str, after: int) -> MessageUpdates:
        """List what one number has been sent, where it changed later than `after`."""
        with self._lock:
            if self._changes == after:  # nearly always: pages ask every second
                return MessageUpdates((), after)
            found = (message for at, message in self._kept.values() if at > after)
            return MessageUpdates(
                tuple(it for it in found if it.to == to), self._changes
            )

    def _keep(self, message: Message) -> None:
        self._changes += 1
        self._kept[message.sid] = (self._changes, message)
