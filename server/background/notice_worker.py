"""The worker: courier, bookkeeper, reconciler and crier, threads until told to stop."""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread
from time import monotonic

import requests
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from notices.delivery import maintenance
from notices.delivery.alerts import Alert, Crier, Tell
from notices.delivery.sender import Courier, Depot
from notices.delivery.settings import Pace
from notices.gateways.base import Gateway
from server.config.settings import Settings
from storage.errors import StorageError

_log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=6)
"""How long what is under way is waited for at the end: the whole stop takes ten."""

_RECORDING = timedelta(seconds=1)
"""What it takes to record what was waited for in vain."""

_AFTER_TROUBLE = timedelta(seconds=1)
_ALERT_TIMEOUT = timedelta(seconds=5)


class Worker:
    """Sends notices and keeps their books; several may run beside each other."""

    def __init__(
        self, depot: Depot, tell: Tell, patience: timedelta = PATIENCE
    ) -> None:
        self._depot = depot
        self._patience = patience
        self._courier = Courier(depot)
        self._crier = Crier(depot.engine, tell)
        self._stopped = Event()
        self._threads = (
            Thread(target=self._send, name="courier", daemon=True),
            Thread(target=self._tidy, name="bookkeeper", daemon=True),
            Thread(target=self._ask, name="reconciler", daemon=True),
            Thread(target=self._cry, name="crier", daemon=True),
        )

    def start(self) -> None:
        """Begin; once only."""
        for it in self._threads:
            it.start()

    def stop(self) -> None:
        """Claim nothing more, and wait for what is under way."""
        self._stopped.set()
        until = monotonic() + (self._patience + _RECORDING).total_seconds()
        for it in self._threads:
            it.join(max(until - monotonic(), 0.0))

    def _send(self) -> None:
        self._courier.start()
        while not self._stopped.is_set():
            self._survive(self._send_once)
        self._survive(partial(self._courier.stop, self._patience))

    def _send_once(self) -> None:
        if not self._courier.work():
            self._courier.rest(self._stopped)

    def _tidy(self) -> None:
        while not self._stopped.is_set():
            self._survive(partial(maintenance.tidy, self._depot))
            self._stopped.wait(maintenance.TIDYING.total_seconds())

    def _ask(self) -> None:
        while not self._stopped.is_set():
            self._survive(self._ask_once)
            self._stopped.wait(maintenance.TIDYING.total_seconds())

    def _ask_once(self) -> None:
        while not self._stopped.is_set() and maintenance.reconcile(self._depot):
            pass

    def _cry(self) -> None:
        """Tell alerts in a thread of their own: asking about many takes very long."""
        while not self._stopped.is_set():
            self._survive(lambda: self._crier.cry(self._depot.clock()))
            self._stopped.wait(maintenance.TIDYING.total_seconds())

    def _survive(self, step: Callable[[], object]) -> None:
        try:
            step()
        except (SQLAlchemyError, StorageError) as error:
            _log.warning("the worker will try again: %s", type(error).__name__)
            self._stopped.wait(_AFTER_TROUBLE.total_seconds())
        except Exception:  # noqa: BLE001  the thread must outlive whatever happens in it
            _log.exception("the worker will try again")
            self._stopped.wait(_AFTER_TROUBLE.total_seconds())


def worker(
    engine: Engine, gateway: Gateway, settings: Settings, clock: Callable[[], datetime]
) -> Worker:
    """Put a worker together."""
    pace = Pace(
        rate=settings.send_segments_per_second,
        quiet=settings.quiet_hours,
        daily_cap=settings.recipient_daily_cap,
        identical_cap=settings.identical_daily_cap,
        resend_unknown=settings.resend_unknown,
    )
    depot = Depot(
        engine,
        gateway,
        pace,
        clock,
        random.SystemRandom().random,
        partial(receipts_url, settings.public_base_url),
    )
    return Worker(depot, partial(_tell, settings.alert_url))


def receipts_url(base: str, notice: str) -> str:
    """Write where the gateway reports on a notice: our id rides in the query."""
    return f"{base}/notices/receipts?k={notice}"


def _tell(url: str, alert: Alert) -> bool:
    """Post an alert; with no address to post it to, the log is enough."""
    if not url:
        return True
    asked = {"kind": alert.kind, "text": alert.text, "at": alert.at.isoformat()}
    try:
        answer = requests.post(
            url,
            json=asked,
            timeout=_ALERT_TIMEOUT.total_seconds(),
            allow_redirects=False,
        )
    except requests.RequestException as error:
        _log.warning("ALERT_URL is not reached: %s", type(error).__name__)
        return False
    taken = answer.ok and not answer.is_redirect
    if not taken:
        _log.warning("ALERT_URL answered %d", answer.status_code)
    return taken
