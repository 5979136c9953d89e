"""How gunicorn serves: read by it as its configuration file (`-c python:server.gunicorn.config`).

Names in lower case are gunicorn's own settings and hooks:
https://docs.gunicorn.org/en/stable/settings.html. The number of worker processes
is gunicorn's `WEB_CONCURRENCY`, one where that is not set.
"""

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from server.app import app_state
from server.background import daily_stats
from server.background.regression import make_regression_thread
from server.background.retention import RetentionThread

worker_class = "gthread"
threads = 16
"""A webhook waits for the database at most; the provider for us 15 seconds."""

preload_app = True
"""Workers share the dictionary and the matcher of the process they fork from."""

graceful_timeout = 7
"""Seconds for answers under way; with gunicorn's own second, well within ten."""

keepalive = 5
control_socket_disable = True
logger_class = "server.gunicorn.log.GunicornLog"


def pre_fork(_arbiter: Arbiter, worker: Worker) -> None:
    """Close what must not be shared with the worker: database connections."""
    app_state(worker.app.wsgi()).engine.dispose()


def post_worker_init(worker: Worker) -> None:
    """Start what every serving process runs besides serving."""
    held = app_state(worker.app.wsgi())
    RetentionThread(held.engine, held.clock, held.settings.retention_days).start()
    daily_stats.make_daily_stats_thread(held).start()
    make_regression_thread(held.engine, held.settings, held.clock).start()
