"""The dashboard's table about what is paid for: segments."""

from console.dashboard.loaded_figures import Found, Point
from console.dashboard.table import Cell, Chart, Ink, Kind, Table, by_point
from reporting.metrics import Name


def tables(found: Found) -> tuple[Table, ...]:
    """Make it."""
    return (segments(found),)


def total(found: Found) -> int:
    """Count all segments that were sent."""
    return found.all(Name.REPLY_SEGMENTS) + found.all(Name.NOTICE_SEGMENTS)


def segments(found: Found) -> Table:
    """Tell how many segments were sent, as replies and as notices."""

    def row(point: Point) -> tuple[Cell, ...]:
        replies = point.of(Name.REPLY_SEGMENTS)
        notices = point.of(Name.NOTICE_SEGMENTS)
        return replies, notices, replies + notices

    return Table(
        name="segments",
        title="计费的段数",
        note="一条短信70字以内是一段，更长的每67字一段。通知只算发出去了的，按建立的日期。",
        empty="这段时间没有发出短信。",
        head=("日期", "答复", "通知", "合计"),
        rows=by_point(found, row),
        chart=Chart(Kind.STACKED, (1, 2), (Ink.BLUE, Ink.GREEN)),
    )
