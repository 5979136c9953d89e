"""Our own side of it: a store, the door for receipts, and workers that can be killed."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from uuid import uuid4

from flask import Flask
from sqlalchemy import Engine, text
from typing_extensions import override
from werkzeug.serving import WSGIRequestHandler, make_server

from bench.faults.company import ACCOUNT, NUMBER, TOKEN
from notices.compose import enqueue, notice_request
from notices.compose.enqueue import ComposeContext, NoticeSource
from server import migrate
from server.app import app_state, create_app
from server.app_state import utc_now
from server.config.settings import Settings
from storage.engine import connect
from storage.session import writing

_WORKER = (sys.executable, "-c", "from server.commands import main; main()", "worker")
_READY = "已启动"


@contextmanager
def store(server: str, folder: Path) -> Iterator[str]:
    """Give the address of a migrated store: a file, or a schema of its own on a server."""
    if not server:
        url, schema = f"sqlite:///{folder / 'faults.db'}", ""
    else:
        schema = f"faults{uuid4().hex[:12]}"
        mark = "&" if "?" in server else "?"
        url = f"{server}{mark}options=-csearch_path%3D{schema}"
        _run(server, f"CREATE SCHEMA {schema}")
    try:
        engine = connect(url)
        migrate.upgrade(engine)
        engine.dispose()
        yield url
    finally:
        if schema:
            _run(server, f"DROP SCHEMA {schema} CASCADE")


def _run(server: str, statement: str) -> None:
    admin = connect(server)
    with admin.begin() as connection:
        connection.execute(text(statement))
    admin.dispose()


def queue(engine: Engine, many: int) -> None:
    """Put so many notices into the outbox, each to a number of its own."""
    office = ComposeContext(lambda _: True, "【故障试验】", "", lambda: uuid4().hex)
    now = utc_now()
    with writing(engine) as session:
        forms = office.load_inputs(session)
        ready = []
        for number in range(many):
            order = notice_request.NoticeRequest(
                f"139{number:08}", "办结", application=f"HN2026-{number:06}"
            )
            made = notice_request.render_notice(order, forms, now)
            assert isinstance(made, notice_request.RenderedNotice)  # noqa: S101 - of our own making
            ready.append((str(number), made))
        enqueue.enqueue(session, ready, NoticeSource("faults"), office.ids, now)


@contextmanager
def door(url: str, company: str, rate: int) -> Iterator[dict[str, str]]:
    """Serve the door for receipts; give the environment that its workers need."""
    server = make_server(
        "127.0.0.1", 0, Flask(__name__), threaded=True, request_handler=_Quiet
    )
    address = f"http://127.0.0.1:{server.server_port}"
    environment = {
        "PUBLIC_BASE_URL": address,
        "SECRET_KEY": "faults-" * 4,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM": NUMBER,
        "TWILIO_API_BASE_URL": company,
        "DATABASE_URL": url,
        "SEND_SEGMENTS_PER_SECOND": str(rate),
        "LOG_LEVEL": "WARNING",
    }
    app = create_app(Settings.read(environment))
    server.app = app
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield environment
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
        app_state(app).engine.dispose()


class _Quiet(WSGIRequestHandler):
    @override
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@dataclass(slots=True)
class Crew:
    """Workers as processes of their own; each that is killed is followed by another."""

    environment: dict[str, str]
    folder: Path
    chance: random.Random
    working: list[subprocess.Popen[str]] = field(default_factory=list)

    def hire(self) -> None:
        """Start one more worker, and wait until it works."""
        kept = {it: os.environ[it] for it in ("PATH",) if it in os.environ}
        errors = (self.folder / "workers.log").open("a", encoding="utf-8")
        with errors:
            process = subprocess.Popen(
                _WORKER,
                env=kept | self.environment | {"PYTHONPATH": str(Path.cwd())},
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
            )
        said = process.stdout.readline() if process.stdout else ""
        if _READY not in said:
            raise RuntimeError(f"the worker did not start: {said}")
        self.working.append(process)

    def kill_one(self) -> None:
        """Kill a worker where it stands, and put another in its place."""
        victim = self.working.pop(self.chance.randrange(len(self.working)))
        _end(victim, signal.SIGKILL)
        self.hire()

    def dismiss(self) -> None:
        """Ask all to stop."""
        while self.working:
            _end(self.working.pop(), signal.SIGTERM)


def _end(process: subprocess.Popen[str], how: signal.Signals) -> None:
    process.send_signal(how)
    process.wait(15)
    if process.stdout:
        process.stdout.close()
