"""The port of gateways: send, look up, list, parse a receipt, explain an error code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from notices.errors import NoticesError
from notices.faults import Fault
from notices.status import Status


class GatewayError(NoticesError):
    """The gateway did not answer a question about a message."""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message to hand over; `to` is E.164, `text` carries its signature.

    `receipts_url` is where the gateway reports on it, with our id in the query.
    The gateway may hold it back for `valid_for` at most.
    """

    id: str
    to: str
    text: str
    receipts_url: str
    valid_for: timedelta


@dataclass(frozen=True, slots=True)
class SendAccepted:
    """The gateway has it, under this id of its own."""

    sid: str
    status: Status = Status.ACCEPTED


@dataclass(frozen=True, slots=True)
class SendRefused:
    """The gateway did surely not take it; `code` is its own word for why."""

    fault: Fault
    code: str

    @property
    def permanent(self) -> bool:
        """Whether it would refuse the same message for ever."""
        return self.fault.permanent


@dataclass(frozen=True, slots=True)
class SendUnknown:
    """Nobody can say whether the gateway took it; `code` says what happened."""

    code: str


SendOutcome = SendAccepted | SendRefused | SendUnknown


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """A message as the gateway's own log has it; `code` is "" for no error."""

    sid: str
    to: str
    text: str
    status: Status
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CodeExplanation:
    """What a gateway's error code means: its fault, and a sentence of it for staff.

    None and "" where there is nothing to say, or no more than the fault says.
    """

    fault: Fault | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The gateway's word on a message.

    `id` is ours, from the query, "" where it is missing; `status` is None for a
    word we do not know, `word` is the gateway's own, `code` its error or "", `fault`
    what that means.
    """

    id: str
    sid: str
    status: Status | None
    word: str
    code: str
    fault: Fault | None = None
    raw: Mapping[str, str] = field(default_factory=dict)


class Gateway(Protocol):
    """A company that carries messages."""

    def send(self, message: OutgoingMessage) -> SendOutcome:
        """Hand a message over; never raises, returns within the gateway's timeout."""
        ...

    def look_up(self, sid: str) -> ProviderRecord | None:
        """Find a message by the gateway's id, None if it has none; raises `GatewayError`."""
        ...

    def list_sent_to(self, number: str, since: datetime) -> tuple[ProviderRecord, ...]:
        """List what was handed over for a number since then; raises `GatewayError`."""
        ...

    def parse_receipt(self, id: str, form: Mapping[str, str]) -> Receipt:  # noqa: A002
        """Read a receipt's form; never raises."""
        ...

    def explain(self, code: str) -> CodeExplanation:
        """Say what a code means, also one that was stored long ago; never raises."""
        ...
