"""The webhook for delivery receipts. Its signature was verified in `server.http.provider_auth`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from notices.delivery import receipts
from notices.gateways.base import Gateway
from storage.session import writing

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReceiptContext:
    """What the webhook for receipts works with."""

    engine: Engine
    gateway: Gateway
    clock: Callable[[], datetime]


def blueprint(context: ReceiptContext) -> Blueprint:
    """Make the route of this webhook."""
    routes = Blueprint("notices", __name__)

    @routes.post("/notices/receipts")
    def received() -> Response:
        receipt = context.gateway.parse_receipt(request.args.get("k", ""), request.form)
        try:
            with writing(context.engine) as session:
                known = receipts.store_receipt(session, receipt, context.clock())
        except SQLAlchemyError:
            # It is lost: the provider does not come again. The gateway is asked later.
            _log.exception("a receipt for %s is not stored", receipt.sid)
            return Response(status=503)
        if not known:
            _log.warning("a receipt for %s fits no notice yet", receipt.sid)
        return Response(status=204)

    return routes
