"""Maintenance beside sending: expired leases, expired notices, parked receipts, reconciliation."""

import logging
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notices.delivery import alerts, circuit_breaker, outbox, receipts
from notices.delivery import reconcile as delivery_reconcile
from notices.delivery.sender import Depot
from notices.status import Status
from notices.tables import NoticeRow
from storage.session import reading, writing

_log = logging.getLogger(__name__)

PILE = 20
"""Notices whose outcome stays unknown, until somebody is told."""

TIDYING = timedelta(seconds=1)
"""How often this is done."""

_ASKED_AT_ONCE = 20


def tidy(depot: Depot) -> None:
    """Sweep, expire and match once; each step is a transaction of its own."""
    now = depot.clock()
    with writing(depot.engine) as session:
        lost = outbox.sweep(session, now)
        outbox.expire(session, now)
    if lost:
        _log.warning("claimed and never recorded: %d", lost)
    with writing(depot.engine) as session:
        receipts.match_again(session, depot.gateway, now)
        _watch_pile(session, depot)


def reconcile(depot: Depot) -> int:
    """Ask the gateway about what is in doubt now; return how many were asked about."""
    with reading(depot.engine) as session:
        if not delivery_reconcile.any_doubt(session, depot.clock()):
            return 0
    with writing(depot.engine) as session:
        doubts = delivery_reconcile.doubtful(session, depot.clock(), _ASKED_AT_ONCE)
    for doubt in doubts:
        found = delivery_reconcile.ask(depot.gateway, doubt)
        with writing(depot.engine) as session:
            delivery_reconcile.settle(session, found, depot.pace, depot.clock())
    return len(doubts)


def _watch_pile(session: Session, depot: Depot) -> None:
    unknown = select(func.count()).where(NoticeRow.status == Status.UNKNOWN.value)
    pile = session.scalar(unknown) or 0
    if pile >= PILE:
        circuit_breaker.locked(
            session, depot.clock()
        )  # two bookkeepers must not both sound it
        alerts.sound(session, alerts.UNKNOWN_PILE, depot.clock(), code=str(pile))
    else:
        alerts.clear(session, alerts.UNKNOWN_PILE, depot.clock())
