"""The sender: claims due notices, sends them concurrently by the gateway, records outcomes.

One thread does all that the store sees; others do nothing but wait for the gateway.
No connection is held while a message is on its way.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, Thread

from sqlalchemy import Engine

from notices.delivery import circuit_breaker, outbox, outcomes
from notices.delivery.outbox import Claim
from notices.delivery.outcomes import SendResult
from notices.delivery.settings import DeliveryLimits
from notices.gateways.base import Gateway, OutgoingMessage, SendOutcome, SendUnknown
from storage.session import reading, writing

_log = logging.getLogger(__name__)

IDLE = timedelta(seconds=0.2)
"""How often the outbox is looked into while nothing is due."""

_RECORDED_TOGETHER = 0.005
"""Seconds that a result waits for others, to be recorded in one transaction."""


@dataclass(frozen=True, slots=True)
class DeliveryContext:
    """What couriers work with; `receipts_url` says where a notice is reported on.

    `jitter` gives numbers from 0 to 1.
    """

    engine: Engine
    gateway: Gateway
    limits: DeliveryLimits
    clock: Callable[[], datetime]
    jitter: Callable[[], float]
    receipts_url: Callable[[str], str]


class NoticeSender:
    """Sends what is due until it is told to stop; one of its kind in a process."""

    def __init__(self, context: DeliveryContext) -> None:
        self._context = context
        self._handed: SimpleQueue[Claim | None] = SimpleQueue()
        self._results: SimpleQueue[SendResult] = SimpleQueue()
        self._under_way: dict[str, Claim] = {}
        self._threads = [
            Thread(target=self._deliver, name=f"courier-{number}", daemon=True)
            for number in range(context.limits.width)
        ]

    def start(self) -> None:
        """Start the threads that wait for the gateway; once only."""
        for thread in self._threads:
            thread.start()

    def stop(self, patience: timedelta) -> None:
        """Wait for what is under way; what takes longer is recorded as unknown."""
        until = self._context.clock() + patience
        while self._under_way and self._context.clock() < until:
            self._record(self._collect(timedelta(seconds=0.1)))
        for _ in self._threads:
            self._handed.put(None)
        self._record(self._collect(timedelta()))
        self._record(
            [SendResult(it, SendUnknown("stopped")) for it in self._under_way.values()]
        )

    def send_due(self) -> bool:
        """Claim, hand over and record what there is now; False if there was nothing."""
        results = self._collect(timedelta() if self._free else IDLE)
        self._record(results)
        claims = self._claim()
        for claim in claims:
            self._under_way[claim.id] = claim
            self._handed.put(claim)
        return bool(results or claims)

    def wait_for_work(self, stopped: Event) -> None:
        """Wait until something may be due, or something under way is done."""
        if self._under_way:
            self._record(self._collect(IDLE))
        else:
            stopped.wait(IDLE.total_seconds())

    @property
    def _free(self) -> int:
        return self._context.limits.width - len(self._under_way)

    def _claim(self) -> tuple[Claim, ...]:
        now, pace = self._context.clock(), self._context.limits
        if not self._free:
            return ()
        with reading(self._context.engine) as session:
            if circuit_breaker.next_claim_at(session, pace.rate, now) > now:
                return ()
            if not outbox.has_due(session, pace, now):
                return ()
        with writing(self._context.engine) as session:
            return outbox.claim_due(session, pace, now, self._free)

    def _collect(self, wait: timedelta) -> list[SendResult]:
        """Take the results there are, waiting so long for the first."""
        results: list[SendResult] = []
        seconds = wait.total_seconds()
        while len(results) < self._context.limits.width:
            try:
                results.append(self._results.get(seconds > 0, seconds))
            except Empty:
                break
            seconds = _RECORDED_TOGETHER
        return results

    def _record(self, results: list[SendResult]) -> None:
        if not results:
            return
        try:
            now, jitter = self._context.clock(), self._context.jitter()
            with writing(self._context.engine) as session:
                outcomes.record_results(session, results, now, jitter)
        except Exception:
            for item in results:  # what is known must not be lost with the store
                self._results.put(item)
            raise
        for result in results:
            self._under_way.pop(result.claim.id, None)

    def _deliver(self) -> None:
        while claim := self._handed.get():
            self._results.put(SendResult(claim, self._hand_over(claim)))

    def _hand_over(self, claim: Claim) -> SendOutcome:
        context = self._context
        message = OutgoingMessage(
            claim.id,
            claim.to,
            claim.text,
            context.receipts_url(claim.id),
            claim.expires_at - context.clock(),
        )
        try:
            return context.gateway.send(message)
        except Exception:  # noqa: BLE001 - the thread must outlive whatever a gateway does
            _log.exception("notice %s: the gateway failed", claim.id)
            return SendUnknown("error")
