"""One call: what the caller hears after each key, each silence, and at the end.

A state machine over the doors' answers. It stops in front of every wait for keys
(Gather) and goes on when told what the caller did. It opens no connection itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, assert_never

from simulator.errors import UndeliverableError
from simulator.signed_post import Hop
from simulator.twiml import Dial, Gather, Hangup, Pause, Redirect, Say, Verb

MOST_DOCUMENTS = 20
"""Documents fetched after one act of the caller before we call it a loop."""

DialStatus = Literal["completed", "busy", "no-answer", "failed"]


@dataclass(frozen=True, slots=True)
class DialResult:
    """The caller was put through, and this is how it went."""

    number: str
    status: DialStatus


@dataclass(frozen=True, slots=True)
class CallEnd:
    """The call is over: by "caller" or "callee", or by a "fault" that `why` tells."""

    by: Literal["caller", "callee", "fault"]
    why: str = ""


CallOutput: TypeAlias = Say | Pause | DialResult | CallEnd


@dataclass(frozen=True, slots=True)
class TwimlDocument:
    """A document of verbs, and the address it came from."""

    url: str
    verbs: tuple[Verb, ...]


class CallTransport(Protocol):
    """How a call reaches the doors."""

    @property
    def sid(self) -> str:
        """The company's id of the call."""

    @property
    def answer_url(self) -> str:
        """Where a new call is answered."""

    @property
    def hops(self) -> tuple[Hop, ...]:
        """Everything that has gone over the wire for this call, in order."""

    def fetch(self, url: str, document: str, facts: Mapping[str, str]) -> TwimlDocument:
        """Fetch the document at `url` as written in `document`, telling `facts`.

        Raises `UndeliverableError` when neither it nor the fallback can be had.
        """

    def report_end(self) -> None:
        """Tell the doors that the call is over."""


@dataclass(frozen=True, slots=True)
class _Request:
    url: str
    facts: Mapping[str, str] = field(default_factory=dict)


class Call:
    """A caller's side of one call.

    `waiting` is the wait for keys the caller is in, None before and after the call.
    """

    def __init__(
        self, line: CallTransport, when_dialled: DialStatus = "no-answer"
    ) -> None:
        self.when_dialled: DialStatus = when_dialled
        self.waiting: Gather | None = None
        self._line = line
        self._document = line.answer_url
        self._rest: tuple[Verb, ...] = ()
        self._keys = ""
        self._over = False

    @property
    def sid(self) -> str:
        """The company's id of the call."""
        return self._line.sid

    @property
    def hops(self) -> tuple[Hop, ...]:
        """Everything that has gone over the wire for this call, in order."""
        return self._line.hops

    def start(self) -> tuple[CallOutput, ...]:
        """Ring, be answered, and listen up to the first wait."""
        return self._listen(_Request(self._document))

    def key(self, key: str) -> tuple[CallOutput, ...]:
        """Press one of 0-9 * #; nothing is heard while more keys are awaited."""
        wait = self.waiting
        if wait is None:
            return ()
        if key == wait.finish:
            return self._end_wait(wait, key)
        self._keys += key
        return self._submit(wait) if len(self._keys) == wait.keys else ()

    def silence(self) -> tuple[CallOutput, ...]:
        """Let the wait run out; keys pressed before are submitted."""
        wait = self.waiting
        return () if wait is None else self._end_wait(wait)

    def hang_up(self) -> tuple[CallOutput, ...]:
        """Put the receiver down."""
        return () if self._over else (self._end(CallEnd("caller")),)

    def _submit(self, wait: Gather, finish: str = "") -> tuple[CallOutput, ...]:
        facts = {"Digits": self._keys, "FinishedOnKey": finish, "msg": "Gather End"}
        return self._listen(_Request(wait.action, facts))

    def _end_wait(self, wait: Gather, finish: str = "") -> tuple[CallOutput, ...]:
        if self._keys or wait.submits_nothing:
            return self._submit(wait, finish)
        return self._listen(self._rest)

    def _listen(self, act: _Request | tuple[Verb, ...]) -> tuple[CallOutput, ...]:
        """Fetch and play documents until a wait or the end of the call."""
        self.waiting, self._keys = None, ""
        heard: list[CallOutput] = []
        try:
            for _ in range(MOST_DOCUMENTS):
                following = self._play(self._verbs(act), heard)
                if following is None:
                    return tuple(heard)
                act = following
        except UndeliverableError as fault:
            heard.append(self._end(CallEnd("fault", str(fault))))
            return tuple(heard)
        heard.append(self._end(CallEnd("fault", "通话一直在原地跳转，已断开")))
        return tuple(heard)

    def _verbs(self, act: _Request | tuple[Verb, ...]) -> tuple[Verb, ...]:
        if isinstance(act, tuple):
            return act
        script = self._line.fetch(act.url, self._document, act.facts)
        self._document = script.url
        return script.verbs

    def _play(
        self, verbs: tuple[Verb, ...], heard: list[CallOutput]
    ) -> _Request | None:
        for position, verb in enumerate(verbs, start=1):
            match verb:
                case Say() | Pause():
                    heard.append(verb)
                case Gather(nested=nested):
                    heard.extend(nested)
                    self.waiting, self._rest = verb, verbs[position:]
                    return None
                case Redirect(url):
                    return _Request(url)
                case Dial(number, action):
                    heard.append(DialResult(number, self.when_dialled))
                    if action is not None:
                        return _Request(action, {"DialCallStatus": self.when_dialled})
                case Hangup():
                    break
                case _:
                    assert_never(verb)
        heard.append(self._end(CallEnd("callee")))
        return None

    def _end(self, ending: CallEnd) -> CallEnd:
        self.waiting, self._over = None, True
        self._line.report_end()
        return ending
