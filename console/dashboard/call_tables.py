"""The dashboard's tables about calls."""

from collections.abc import Iterator
from functools import partial

from console.calls import ENDINGS
from console.dashboard.loaded_figures import Found, Point
from console.dashboard.table import (
    MOST_ROWS,
    Cell,
    Chart,
    Ink,
    Kind,
    Table,
    by_point,
    lasting,
    ranked,
)
from console.display.case_labels import named
from helpline.errors import HelplineError
from helpline.faq import Case, Edition
from helpline.voice import key_meaning
from reporting.metrics import OTHER, Name

_MINUTE = 60
_PLACES = {
    key_meaning.START: "主菜单",
    key_meaning.HOTLINE: "客服电话",
    key_meaning.NOTICES: "收到的通知",
    OTHER: "别的位置",
}


def tables(found: Found, edition: Edition) -> tuple[Table, ...]:
    """Make them."""
    return calls(found), left_at(found, edition), lengths(found)


def calls(found: Found) -> Table:
    """Tell how many calls came, how they ended, and how long they took together."""

    def row(point: Point) -> Iterator[Cell]:
        yield point.of(Name.CALLS)
        for _, statuses in ENDINGS.values():
            yield point.of(Name.CALLS, *statuses)
        yield round(point.of(Name.CALL_SECONDS) / _MINUTE)

    words = tuple(said for said, _ in ENDINGS.values())
    return Table(
        name="calls",
        title="打来的电话",
        note="按电话打进来的日期。“分钟”是通话时间的总和。",
        empty="这段时间没有人打来电话。",
        head=("日期", "电话", *words, "分钟"),
        rows=by_point(found, lambda it: tuple(row(it))),
        chart=Chart(
            Kind.STACKED, (2, 3, 4, 5), (Ink.GREEN, Ink.BLUE, Ink.RED, Ink.GREY)
        ),
    )


def left_at(found: Found, edition: Edition) -> Table:
    """Tell where in the menu callers were when their call was over."""
    return Table(
        name="left",
        title="在哪里挂断",
        note=f"电话结束前最后听到的地方，最多列{MOST_ROWS}处。在解答处挂断，多半是听到了要的；在菜单处挂断，多半是没有找到。",
        empty="这段时间没有结束的电话。",
        head=("位置", "电话", "占比"),
        rows=ranked(found.totals[Name.LEFT_AT], partial(_place, edition)),
        chart=Chart(Kind.LYING, (1,), (Ink.BLUE,)),
    )


def lengths(found: Found) -> Table:
    """Tell how long calls lasted."""
    return Table(
        name="lengths",
        title="通话时长",
        note="例如“90%”那一行：十个电话里有九个不超过这么久。误差约5%。",
        empty="这段时间没有知道时长的电话。",
        head=("多少电话", "不超过（秒）"),
        rows=lasting(found.totals[Name.CALL_LENGTHS]),
        chart=Chart(Kind.LYING, (1,), (Ink.BLUE,)),
    )


def _place(edition: Edition, key: str) -> str:
    """Name a place: a list of questions or of situations is a menu, all else an answer."""
    if key in _PLACES:
        return _PLACES[key]
    if section := edition.section(key):
        return f"菜单：{section.title}"
    try:
        case = Case.parse(key)
    except HelplineError:  # of another release: no case is named so today
        return key
    question = edition.question(case.question)
    is_list = case.situation is None and question is not None and question.situations
    return f"{'菜单' if is_list else '解答'}：{named(edition, case)}"
