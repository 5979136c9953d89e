"""Maintenance beside sending: expired leases, expired notices, parked receipts, reconciliation."""

import logging
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notices.delivery import alerts, circuit_breaker, outbox, receipts
from notices.delivery import reconcile as delivery_reconcile
from notices.delivery.sender import DeliveryContext
from notices.status import Status
from notices.tables import NoticeRow
from storage.session import reading, writing

_log = logging.getLogger(__name__)

UNKNOWN_TO_ALERT = 20
"""Notices whose outcome stays unknown, until somebody is told."""

TIDY_INTERVAL = timedelta(seconds=1)
"""How often this is done."""

_LOOKUPS_AT_ONCE = 20


def tidy_outbox(context: DeliveryContext) -> None:
    """Sweep, expire and match once; each step is a transaction of its own."""
    now = context.clock()
    with writing(context.engine) as session:
        lost = outbox.expire_leases(session, now)
        outbox.expire_notices(session, now)
    if lost:
        _log.warning("claimed and never recorded: %d", lost)
    with writing(context.engine) as session:
        receipts.rematch_parked(session, context.gateway, now)
        _alert_on_unknown(session, context)


def reconcile_unconfirmed(context: DeliveryContext) -> int:
    """Ask the gateway about what is in doubt now; return how many were asked about."""
    with reading(context.engine) as session:
        if not delivery_reconcile.has_unconfirmed(session, context.clock()):
            return 0
    with writing(context.engine) as session:
        doubts = delivery_reconcile.claim_unconfirmed(
            session, context.clock(), _LOOKUPS_AT_ONCE
        )
    for doubt in doubts:
        found = delivery_reconcile.look_up_notice(context.gateway, doubt)
        with writing(context.engine) as session:
            delivery_reconcile.apply_lookup(
                session, found, context.limits, context.clock()
            )
    return len(doubts)


def _alert_on_unknown(session: Session, context: DeliveryContext) -> None:
    unknown = select(func.count()).where(NoticeRow.status == Status.UNKNOWN.value)
    pile = session.scalar(unknown) or 0
    if pile >= UNKNOWN_TO_ALERT:
        circuit_breaker.lock_gateway(
            session, context.clock()
        )  # two bookkeepers must not both sound it
        alerts.raise_alert(
            session, alerts.UNKNOWN_PILE, context.clock(), code=str(pile)
        )
    else:
        alerts.clear_alert(session, alerts.UNKNOWN_PILE, context.clock())
