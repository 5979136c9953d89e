"""The stand-in telephone company: it delivers texts and calls to the doors, signed.

What it sends is what the real one sends (field names, blanks, order of events):
https://www.twilio.com/docs/messaging/guides/webhook-request and
https://www.twilio.com/docs/voice/twiml#request-parameters.
"""

from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass
from datetime import datetime

from helpline import sms_segments
from simulator import twiml
from simulator.call_requests import CallRequests
from simulator.calls import Call, DialStatus
from simulator.delivery import AnsweredPost, post_with_fallback
from simulator.signed_post import FormFields, Hop, WebhookClient

# Made by a rule, so that neither people nor scanners take them for real secrets.
ACCOUNT_SID = "AC" + "51" * 16
AUTH_TOKEN = "simulator-" + "token" * 4
OUR_NUMBER = "+15005550006"  # the company's own number for tests: nobody's telephone
AN_APPLICANT = "+8613800138000"

API_VERSION = "2010-04-01"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One text of an applicant, and what came back to the phone.

    `fault` is empty or says what went wrong; together with `replies` it means that
    the fallback answered in place of the door.
    """

    message_sid: str
    replies: tuple[str, ...]
    hops: tuple[Hop, ...]
    fault: str

    @property
    def status(self) -> int:
        """The last HTTP status; 0 when nothing answered."""
        return self.hops[-1].status

    @property
    def form(self) -> FormFields:
        """The fields of the last request."""
        return self.hops[-1].form

    @property
    def answer(self) -> str:
        """The last answer."""
        return self.hops[-1].answer.decode(errors="replace")


@dataclass(frozen=True, slots=True)
class Provider:
    """The company, and where its ids and its time come from.

    `base_url` is where the doors are reached, `public_base_url` (if another) what
    they are called in signatures. `ids` gives 32 hexadecimal digits, ever new ones.
    """

    base_url: str
    public_base_url: str | None = None
    _: KW_ONLY
    ids: Callable[[], str]
    clock: Callable[[], datetime]

    @property
    def line(self) -> WebhookClient:
        """The wire to the doors."""
        base = self.base_url.rstrip("/")
        return WebhookClient(
            base, (self.public_base_url or base).rstrip("/"), AUTH_TOKEN
        )

    def text(self, sender: str, body: str, message_sid: str | None = None) -> Exchange:
        """Deliver a text; the same `message_sid` again is a redelivery."""
        sid, line = message_sid or "SM" + self.ids(), self.line
        fields = _text_fields(_sendable(sender), _sendable(body), sid)
        sent = post_with_fallback(
            line,
            line.public_url + "/sms/inbound",
            line.public_url + "/sms/fallback",
            tuple(fields),
            twiml.parse_messages,
        )
        fault = sent.hops[0].fault
        replies = sent.value if isinstance(sent, AnsweredPost) else ()
        return Exchange(sid, replies, sent.hops, str(fault) if fault else "")

    def call(self, sender: str, when_dialled: DialStatus = "no-answer") -> Call:
        """Prepare a call; `when_dialled` is how being put through will end."""
        sid = "CA" + self.ids()
        fields = tuple(_call_fields(_sendable(sender), sid))
        return Call(
            CallRequests(sid, self.line, fields, self.ids, self.clock), when_dialled
        )


def _sendable(text: str) -> str:
    """Replace what no form can carry: half a surrogate pair."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text_fields(sender: str, body: str, sid: str) -> Iterator[tuple[str, str]]:
    yield from (("MessageSid", sid), ("SmsSid", sid), ("SmsMessageSid", sid))
    yield from (("AccountSid", ACCOUNT_SID), ("ApiVersion", API_VERSION))
    yield from (("From", sender), ("To", OUR_NUMBER), ("Body", body))
    yield from (("SmsStatus", "received"), ("NumMedia", "0"))
    yield ("NumSegments", str(sms_segments.segments(body)))
    yield from _places("From", sender)
    yield from _places("To", OUR_NUMBER)


def _call_fields(sender: str, sid: str) -> Iterator[tuple[str, str]]:
    yield from (("CallSid", sid), ("AccountSid", ACCOUNT_SID))
    yield from (("ApiVersion", API_VERSION), ("Direction", "inbound"))
    for name in ("From", "Caller"):
        yield (name, sender)
        yield from _places(name, sender)
    for name in ("To", "Called"):
        yield (name, OUR_NUMBER)
        yield from _places(name, OUR_NUMBER)


def _places(name: str, number: str) -> Iterator[tuple[str, str]]:
    """Where a number is from: the company mostly knows the country, and sends blanks."""
    yield from ((name + "City", ""), (name + "State", ""), (name + "Zip", ""))
    countries = {"+86": "CN", "+1": "US"}
    found = (code for prefix, code in countries.items() if number.startswith(prefix))
    yield (name + "Country", next(found, ""))
