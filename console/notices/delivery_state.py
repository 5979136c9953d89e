"""The state of delivery: queue, circuit breaker, unmatched receipts; alert banners on every page."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from console.context import ConsoleContext
from console.display.banners import alert_banner
from console.notices.detail import readable_fields
from notices import queries
from notices.delivery import alerts, receipts
from storage.session import reading

_SHOWN = 20
"""Receipts of nobody that are shown."""


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the page, and look for alerts before every other."""

    @pages.before_request
    def look() -> None:
        login = g.get("login")
        if login is None or not login.whole:
            return
        with reading(context.engine) as store:
            g.banners = tuple(map(alert_banner, alerts.open_alerts(store)))

    @pages.get("/notices/sending")
    def sending() -> ResponseReturnValue:
        now = context.clock()
        with reading(context.engine) as store:
            strays = receipts.stray_receipts(store, now)
            return render_template(
                "console/notices/delivery_state.html",
                tally=queries.count_notices(store, now),
                most=queries.MOST_COUNTED,
                gateway=queries.find_gateway(store),
                rate=context.segments_per_second,
                strays=[(it, readable_fields(it.raw)) for it in strays[:_SHOWN]],
                many_strays=len(strays),
            )
