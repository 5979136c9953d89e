"""Serves the application with gunicorn inside this process, until told to stop."""

import errno
import socket
from collections.abc import Callable
from contextlib import closing
from typing import NoReturn

from flask import Flask
from gunicorn.app.base import Application
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker as Process
from typing_extensions import override

from server import gateway_factory
from server.app import app_state, create_app, make_ready
from server.background.notice_worker import make_notice_worker
from server.config.settings import Settings
from server.errors import AddressTakenError
from server.gunicorn import config

HOST = "127.0.0.1"


def run(
    settings: Settings,
    *,
    host: str = HOST,
    ready: Callable[[str], None] = lambda _: None,
) -> NoReturn:
    """Serve until SIGTERM or SIGINT, then exit; `ready` is told the address.

    Port 0 is any free one. Raises `AddressTakenError`, `NotReadyError` or
    `StorageError` before anything is served.
    """
    with closing(_listen(host, settings.port)) as listener:
        port: int = listener.getsockname()[1]
        app = create_app(settings.with_port(port))
        make_ready(app)
        gunicorn = _Gunicorn(app, listener.detach())
    if settings.simulator:  # its calls live in one process
        gunicorn.cfg.set("workers", 1)
    if gateway_factory.can_send(settings):
        _embed_worker(gunicorn, app)
    gunicorn.cfg.set("when_ready", lambda _: ready(f"http://{host}:{port}"))
    gunicorn.run()
    raise SystemExit  # not reached: gunicorn exits by itself


def _embed_worker(gunicorn: "_Gunicorn", app: Flask) -> None:
    """Send notices from each serving process as well, in threads beside the others."""

    def begin(process: Process) -> None:
        config.post_worker_init(process)
        held = app_state(app)
        process.notices = make_notice_worker(
            held.engine,
            gateway_factory.make_gateway(held.settings),
            held.settings,
            held.clock,
        )
        process.notices.start()

    def end(_arbiter: Arbiter, process: Process) -> None:
        process.notices.stop()

    gunicorn.cfg.set("post_worker_init", begin)
    gunicorn.cfg.set("worker_exit", end)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=2048)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "端口已被占用" if taken else "地址不可用或没有权限"
        raise AddressTakenError(
            f"无法监听 {host}:{port}：{why}，请换一个 PORT。"
        ) from error


class _Gunicorn(Application):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with an application and a listening socket made beforehand."""

    def __init__(self, app: Flask, listener: int) -> None:
        self._app = app
        self._listener = listener
        super().__init__()

    @override
    def load_config(self) -> None:
        self.load_config_from_module_name_or_filename("python:server.gunicorn.config")
        self.cfg.set("bind", f"fd://{self._listener}")

    @override
    def load(self) -> Flask:
        return self._app
