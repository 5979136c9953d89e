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
from notices.delivery.alerts import Alert, AlertNotifier, SendAlert
from notices.delivery.sender import DeliveryContext, NoticeSender
from notices.delivery.settings import DeliveryLimits
from notices.gateways.base import Gateway
from server.background.loop import Loop, LoopStep, stop_together
from server.config.settings import Settings

_log = logging.getLogger(__name__)

STOP_TIMEOUT = timedelta(seconds=6)
"""How long what is under way is waited for at the end: the whole stop takes ten."""

_RECORDING = timedelta(seconds=1)
"""What it takes to record what was waited for in vain."""

_AFTER_TROUBLE = timedelta(seconds=1)
_ALERT_TIMEOUT = timedelta(seconds=5)


class NoticeWorker:
    """Sends notices, and reconciles and expires them; several may run beside each other."""

    def __init__(
        self,
        context: DeliveryContext,
        tell: SendAlert,
        patience: timedelta = STOP_TIMEOUT,
    ) -> None:
        self._context = context
        self._patience = patience
        self._sender = NoticeSender(context)
        self._notifier = AlertNotifier(context.engine, tell)
        self._stopped = Event()
        end = partial(self._sender.stop, patience)
        self._loops = (
            self._loop("courier", self._send, _AFTER_TROUBLE, finish=end),
            self._loop("bookkeeper", self._tidy, maintenance.TIDY_INTERVAL),
            self._loop("reconciler", self._reconcile, maintenance.TIDY_INTERVAL),
            # Of its own: asking about many takes very long.
            self._loop("crier", self._notify, maintenance.TIDY_INTERVAL),
        )

    def start(self) -> None:
        """Begin; once only."""
        self._sender.start()
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """Claim nothing more, and wait for what is under way."""
        self._stopped.set()
        stop_together(self._loops, self._patience + _RECORDING)

    def _send(self) -> timedelta:
        if not self._sender.send_due():
            self._sender.wait_for_work(self._stopped)
        return timedelta()

    def _tidy(self) -> None:
        maintenance.tidy_outbox(self._context)

    def _reconcile(self) -> None:
        while not self._stopped.is_set() and maintenance.reconcile_unconfirmed(
            self._context
        ):
            pass

    def _notify(self) -> None:
        self._notifier.notify(self._context.clock())

    def _loop(
        self,
        name: str,
        step: LoopStep,
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


def make_notice_worker(
    engine: Engine, gateway: Gateway, settings: Settings, clock: Callable[[], datetime]
) -> NoticeWorker:
    """Put a worker together."""
    limits = DeliveryLimits(
        rate=settings.send_segments_per_second,
        quiet=settings.quiet_hours,
        daily_cap=settings.recipient_daily_cap,
        identical_cap=settings.identical_daily_cap,
        resend_unknown=settings.resend_unknown,
    )
    context = DeliveryContext(
        engine,
        gateway,
        limits,
        clock,
        random.SystemRandom().random,
        partial(receipts_url, settings.public_base_url),
    )
    return NoticeWorker(context, partial(_post_alert, settings.alert_url))


def receipts_url(base: str, notice: str) -> str:
    """Write where the gateway reports on a notice: our id rides in the query."""
    return f"{base}/notices/receipts?k={notice}"


def _post_alert(url: str, alert: Alert) -> bool:
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
