"""A call's way to the doors: fields common to all its requests, and its end report."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from email.utils import format_datetime

from simulator import twiml
from simulator.calls import TwimlDocument
from simulator.delivery import UnansweredPost, post_with_fallback
from simulator.signed_post import FormFields, Hop, WebhookClient


class CallRequests:
    """Fetches documents for one call and remembers what went over the wire."""

    def __init__(
        self,
        sid: str,
        line: WebhookClient,
        fields: FormFields,
        ids: Callable[[], str],
        clock: Callable[[], datetime],
    ) -> None:
        self.sid = sid
        self._line = line
        self._fields = fields
        self._ids = ids
        self._clock = clock
        self._hops: list[Hop] = []
        self._began = clock()

    @property
    def answer_url(self) -> str:
        """Where a new call is answered."""
        return self._line.public_url + "/ivr/answer"

    @property
    def hops(self) -> tuple[Hop, ...]:
        """Everything that has gone over the wire for this call, in order."""
        return tuple(self._hops)

    def fetch(self, url: str, document: str, facts: Mapping[str, str]) -> TwimlDocument:
        """Fetch the document at `url`, else the fallback's."""
        status = "in-progress" if self._hops else "ringing"
        dialled = (
            {"DialCallSid": "CA" + self._ids()} if "DialCallStatus" in facts else {}
        )
        sent = post_with_fallback(
            self._line,
            self._line.resolve(url, document),
            self._line.public_url + "/ivr/fallback",
            (*self._fields, ("CallStatus", status), *facts.items(), *dialled.items()),
            twiml.parse_verbs,
        )
        self._hops.extend(sent.hops)
        if isinstance(sent, UnansweredPost):
            raise sent.fault
        return TwimlDocument(sent.hops[-1].url, sent.value)

    def report_end(self) -> None:
        """Send the one status callback that a number sends unless told otherwise."""
        self._hops.append(
            self._line.post(
                self._line.public_url + "/ivr/status",
                (*self._fields, *self._end_facts()),
            )
        )

    def _end_facts(self) -> Iterator[tuple[str, str]]:
        now = self._clock()
        seconds = int((now - self._began).total_seconds())
        yield ("CallStatus", "completed")
        yield ("CallDuration", str(seconds))
        yield ("Duration", str(-(-seconds // 60)))  # begun minutes
        yield ("Timestamp", format_datetime(now))
        yield from (("CallbackSource", "call-progress-events"), ("SequenceNumber", "0"))
