"""The state of delivery: queue, circuit breaker, unmatched receipts; alert banners on every page."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from console.context import Door
from console.display.banners import banner_of
from console.notices.detail import readable
from notices import queries
from notices.delivery import alerts, receipts
from storage.session import reading

_SHOWN = 20
"""Receipts of nobody that are shown."""


def install(pages: Blueprint, door: Door) -> None:
    """Add the page, and look for alerts before every other."""

    @pages.before_request
    def look() -> None:
        login = g.get("login")
        if login is None or not login.whole:
            return
        with reading(door.engine) as store:
            g.banners = tuple(map(banner_of, alerts.standing(store)))

    @pages.get("/notices/sending")
    def sending() -> ResponseReturnValue:
        now = door.clock()
        with reading(door.engine) as store:
            strays = receipts.strays(store, now)
            return render_template(
                "console/notices/delivery_state.html",
                tally=queries.tally(store, now),
                most=queries.MOST_COUNTED,
                gateway=queries.gateway(store),
                rate=door.rate,
                strays=[(it, readable(it.raw)) for it in strays[:_SHOWN]],
                many_strays=len(strays),
            )
