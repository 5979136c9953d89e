"""A telephone line that plays documents a test has written, without any HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator import twiml
from simulator.calls import TwimlDocument
from simulator.errors import UndeliverableError
from simulator.signed_post import Hop


@dataclass(slots=True)
class Scripted:
    """Documents by address; remembers what was asked for, and the end."""

    documents: Mapping[str, str]
    sid: str = "CA" + "0" * 32
    answer_url: str = "answer"
    hops: tuple[Hop, ...] = ()
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    ends: int = 0

    def fetch(self, url: str, document: str, facts: Mapping[str, str]) -> TwimlDocument:
        self.asked.append((url, facts))
        address = url or document
        if address not in self.documents:
            raise UndeliverableError(11200, f"没有{address}")
        markup = f"<Response>{self.documents[address]}</Response>"
        return TwimlDocument(address, twiml.parse_verbs(markup.encode()))

    def report_end(self) -> None:
        self.ends += 1
