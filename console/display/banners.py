"""Banners: the alerts that every page shows, with where to go."""

from dataclasses import dataclass

from flask import url_for as at

from notices.delivery import alerts
from notices.delivery.alerts import Alert
from notices.status import Status


@dataclass(frozen=True, slots=True)
class Banner:
    """An alert as every page shows it, with where to go."""

    text: str
    address: str
    action: str
    halted: bool


def alert_banner(alert: Alert) -> Banner:
    """Say what every page shows of an alert, and where its link goes."""
    kind, _, about = alert.kind.partition(":")
    text, action = describe_alert(alert)
    return Banner(text, _alert_address(kind, about), action, kind == alerts.HALTED.name)


def _alert_address(kind: str, about: str) -> str:
    if kind == alerts.UNKNOWN_PILE.name:
        return at("console.notices", status=Status.UNKNOWN.value)
    if kind == alerts.BATCH_STOPPED.name:
        return at("console.batch", id=about)
    return at("console.sending")


_ACTIONS = {
    alerts.HALTED.name: "看发送情况",
    alerts.UNREACHABLE.name: "看发送情况",
    alerts.UNKNOWN_PILE.name: "逐条处理",
    alerts.BATCH_STOPPED.name: "看这一批",
}


def describe_alert(alert: Alert) -> tuple[str, str]:
    """Give an alert's sentence, without what is for the command line, and its link."""
    kind = alert.kind.partition(":")[0]
    text = alert.text.partition("，请用 helpline")[0].removesuffix("。")
    return f"{text}。", _ACTIONS.get(kind, "看发送情况")
