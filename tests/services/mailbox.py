"""A small HTTP server that takes every receipt, as our own would, and keeps it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, request

from tests.simulator.fakes import listening


@dataclass(frozen=True, slots=True)
class Letter:
    """A receipt as it was posted."""

    id: str
    form: dict[str, str]
    url: str
    signature: str


@dataclass(slots=True)
class Mailbox:
    """What was posted so far, oldest first."""

    address: str = ""
    letters: list[Letter] = field(default_factory=list)

    def url(self, id: str) -> str:  # noqa: A002
        """Name the address for receipts of a message."""
        return f"{self.address}/receipts?k={id}"

    def app(self) -> Flask:
        app = Flask(__name__, static_folder=None)

        @app.post("/receipts")
        def receipts() -> tuple[str, int]:
            signature = request.headers.get("X-Twilio-Signature", "")
            form = request.form.to_dict()
            letter = Letter(request.args["k"], form, request.url, signature)
            self.letters.append(letter)
            return "", 204

        return app


@contextmanager
def opened() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    with listening(mailbox.app()) as mailbox.address:
        yield mailbox
