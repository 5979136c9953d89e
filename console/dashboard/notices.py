"""The dashboard's tables about notices."""

from collections.abc import Callable
from functools import partial

from console.dashboard.loaded_figures import LoadedFigures, PeriodFigures
from console.dashboard.table import (
    Cell,
    Chart,
    ChartColour,
    ChartKind,
    DashboardTable,
    duration_rows,
    format_share,
    rank_counts,
    rows_by_period,
)
from console.notices import labels
from notices.gateways.base import CodeExplanation
from notices.status import Status
from reporting.metrics import OTHER, FigureName

_FAILED = (Status.UNDELIVERED, Status.FAILED)
_AWAITED = (Status.ACCEPTED, Status.SENT, Status.UNKNOWN)
_OURS = (Status.QUEUED, Status.SENDING)
_UNSENT = (Status.CANCELLED, Status.EXPIRED, Status.SUPPRESSED, Status.DEAD)
_HANDED_OVER = (Status.DELIVERED, *_FAILED, *_AWAITED)
_RATE = "送达率是已送达的占交给了服务商的（含被拒的）。"


def tables(
    found: LoadedFigures, explain: Callable[[str], CodeExplanation]
) -> tuple[DashboardTable, ...]:
    """Make them; `explain` says what a code of the gateway's means."""
    return (
        notices_table(found),
        statuses_table(found),
        times_table(found),
        failures_table(found, explain),
        events_table(found),
    )


def delivery_rate(found: LoadedFigures) -> str | None:
    """Tell which share of the notices handed over has been delivered."""
    handed_over = found.total_of(FigureName.NOTICES, *_HANDED_OVER)
    return format_share(
        found.total_of(FigureName.NOTICES, Status.DELIVERED), handed_over
    )


def notices_table(found: LoadedFigures) -> DashboardTable:
    """Tell how many notices were made, and what became of them."""

    def row(point: PeriodFigures) -> tuple[Cell, ...]:
        there = point.figure(FigureName.NOTICES, Status.DELIVERED)
        return (
            point.figure(FigureName.NOTICES),
            there,
            point.figure(FigureName.NOTICES, *_FAILED),
            point.figure(FigureName.NOTICES, *_AWAITED, *_OURS),
            point.figure(FigureName.NOTICES, *_UNSENT),
            format_share(there, point.figure(FigureName.NOTICES, *_HANDED_OVER)),
        )

    head = ("已送达", "没有送到", "还没有结果", "没有发出")
    inks = (ChartColour.GREEN, ChartColour.RED, ChartColour.BLUE, ChartColour.GREY)
    return DashboardTable(
        name="notices",
        title="通知与送达率",
        note=f"按通知建立的日期，状态是统计时的。{_RATE}“没有发出”是取消、过期、退订和放弃的。",
        empty="这段时间没有通知。",
        head=("日期", "通知", *head, "送达率"),
        rows=rows_by_period(found, row),
        chart=Chart(ChartKind.STACKED, (2, 3, 4, 5), inks),
    )


def statuses_table(found: LoadedFigures) -> DashboardTable:
    """Tell how many notices are of each status."""
    kinds = found.totals[FigureName.NOTICES]
    return DashboardTable(
        name="statuses",
        title="通知的状态",
        note="统计时的状态；一天过去以后还会跟着回执更新七天。",
        empty="这段时间没有通知。",
        head=("状态", "通知", "占比"),
        rows=rank_counts(kinds, lambda it: labels.STATUSES.get(Status(it), it)),
        chart=Chart(ChartKind.LYING, (1,), (ChartColour.BLUE,)),
    )


def times_table(found: LoadedFigures) -> DashboardTable:
    """Tell how long delivery took."""
    return DashboardTable(
        name="times",
        title="多久送达",
        note="从交给服务商到收到送达的回执。例如“90%”那一行：十条里有九条不超过这么久。误差约5%。",
        empty="这段时间没有收到送达的回执。",
        head=("多少通知", "不超过（秒）"),
        rows=duration_rows(found.totals[FigureName.DELIVERIES]),
        chart=Chart(ChartKind.LYING, (1,), (ChartColour.GREEN,)),
    )


def failures_table(
    found: LoadedFigures, explain: Callable[[str], CodeExplanation]
) -> DashboardTable:
    """Tell why notices failed."""
    kinds = found.totals[FigureName.NOTICE_FAILURES]
    return DashboardTable(
        name="failures",
        title="失败的原因",
        note="被拒、未送达和放弃的通知，按服务商或系统给的代码。",
        empty="这段时间没有失败的通知。",
        head=("原因", "通知", "占比"),
        rows=rank_counts(kinds, partial(_reason_label, explain)),
        chart=Chart(ChartKind.LYING, (1,), (ChartColour.RED,)),
    )


def events_table(found: LoadedFigures) -> DashboardTable:
    """Tell what notices were about."""
    return DashboardTable(
        name="events",
        title="通知的事件",
        note="按通知建立的日期。",
        empty="这段时间没有通知。",
        head=("事件", "通知", "占比"),
        rows=rank_counts(found.totals[FigureName.NOTICE_EVENTS], str),
        chart=Chart(ChartKind.LYING, (1,), (ChartColour.BLUE,)),
    )


def _reason_label(explain: Callable[[str], CodeExplanation], code: str) -> str:
    if code == OTHER:
        return "别的代码"
    return labels.explain_code(explain, code) or "没有说明"
