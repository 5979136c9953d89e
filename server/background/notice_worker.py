"""The notice worker: threads that send, tidy up, reconcile and tell alerts, until stopped."""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Event

import requests
from sqlalchemy import Engine

from notices.delivery import maintenance
from notices.delivery.alerts import Alert, Crier, Tell
from notices.delivery.sender import Courier, Depot
from notices.delivery.settings import Pace
from notices.gateways.base import Gateway
from server.background.loop import Loop, Step, stop_together
from server.config.settings import Settings

_log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=6)
"""How long what is under way is waited for at the end: the whole stop takes ten."""

_RECORDING = timedelta(seconds=1)
"""What it takes to record what was waited for in vain."""

_AFTER_TROUBLE = timedelta(seconds=1)
_ALERT_TIMEOUT = timedelta(seconds=5)


class Worker:
    """Sends notices, and reconciles and expires them; several may run beside each other."""

    def __init__(
        self, depot: Depot, tell: Tell, patience: timedelta = PATIENCE
    ) -> None:
        self._depot = depot
        self._patience = patience
        self._courier = Courier(depot)
        self._crier = Crier(depot.engine, tell)
        self._stopped = Event()
        end = partial(self._courier.stop, patience)
        self._loops = (
            self._loop("courier", self._send, _AFTER_TROUBLE, finish=end),
            self._loop("bookkeeper", self._tidy, maintenance.TIDYING),
            self._loop("reconciler", self._ask, maintenance.TIDYING),
            # Of its own: asking about many takes very long.
            self._loop("crier", self._cry, maintenance.TIDYING),
        )

    def start(self) -> None:
        """Begin; once only."""
        self._courier.start()
        for it in self._loops:
            it.start()

    def stop(self) -> None:
        """Claim nothing more, and wait for what is under way."""
        self._stopped.set()
        stop_together(self._loops, self._patience + _RECORDING)

    def _send(self) -> timedelta:
        if not self._courier.work():
            self._courier.rest(self._stopped)
        return timedelta()

    def _tidy(self) -> None:
        maintenance.tidy(self._depot)

    def _ask(self) -> None:
        while not self._stopped.is_set() and maintenance.reconcile(self._depot):
            pass

    def _cry(self) -> None:
        self._crier.cry(self._depot.clock())

    def _loop(
        self,
        name: str,
        step: Step,
        interval: timedelta,
        finish: Callable[[], None] = lambda: None,
    ) -> Loop:
        return Loop(
            name,
            step,
            interval,
            subject="the worker",
            log=_log,
            finish=finish,
            stopped=self._stopped,
        )


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
