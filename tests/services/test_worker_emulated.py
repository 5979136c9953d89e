"""The whole way over an emulated Twilio: outbox, worker, adapter, receipts, lookups."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, QueuePool, select

from notices.compose import enqueue, notice_request
from notices.compose.enqueue import ComposeContext, NoticeSource
from notices.compose.notice_request import NoticeRequest, RenderedNotice
from notices.delivery import history
from notices.gateways.base import OutgoingMessage
from notices.status import Status
from notices.tables import NoticeRow, ReceiptRow
from server import gateway_factory
from server.app import app_state, create_app
from server.app_state import utc_now
from server.background.notice_worker import make_notice_worker
from server.config.settings import Settings
from storage.session import reading, writing
from tests.server.callers import environment
from tests.services.emulator import ACCOUNT, NUMBER, TOKEN, Emulator
from tests.simulator.fakes import listening
from tests.stores import migrated
from tests.waiting import until

pytestmark = pytest.mark.both_stores


@pytest.fixture
def store(kind: str, tmp_path: Path) -> Iterator[Engine]:
    with migrated(kind, tmp_path) as engine:
        yield engine


def settings(store: Engine, twilio: Emulator, ours: str) -> Settings:
    address = store.url.render_as_string(hide_password=False)
    return Settings.read(
        environment(address)
        | {
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_FROM": NUMBER,
            "TWILIO_API_BASE_URL": twilio.address,
            "PUBLIC_BASE_URL": ours,
        }
    )


@contextmanager
def working(store: Engine, twilio: Emulator, ours: str) -> Iterator[None]:
    """Send whatever is due until the block ends; receipts belong to `ours`."""
    chosen = settings(store, twilio, ours)
    sending = make_notice_worker(
        store, gateway_factory.make_gateway(chosen), chosen, utc_now
    )
    sending.start()
    try:
        yield
    finally:
        sending.stop()


@contextmanager
def our_door(store: Engine, twilio: Emulator) -> Iterator[str]:
    """Take receipts as the real application does, signatures included."""
    front = Flask(__name__, static_folder=None)
    with listening(front) as address:
        inner = create_app(settings(store, twilio, address))
        front.wsgi_app = inner.wsgi_app  # type: ignore[method-assign]
        yield address
    # A receipt may still be on its way through; what is in use is not closed by this.
    pool = app_state(inner).engine.pool
    until(lambda: not isinstance(pool, QueuePool) or pool.checkedout() == 0)
    app_state(inner).engine.dispose()


def queue(store: Engine, number: str = "13800138000") -> str:
    """Put a notice into the outbox; return its id."""
    ids = iter(f"{it:032x}" for it in range(1, 100))
    office = ComposeContext(lambda _: True, "【安管考核】", NUMBER, lambda: next(ids))
    order = NoticeRequest(
        number, "退件", application="HN2026-000123", reason="照片不清晰"
    )
    with writing(store) as session:
        ready = notice_request.render_notice(
            order, office.load_inputs(session), utc_now()
        )
        assert isinstance(ready, RenderedNotice)
        made = enqueue.enqueue(
            session, [("1", ready)], NoticeSource("test"), office.ids, utc_now()
        )
    return made[0].id


def row(store: Engine, notice: str) -> NoticeRow:
    with reading(store) as session:
        found = session.get_one(NoticeRow, notice)
        session.expunge(found)
        return found


def has(store: Engine, notice: str, *statuses: Status) -> Callable[[], bool]:
    return lambda: row(store, notice).status in statuses


def test_a_notice_is_sent_and_its_receipts_are_heard(
    store: Engine, emulated_twilio: Emulator
) -> None:
    notice = queue(store)

    with (
        our_door(store, emulated_twilio) as ours,
        working(store, emulated_twilio, ours),
    ):
        until(lambda: row(store, notice).sid is not None)
        sid = row(store, notice).sid or ""
        emulated_twilio.move(sid, "sent")
        emulated_twilio.move(sid, "delivered")
        until(has(store, notice, Status.DELIVERED))

    with reading(store) as session:
        steps = [it.status for it in history.read_steps(session, notice)]
        words = [
            record.word
            for record in session.scalars(select(ReceiptRow).order_by(ReceiptRow.id))
        ]
    assert steps[:2] == ["queued", "sending"]
    assert steps[-1] == "delivered"
    assert steps == sorted(steps, key=lambda it: Status(it).rank)
    assert words[0] == "queued"  # before the answer to our request had come
    assert words[-1] == "delivered"


def test_without_receipts_a_notice_is_looked_up(
    store: Engine, emulated_twilio: Emulator
) -> None:
    notice = queue(store)
    nobody = "http://127.0.0.1:9"

    with working(store, emulated_twilio, nobody):
        until(lambda: row(store, notice).sid is not None)
        emulated_twilio.move(row(store, notice).sid or "", "delivered")
        until(has(store, notice, Status.DELIVERED))

    assert row(store, notice).flagged is False


def test_what_was_taken_without_our_knowing_is_found_in_the_list(
    store: Engine, emulated_twilio: Emulator
) -> None:
    notice = queue(store)
    sent_by = settings(store, emulated_twilio, "http://127.0.0.1:9")
    gateway = gateway_factory.make_gateway(sent_by)
    with writing(
        store
    ) as session:  # as a worker leaves it that is killed after sending
        found = session.get_one(NoticeRow, notice)
        found.status, found.token, found.try_at = Status.SENDING.value, 1, None
        found.leased_until = found.sent_at = utc_now()
        text = found.text
    address = f"http://127.0.0.1:9/?k={notice}"
    taken = gateway.send(
        OutgoingMessage(notice, "+8613800138000", text, address, timedelta(hours=1))
    )

    with working(store, emulated_twilio, "http://127.0.0.1:9"):
        until(has(store, notice, Status.ACCEPTED, Status.SENT, Status.DELIVERED))

    assert row(store, notice).sid == getattr(taken, "sid", None)
    listed = gateway.list_sent_to("+8613800138000", utc_now().replace(year=2000))
    assert len(listed) == 1  # and it was not sent again
