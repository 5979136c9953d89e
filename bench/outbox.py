"""`python -m bench.outbox`: how fast the outbox is, beside bare rows on the same store.

Claim and record are measured against a gateway that takes everything at once, on
SQLite and, where TEST_DATABASE_URL names a server, on PostgreSQL with two workers.
Beside them a bare loop writes and changes one row at a time, each in a transaction of
its own: the ratio of the two says what the machine has no part in. Then a file of
100,000 rows is queued, and one urgent notice overtakes it.
"""

import multiprocessing
import multiprocessing.synchronize
import os
import resource
import sys
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from uuid import uuid4

from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, func, select

from bench.faults import house
from notices.compose import batch_import, enqueue, notice_request
from notices.compose.batch_import import CsvUpload
from notices.compose.enqueue import ComposeContext, NoticeSource
from notices.compose.notice_request import NoticeRequest, Priority, RenderedNotice
from notices.delivery import batches
from notices.delivery.sender import DeliveryContext, NoticeSender
from notices.delivery.settings import DeliveryLimits
from notices.gateways.base import (
    CodeExplanation,
    OutgoingMessage,
    ProviderRecord,
    Receipt,
    SendAccepted,
)
from notices.status import Status
from notices.tables import NoticeRow
from server.app_state import utc_now
from storage.engine import connect
from storage.session import reading, writing

NOTICES = 10_000
ROWS = 100_000
BARE = 1_000
WIDTH = 64
"""Messages on their way at once, claimed and recorded together."""


class NullGateway:
    """Takes everything at once, and remembers when the first urgent one came."""

    def __init__(self) -> None:
        self.urgent_at = 0.0
        self._books: dict[str, ProviderRecord] = {}

    def send(self, message: OutgoingMessage) -> SendAccepted:
        """Take a message."""
        if "urgent" in message.text:
            self.urgent_at = time.monotonic()
        return SendAccepted(f"SM{uuid4().hex}")

    def look_up(self, sid: str) -> ProviderRecord | None:
        """Know nothing."""
        return self._books.get(sid)

    def list_sent_to(self, number: str, since: datetime) -> tuple[ProviderRecord, ...]:
        """Know nothing."""
        del number, since
        return ()

    def parse_receipt(self, id: str, form: Mapping[str, str]) -> Receipt:  # noqa: A002
        """Read nothing."""
        del form
        return Receipt(id, "", None, "", "")

    def explain(self, code: str) -> CodeExplanation:
        """Know nothing."""
        del code
        return CodeExplanation()


def main() -> None:
    """Measure, and print each figure with what it should be."""
    with TemporaryDirectory(prefix="outbox-") as folder:
        _store("SQLite", "", Path(folder), workers=1, goal=1500)
        _file(Path(folder))
        if server := os.environ.get("TEST_DATABASE_URL"):
            _store("PostgreSQL", server, Path(folder), workers=2, goal=1000)


def _store(name: str, server: str, folder: Path, *, workers: int, goal: int) -> None:
    with house.store(server, folder) as url:
        engine = connect(url)
        bare = _bare(engine)
        house.queue(engine, NOTICES)
        began = time.monotonic()
        _work_beside_each_other(url, workers)
        rate = NOTICES / (time.monotonic() - began)
        with reading(engine) as session:
            done = session.scalar(
                select(func.count()).where(NoticeRow.status == Status.ACCEPTED.value)
            )
        engine.dispose()
    if done != NOTICES:
        sys.exit(f"{name}: only {done} of {NOTICES} were recorded")
    _say(f"{name}, {workers} worker(s): claim + record {rate:,.0f}/s (goal {goal:,})")
    _say(f"{name}: bare insert + update {bare:,.0f}/s, ratio {rate / bare:.1f}")


def _bare(engine: Engine) -> float:
    table = Table(
        "bare",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("it", String),
    )
    with writing(engine) as session:
        table.create(session.connection())
    began = time.monotonic()
    for number in range(BARE):
        with writing(engine) as session:
            session.execute(table.insert().values(id=number, it="queued"))
        with writing(engine) as session:
            session.execute(
                table.update().where(table.c.id == number).values(it="sent")
            )
    return BARE / (time.monotonic() - began)


def _work_beside_each_other(url: str, workers: int) -> None:
    spawning = multiprocessing.get_context("spawn")
    ready = spawning.Barrier(workers + 1)
    processes = [
        spawning.Process(target=_drain, args=(url, ready)) for _ in range(workers)
    ]
    for process in processes:
        process.start()
    ready.wait()
    for item in processes:
        item.join()


def _drain(url: str, ready: "multiprocessing.synchronize.Barrier") -> None:
    engine = connect(url)
    courier = _courier(engine, NullGateway(), DeliveryLimits(rate=1e6, width=WIDTH))
    ready.wait()
    courier.start()
    while courier.send_due() or _left(engine):
        pass
    courier.stop(timedelta(seconds=1))
    engine.dispose()


def _left(engine: Engine) -> bool:
    left = [Status.QUEUED.value, Status.SENDING.value]
    with reading(engine) as session:
        found = select(NoticeRow.id).where(NoticeRow.status.in_(left)).limit(1)
        return session.scalars(found).first() is not None


def _courier(
    engine: Engine, gateway: NullGateway, pace: DeliveryLimits
) -> NoticeSender:
    return NoticeSender(
        DeliveryContext(
            engine, gateway, pace, utc_now, lambda: 0.5, lambda it: f"http://x/?k={it}"
        )
    )


def _file(folder: Path) -> None:
    path = folder / "rows.csv"
    with path.open("w", encoding="gb18030") as file:
        file.write("手机号,事件,申请编号,原因\n")
        for number in range(ROWS):
            file.write(f"139{number:08},退件,HN2026-{number:06},照片不清晰\n")
    spawning = multiprocessing.get_context("spawn")
    asked = spawning.Process(target=_import, args=(folder, path))
    asked.start()
    asked.join()


def _import(folder: Path, path: Path) -> None:
    with TemporaryDirectory(dir=folder) as own, house.store("", Path(own)) as url:
        engine = connect(url)
        office = ComposeContext(lambda _: True, "【试验】", "", lambda: uuid4().hex)
        began = time.monotonic()
        with path.open("rb") as file:
            report = batch_import.import_batch(
                engine, CsvUpload(file, path.name), office, utc_now()
            )
        with writing(engine) as session:
            batches.release_batch(session, report.batch, utc_now())
        took = time.monotonic() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _say(f"a file of {report.good:,} rows queued in {took:.1f} s (goal 30)")
        _say(f"peak memory {peak:.0f} MB (goal 300)")
        _overtake(engine, office)
        engine.dispose()


def _overtake(engine: Engine, office: ComposeContext) -> None:
    """Send at the usual pace, and see how soon an urgent notice leaves."""
    gateway = NullGateway()
    courier = _courier(engine, gateway, DeliveryLimits())
    courier.start()
    began = queued_at = time.monotonic()
    asked = False
    while not gateway.urgent_at and time.monotonic() - began < 30:  # noqa: PLR2004
        if not courier.send_due():
            courier.wait_for_work(Event())
        if not asked and time.monotonic() - began > 3:  # noqa: PLR2004
            asked, queued_at = True, time.monotonic()
            _urgent(engine, office)
    courier.stop(timedelta(seconds=1))
    waited = gateway.urgent_at - queued_at
    _say(f"one urgent notice behind them left after {waited:.2f} s (goal 2)")


def _urgent(engine: Engine, office: ComposeContext) -> None:
    order = NoticeRequest(
        "13800138000", "通知", reason="urgent", priority=Priority.URGENT
    )
    with writing(engine) as session:
        ready = notice_request.render_notice(
            order, office.load_inputs(session), utc_now()
        )
        if isinstance(ready, RenderedNotice):
            origin = NoticeSource("bench")
            enqueue.enqueue(session, [("urgent", ready)], origin, office.ids, utc_now())


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
