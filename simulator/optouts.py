"""Who has texted STOP: the company itself keeps to that, until START.

Its English words, each alone in a text, in any case; other languages are the
helpline's business. https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
"""

from collections import OrderedDict
from threading import Lock
from typing import Literal

from simulator.messages import sender_key

STOP = frozenset(
    (
        *("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL"),
        *("END", "QUIT", "REVOKE", "OPTOUT"),
    )
)
START = frozenset(("START", "YES", "UNSTOP"))
MOST_NUMBERS = 2_000

OptOutChange = Literal["stopped", "started", ""]


class OptOuts:
    """The numbers that are sent nothing; the oldest make room."""

    def __init__(self, most: int = MOST_NUMBERS) -> None:
        self._most = most
        self._stopped: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def hear(self, number: str, body: str) -> OptOutChange:
        """Take note of a text, and say what it has changed."""
        word, person = body.strip().upper(), sender_key(number)
        with self._lock:
            if word in STOP and person not in self._stopped:
                return self._stop(person)
            if word in START and person in self._stopped:
                del self._stopped[person]
                return "started"
        return ""

    def __contains__(self, number: str) -> bool:
        with self._lock:
            return sender_key(number) in self._stopped

    def _stop(self, person: str) -> OptOutChange:
        self._stopped[person] = None
        while len(self._stopped) > self._most:
            self._stopped.popitem(last=False)
        return "stopped"
