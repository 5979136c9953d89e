"""A store that is gone for a moment, a gateway that takes its time or never answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from typing_extensions import override

from notices.gateways.base import OutgoingMessage, ProviderRecord, SendOutcome
from tests.notices.fakes import Moody, Post
from tests.waiting import HANGS


@contextmanager
def gone(engine: Engine) -> Iterator[None]:
    """Have every statement fail, as when the store's host is away."""

    def fail(*_: object) -> None:
        raise OperationalError("gone", None, ConnectionError())

    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fail)


class Slow(Moody):
    """A gateway that holds on to every message until it is let go."""

    def __init__(self, post: Post) -> None:
        super().__init__(lambda: post.now)
        self.arrived, self.let_go = Event(), Event()
        self.most = self.here = 0

    @override
    def send(self, message: OutgoingMessage) -> SendOutcome:
        self.here += 1
        self.most = max(self.most, self.here)
        self.arrived.set()
        assert self.let_go.wait(HANGS)
        self.here -= 1
        return super().send(message)


class Silent(Moody):
    """A gateway that answers no question about a message until it is let go."""

    def __init__(self, post: Post) -> None:
        super().__init__(lambda: post.now)
        self.asked, self.let_go = Event(), Event()

    @override
    def look_up(self, sid: str) -> ProviderRecord | None:
        self.asked.set()
        assert self.let_go.wait(HANGS)
        return super().look_up(sid)
