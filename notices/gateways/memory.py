"""An in-memory gateway (a test double): it sends nothing, and answers as scripted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from threading import Lock
from types import MappingProxyType
from typing import assert_never

from notices.gateways.base import (
    Accepted,
    Carried,
    Explanation,
    Outcome,
    Outgoing,
    Receipt,
    Refused,
    Unknown,
)
from notices.status import Status


class Lost(StrEnum):
    """What can be lost on the way; the sender hears `Unknown` with this code of both."""

    ANSWER = "answer-lost"  # taken, and in the books
    MESSAGE = "message-lost"  # never arrived


Answer = Outcome | Lost
Script = Callable[[Outgoing], Answer | None] | Sequence[Answer | None]
"""What to answer: by the message, or one after another. None accepts, as does the end."""


class RecordingGateway:
    """A public test double, and the gateway of a helpline that has none.

    Threads may share it. Its receipts have the fields `sid`, `status` (a word of
    `Status`) and `code`. `numbers` makes the SIDs, `codes` says what codes mean.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        script: Script = (),
        numbers: Iterator[int] | None = None,
        codes: Mapping[str, Explanation] = MappingProxyType({}),
    ) -> None:
        self._clock = clock
        self._answer = script if callable(script) else _one_by_one(script)
        self._numbers = count(1) if numbers is None else numbers
        self._codes = codes
        self._sent: list[Outgoing] = []
        self._books: dict[str, Carried] = {}
        self._lock = Lock()

    @property
    def sent(self) -> tuple[Outgoing, ...]:
        """Everything it was asked to send, whatever became of it, oldest first."""
        with self._lock:
            return tuple(self._sent)

    @property
    def books(self) -> tuple[Carried, ...]:
        """Everything it took, oldest first."""
        with self._lock:
            return tuple(self._books.values())

    def send(self, message: Outgoing) -> Outcome:
        """Remember a message, and answer by the script."""
        with self._lock:
            self._sent.append(message)
            answer = self._answer(message)
            match answer:
                case None:
                    return self._book(message)
                case Accepted(sid, status):
                    return self._book(message, sid, status)
                case Lost.ANSWER:
                    self._book(message)
                    return Unknown(answer.value)
                case Lost.MESSAGE:
                    return Unknown(answer.value)
                case Refused() | Unknown():
                    return answer
                case _:
                    assert_never(answer)

    def move(self, sid: str, status: Status, code: str = "") -> Carried:
        """Change the status of a message in its log; raises `KeyError` if that has none."""
        with self._lock:
            moved = replace(self._books[sid], status=status, code=code)
            self._books[sid] = moved
            return moved

    def look_up(self, sid: str) -> Carried | None:
        """Find a message that it took."""
        with self._lock:
            return self._books.get(sid)

    def carried_to(self, number: str, since: datetime) -> tuple[Carried, ...]:
        """List what it took for a number since then, newest first."""
        found = [it for it in self.books if it.to == number and it.at >= since]
        return tuple(reversed(found))

    def parse_receipt(self, id: str, form: Mapping[str, str]) -> Receipt:  # noqa: A002
        """Read a receipt; never raises."""
        word, code = form.get("status", ""), form.get("code", "")
        return Receipt(
            id=id,
            sid=form.get("sid", ""),
            status=Status(word) if word in set(Status) else None,
            word=word,
            code=code,
            fault=self.explain(code).fault,
            raw={key: form[key] for key in form},
        )

    def explain(self, code: str) -> Explanation:
        """Say what a code means by what it was told, nothing of any other."""
        return self._codes.get(code, Explanation())

    def _book(
        self, message: Outgoing, sid: str = "", status: Status = Status.ACCEPTED
    ) -> Accepted:
        sid = sid or f"SM{next(self._numbers):032x}"
        self._books[sid] = Carried(
            sid, message.to, message.text, status, "", self._clock()
        )
        return Accepted(sid, status)


def _one_by_one(
    answers: Sequence[Answer | None],
) -> Callable[[Outgoing], Answer | None]:
    left = iter(answers)
    return lambda _: next(left, None)
