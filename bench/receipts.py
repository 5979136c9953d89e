"""`python -m bench.receipts`: do people who text wait while receipts pour in.

A server of this project runs on a store of its own (SQLite). A thousand notices get
four receipts each, sixteen at once, while somebody texts again and again; beside it
the same texts are timed with nothing else going on. The ratio of the two decides.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from uuid import uuid4

import requests
from sqlalchemy import select

from bench.faults import house
from faq_store.publishing import seed
from notices.tables import NoticeRow
from server import demo_server
from server.commands import database
from simulator.provider import ACCOUNT_SID, AUTH_TOKEN, Provider
from simulator.signing import HEADER, sign
from storage.engine import connect
from storage.session import reading

NOTICES = 1000
WORDS = ("queued", "sending", "sent", "delivered")
AT_ONCE = 16
TEXTS = 100
GOAL_RATIO = 50.0
"""How much slower a text may be in the flood, at the 95th percentile."""


def main() -> None:
    """Measure both, and print them with their ratio."""
    with TemporaryDirectory(prefix="receipts-") as folder, _served(Path(folder)) as at:
        quiet: list[float] = []
        _text(at, lambda: len(quiet) < TEXTS, quiet)
        ids = _queued(Path(folder))
        pouring = Event()
        flood = Thread(target=_pour, args=(at, ids, pouring))
        flood.start()
        busy: list[float] = []
        _text(at, lambda: not pouring.is_set(), busy)
        flood.join()
    _say("alone", quiet)
    _say("in the flood", busy)
    ratio = _p95(busy) / _p95(quiet)
    print(f"ratio {ratio:.1f} (goal {GOAL_RATIO:.0f})")  # noqa: T201


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    edition = seed.load_seed()
    with demo_server.run_demo_server(
        edition, folder, database.load_matcher(edition)
    ) as address:
        yield address


def _queued(folder: Path) -> list[str]:
    engine = connect(f"sqlite:///{folder / 'trial.db'}")
    house.queue(engine, NOTICES)
    with reading(engine) as session:
        ids = list(session.scalars(select(NoticeRow.id)))
    engine.dispose()
    return ids


def _text(address: str, more: Callable[[], bool], times: list[float]) -> None:
    """Text as long as there is more to do; note how long each answer took."""
    provider = Provider(address, ids=lambda: uuid4().hex, clock=database.current_time)
    while more():
        began = time.monotonic()
        number = f"+86139{random.randrange(10**8):08}"  # noqa: S311 - anybody
        done = provider.text(number, "提示无企业信息怎么办")
        if done.fault:
            raise RuntimeError(done.fault)
        times.append(time.monotonic() - began)


def _pour(address: str, ids: list[str], done: Event) -> None:
    letters = [(it, word) for it in ids for word in WORDS]
    random.shuffle(letters)
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = list(pool.map(lambda it: _post(address, *it), letters))
    took = time.monotonic() - began
    done.set()
    bad = sum(1 for it in statuses if it != 204)  # noqa: PLR2004 - HTTP
    print(f"{len(letters):,} receipts in {took:.1f} s, {bad} not taken")  # noqa: T201


def _post(address: str, notice: str, word: str) -> int:
    url = f"{address}/notices/receipts?k={notice}"
    form = {
        "MessageSid": f"SM{notice}",
        "MessageStatus": word,
        "AccountSid": ACCOUNT_SID,
        "From": "+15005550006",
        "To": "+8613900000000",
    }
    headers = {HEADER: sign(AUTH_TOKEN, url, form.items())}
    with requests.Session() as session:
        session.trust_env = False
        return session.post(url, data=form, headers=headers, timeout=30).status_code


def _say(name: str, times: list[float]) -> None:
    middle, slow, worst = (
        f"{item * 1000:.0f} ms"
        for item in (statistics.median(times), _p95(times), max(times))
    )
    print(f"{name}: {len(times)} texts, {middle}, p95 {slow}, worst {worst}")  # noqa: T201


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
