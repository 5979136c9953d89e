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
    CodeExplanation,
    OutgoingMessage,
    ProviderRecord,
    Receipt,
    SendAccepted,
    SendOutcome,
    SendRefused,
    SendUnknown,
)
from notices.status import Status


class LostMessage(StrEnum):
    """What can be lost on the way; the sender hears `SendUnknown` with this code of both."""

    ANSWER = "answer-lost"  # taken, and in the books
    MESSAGE = "message-lost"  # never arrived


ScriptedOutcome = SendOutcome | LostMessage
GatewayScript = (
    Callable[[OutgoingMessage], ScriptedOutcome | None]
    | Sequence[ScriptedOutcome | None]
)
"""What to answer: by the message, or one after another. None accepts, as does the end."""


class RecordingGateway:
    """A public test double, and the gateway of a helpline that has none.

    Threads may share it. Its receipts have the fields `sid`, `status` (a word of
    `Status`) and `code`. `numbers` makes the SIDs, `codes` says what codes mean.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        script: GatewayScript = (),
        numbers: Iterator[int] | None = None,
        codes: Mapping[str, CodeExplanation] = MappingProxyType({}),
    ) -> None:
        self._clock = clock
        self._answer = script if callable(script) else _outcomes_in_order(script)
        self._numbers = count(1) if numbers is None else numbers
        self._codes = codes
        self._sent: list[OutgoingMessage] = []
        self._records: dict[str, ProviderRecord] = {}
        self._lock = Lock()

    @property
    def sent(self) -> tuple[OutgoingMessage, ...]:
        """Everything it was asked to send, whatever became of it, oldest first."""
        with self._lock:
            return tuple(self._sent)

    @property
    def records(self) -> tuple[ProviderRecord, ...]:
        """Everything it took, oldest first."""
        with self._lock:
            return tuple(self._records.values())

    def send(self, message: OutgoingMessage) -> SendOutcome:
        """Remember a message, and answer by the script."""
        with self._lock:
            self._sent.append(message)
            answer = self._answer(message)
            match answer:
                case None:
                    return self._add_record(message)
                case SendAccepted(sid, status):
                    return self._add_record(message, sid, status)
                case LostMessage.ANSWER:
                    self._add_record(message)
                    return SendUnknown(answer.value)
                case LostMessage.MESSAGE:
                    return SendUnknown(answer.value)
                case SendRefused() | SendUnknown():
                    return answer
                case _:
                    assert_never(answer)

    def move(self, sid: str, status: Status, code: str = "") -> ProviderRecord:
        """Change the status of a message in its log; raises `KeyError` if that has none."""
        with self._lock:
            moved = replace(self._records[sid], status=status, code=code)
            self._records[sid] = moved
            return moved

    def look_up(self, sid: str) -> ProviderRecord | None:
        """Find a message that it took."""
        with self._lock:
            return self._records.get(sid)

    def list_sent_to(self, number: str, since: datetime) -> tuple[ProviderRecord, ...]:
        """List what it took for a number since then, newest first."""
        found = [it for it in self.records if it.to == number and it.at >= since]
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

    def explain(self, code: str) -> CodeExplanation:
        """Say what a code means by what it was told, nothing of any other."""
        return self._codes.get(code, CodeExplanation())

    def _add_record(
        self, message: OutgoingMessage, sid: str = "", status: Status = Status.ACCEPTED
    ) -> SendAccepted:
        sid = sid or f"SM{next(self._numbers):032x}"
        self._records[sid] = ProviderRecord(
            sid, message.to, message.text, status, "", self._clock()
        )
        return SendAccepted(sid, status)


def _outcomes_in_order(
    answers: Sequence[ScriptedOutcome | None],
) -> Callable[[OutgoingMessage], ScriptedOutcome | None]:
    left = iter(answers)
    return lambda _: next(left, None)
