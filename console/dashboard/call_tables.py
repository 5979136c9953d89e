"""The dashboard's tables about calls."""

from collections.abc import Iterator
from functools import partial

from console.calls import ENDINGS
from console.dashboard.loaded_figures import LoadedFigures, PeriodFigures
from console.dashboard.table import (
    MOST_ROWS,
    Cell,
    Chart,
    ChartColour,
    ChartKind,
    DashboardTable,
    duration_rows,
    rank_counts,
    rows_by_period,
)
from console.display.case_labels import case_label
from helpline.errors import HelplineError
from helpline.faq import Case, Edition
from helpline.voice import path_labels
from reporting.metrics import OTHER, FigureName

_MINUTE = 60
_POSITIONS = {
    path_labels.START: "主菜单",
    path_labels.HOTLINE: "客服电话",
    path_labels.NOTICES: "收到的通知",
    OTHER: "别的位置",
}


def tables(found: LoadedFigures, edition: Edition) -> tuple[DashboardTable, ...]:
    """Make them."""
    return calls_table(found), left_at_table(found, edition), lengths_table(found)


def calls_table(found: LoadedFigures) -> DashboardTable:
    """Tell how many calls came, how they ended, and how long they took together."""

    def row(point: PeriodFigures) -> Iterator[Cell]:
        yield point.figure(FigureName.CALLS)
        for _, statuses in ENDINGS.values():
            yield point.figure(FigureName.CALLS, *statuses)
        yield round(point.figure(FigureName.CALL_SECONDS) / _MINUTE)

    words = tuple(said for said, _ in ENDINGS.values())
    return DashboardTable(
        name="calls",
        title="打来的电话",
        note="按电话打进来的日期。“分钟”是通话时间的总和。",
        empty="这段时间没有人打来电话。",
        head=("日期", "电话", *words, "分钟"),
        rows=rows_by_period(found, lambda it: tuple(row(it))),
        chart=Chart(
            ChartKind.STACKED,
            (2, 3, 4, 5),
            (ChartColour.GREEN, ChartColour.BLUE, ChartColour.RED, ChartColour.GREY),
        ),
    )


def left_at_table(found: LoadedFigures, edition: Edition) -> DashboardTable:
    """Tell where in the menu callers were when their call was over."""
    return DashboardTable(
        name="left",
        title="在哪里挂断",
        note=f"电话结束前最后听到的地方，最多列{MOST_ROWS}处。在解答处挂断，多半是听到了要的；在菜单处挂断，多半是没有找到。",
        empty="这段时间没有结束的电话。",
        head=("位置", "电话", "占比"),
        rows=rank_counts(
            found.totals[FigureName.LEFT_AT], partial(_position_label, edition)
        ),
        chart=Chart(ChartKind.LYING, (1,), (ChartColour.BLUE,)),
    )


def lengths_table(found: LoadedFigures) -> DashboardTable:
    """Tell how long calls lasted."""
    return DashboardTable(
        name="lengths",
        title="通话时长",
        note="例如“90%”那一行：十个电话里有九个不超过这么久。误差约5%。",
        empty="这段时间没有知道时长的电话。",
        head=("多少电话", "不超过（秒）"),
        rows=duration_rows(found.totals[FigureName.CALL_LENGTHS]),
        chart=Chart(ChartKind.LYING, (1,), (ChartColour.BLUE,)),
    )


def _position_label(edition: Edition, key: str) -> str:
    """Name a place: a list of questions or of situations is a menu, all else an answer."""
    if key in _POSITIONS:
        return _POSITIONS[key]
    if section := edition.section(key):
        return f"菜单：{section.title}"
    try:
        case = Case.parse(key)
    except HelplineError:  # of another release: no case is named so today
        return key
    question = edition.question(case.question)
    is_list = case.situation is None and question is not None and question.situations
    return f"{'菜单' if is_list else '解答'}：{case_label(edition, case)}"
