"""How sending goes; and, on every page, what somebody must look at."""

from dataclasses import dataclass

from flask import Blueprint, g, render_template
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.context import Door
from console.notices import labels
from console.notices.detail import readable
from notices import queries
from notices.delivery import alerts, receipts
from notices.delivery.alerts import Alert
from notices.status import Status
from storage.session import reading

_SHOWN = 20
"""Receipts of nobody that are shown."""


@dataclass(frozen=True, slots=True)
class Banner:
    """An alert as every page shows it, with where to go."""

    text: str
    address: str
    action: str
    halted: bool


def install(pages: Blueprint, door: Door) -> None:
    """Add the page, and look for alerts before every other."""

    @pages.before_request
    def look() -> None:
        login = g.get("login")
        if login is None or not login.whole:
            return
        with reading(door.engine) as store:
            g.banners = tuple(map(_banner, alerts.standing(store)))

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


def _banner(alert: Alert) -> Banner:
    kind, _, about = alert.kind.partition(":")
    text, action = labels.alert(alert)
    return Banner(text, _address(kind, about), action, kind == alerts.HALTED.name)


def _address(kind: str, about: str) -> str:
    if kind == alerts.UNKNOWN_PILE.name:
        return at("console.notices", status=Status.UNKNOWN.value)
    if kind == alerts.BATCH_STOPPED.name:
        return at("console.batch", id=about)
    return at("console.sending")
