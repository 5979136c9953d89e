"""The dashboard's tables about notices."""

from collections.abc import Callable
from functools import partial

from console.dashboard.loaded_figures import Found, Point
from console.dashboard.table import (
    Cell,
    Chart,
    Ink,
    Kind,
    Table,
    by_point,
    lasting,
    ranked,
    share,
)
from console.notices import labels
from notices.gateways.base import Explanation
from notices.status import Status
from reporting.metrics import OTHER, Name

_FAILED = (Status.UNDELIVERED, Status.FAILED)
_AWAITED = (Status.ACCEPTED, Status.SENT, Status.UNKNOWN)
_OURS = (Status.QUEUED, Status.SENDING)
_UNSENT = (Status.CANCELLED, Status.EXPIRED, Status.SUPPRESSED, Status.DEAD)
_HANDED_OVER = (Status.DELIVERED, *_FAILED, *_AWAITED)
_RATE = "送达率是已送达的占交给了服务商的（含被拒的）。"


def tables(found: Found, explain: Callable[[str], Explanation]) -> tuple[Table, ...]:
    """Make them; `explain` says what a code of the gateway's means."""
    return (
        notices(found),
        statuses(found),
        times(found),
        failures(found, explain),
        events(found),
    )


def delivered(found: Found) -> str | None:
    """Tell which share of the notices handed over has been delivered."""
    handed_over = found.some(Name.NOTICES, *_HANDED_OVER)
    return share(found.some(Name.NOTICES, Status.DELIVERED), handed_over)


def notices(found: Found) -> Table:
    """Tell how many notices were made, and what became of them."""

    def row(point: Point) -> tuple[Cell, ...]:
        there = point.of(Name.NOTICES, Status.DELIVERED)
        return (
            point.of(Name.NOTICES),
            there,
            point.of(Name.NOTICES, *_FAILED),
            point.of(Name.NOTICES, *_AWAITED, *_OURS),
            point.of(Name.NOTICES, *_UNSENT),
            share(there, point.of(Name.NOTICES, *_HANDED_OVER)),
        )

    head = ("已送达", "没有送到", "还没有结果", "没有发出")
    inks = (Ink.GREEN, Ink.RED, Ink.BLUE, Ink.GREY)
    return Table(
        name="notices",
        title="通知与送达率",
        note=f"按通知建立的日期，状态是统计时的。{_RATE}“没有发出”是取消、过期、退订和放弃的。",
        empty="这段时间没有通知。",
        head=("日期", "通知", *head, "送达率"),
        rows=by_point(found, row),
        chart=Chart(Kind.STACKED, (2, 3, 4, 5), inks),
    )


def statuses(found: Found) -> Table:
    """Tell how many notices are of each status."""
    kinds = found.totals[Name.NOTICES]
    return Table(
        name="statuses",
        title="通知的状态",
        note="统计时的状态；一天过去以后还会跟着回执更新七天。",
        empty="这段时间没有通知。",
        head=("状态", "通知", "占比"),
        rows=ranked(kinds, lambda it: labels.STATUSES.get(Status(it), it)),
        chart=Chart(Kind.LYING, (1,), (Ink.BLUE,)),
    )


def times(found: Found) -> Table:
    """Tell how long delivery took."""
    return Table(
        name="times",
        title="多久送达",
        note="从交给服务商到收到送达的回执。例如“90%”那一行：十条里有九条不超过这么久。误差约5%。",
        empty="这段时间没有收到送达的回执。",
        head=("多少通知", "不超过（秒）"),
        rows=lasting(found.totals[Name.DELIVERIES]),
        chart=Chart(Kind.LYING, (1,), (Ink.GREEN,)),
    )


def failures(found: Found, explain: Callable[[str], Explanation]) -> Table:
    """Tell why notices failed."""
    kinds = found.totals[Name.NOTICE_FAILURES]
    return Table(
        name="failures",
        title="失败的原因",
        note="被拒、未送达和放弃的通知，按服务商或系统给的代码。",
        empty="这段时间没有失败的通知。",
        head=("原因", "通知", "占比"),
        rows=ranked(kinds, partial(_reason, explain)),
        chart=Chart(Kind.LYING, (1,), (Ink.RED,)),
    )


def events(found: Found) -> Table:
    """Tell what notices were about."""
    return Table(
        name="events",
        title="通知的事件",
        note="按通知建立的日期。",
        empty="这段时间没有通知。",
        head=("事件", "通知", "占比"),
        rows=ranked(found.totals[Name.NOTICE_EVENTS], str),
        chart=Chart(Kind.LYING, (1,), (Ink.BLUE,)),
    )


def _reason(explain: Callable[[str], Explanation], code: str) -> str:
    if code == OTHER:
        return "别的代码"
    return labels.explain_code(explain, code) or "没有说明"
