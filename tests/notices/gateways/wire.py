"""A server that does with each connection what a test tells it to, byte by byte."""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from typing_extensions import override

from tests.waiting import HANGS


@dataclass(slots=True)
class Wire:
    """Where the server is, what it was sent, and from which ports, in order."""

    address: str = ""
    requests: list[bytes] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)
    done: Event = field(default_factory=Event)


Behaviour = Callable[["Talk"], None]


@dataclass(frozen=True, slots=True)
class Talk:
    """One connection, from the server's side."""

    wire: Wire
    link: socket.socket

    def read(self) -> None:
        """Read a whole request."""
        got = b""
        while b"\r\n\r\n" not in got:
            got += self.more()
        head, _, body = got.partition(b"\r\n\r\n")
        lengths = [it for it in head.lower().split(b"\r\n") if b"content-length" in it]
        length = int(lengths[0].partition(b":")[2]) if lengths else 0
        while len(body) < length:
            body += self.more()
        self.wire.requests.append(head + b"\r\n\r\n" + body)
        self.wire.ports.append(self.link.getpeername()[1])

    def answer(self, status: str, body: str, kind: str = "application/json") -> None:
        self.say(
            f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
        )

    def say(self, words: str) -> None:
        self.link.sendall(words.encode())

    def reset(self) -> None:
        """Close it with a reset instead of an end."""
        self.link.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        self.link.close()

    def wait(self) -> None:
        """Say nothing until the test is over."""
        self.wire.done.wait(HANGS)

    def more(self) -> bytes:
        """Read whatever comes next."""
        got = self.link.recv(65_536)
        if not got:
            raise ConnectionError("the other side has closed")
        return got


class _Server(Thread):
    def __init__(self, wire: Wire, behave: Behaviour) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self._wire = wire
        self._behave = behave

    @override
    def run(self) -> None:
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link: socket.socket) -> None:
        with link:
            link.settimeout(HANGS)
            try:
                self._behave(Talk(self._wire, link))
            except OSError:
                return


@contextmanager
def serving(behave: Behaviour, scheme: str = "http") -> Iterator[Wire]:
    """Serve every connection so; the address may promise TLS that is not there."""
    wire = Wire()
    server = _Server(wire, behave)
    wire.address = f"{scheme}://127.0.0.1:{server.listener.getsockname()[1]}"
    server.start()
    try:
        yield wire
    finally:
        wire.done.set()
        # Closing alone does not wake a thread that accepts.
        server.listener.shutdown(socket.SHUT_RDWR)
        server.listener.close()
        server.join(HANGS)


@contextmanager
def refusing() -> Iterator[str]:
    """Give the address of a port that nobody listens at, and that stays taken."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
