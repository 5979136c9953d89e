"""The calls in progress in this process: bounded, and one act at a time in each."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from simulator.calls import Call
from simulator.errors import NoSuchCallError

MOST_CALLS = 200


class CallRegistry:
    """Keeps the newest calls by their id; the oldest make room."""

    def __init__(self, most: int = MOST_CALLS) -> None:
        self._most = most
        self._calls: OrderedDict[str, tuple[Call, Lock]] = OrderedDict()
        self._lock = Lock()

    def connect(self, call: Call) -> None:
        """Take a call on."""
        with self._lock:
            self._calls[call.sid] = (call, Lock())
            while len(self._calls) > self._most:
                self._calls.popitem(last=False)

    @contextmanager
    def using(self, sid: str) -> Iterator[Call]:
        """Have a call to oneself; raise `NoSuchCallError` when it is not here."""
        with self._lock:
            if sid not in self._calls:
                raise NoSuchCallError("这通电话已经不在了，请重新拨打。")
            call, alone = self._calls[sid]
        with alone:
            yield call
