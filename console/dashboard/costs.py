"""The dashboard's table about what is paid for: segments."""

from console.dashboard.loaded_figures import LoadedFigures, PeriodFigures
from console.dashboard.table import (
    Cell,
    Chart,
    ChartColour,
    ChartKind,
    DashboardTable,
    rows_by_period,
)
from reporting.metrics import FigureName


def tables(found: LoadedFigures) -> tuple[DashboardTable, ...]:
    """Make it."""
    return (segments_table(found),)


def total_segments(found: LoadedFigures) -> int:
    """Count all segments that were sent."""
    return found.total(FigureName.REPLY_SEGMENTS) + found.total(
        FigureName.NOTICE_SEGMENTS
    )


def segments_table(found: LoadedFigures) -> DashboardTable:
    """Tell how many segments were sent, as replies and as notices."""

    def row(point: PeriodFigures) -> tuple[Cell, ...]:
        replies = point.figure(FigureName.REPLY_SEGMENTS)
        notices = point.figure(FigureName.NOTICE_SEGMENTS)
        return replies, notices, replies + notices

    return DashboardTable(
        name="segments",
        title="计费的段数",
        note="一条短信70字以内是一段，更长的每67字一段。通知只算发出去了的，按建立的日期。",
        empty="这段时间没有发出短信。",
        head=("日期", "答复", "通知", "合计"),
        rows=rows_by_period(found, row),
        chart=Chart(ChartKind.STACKED, (1, 2), (ChartColour.BLUE, ChartColour.GREEN)),
    )
