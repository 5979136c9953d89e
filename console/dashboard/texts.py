"""The dashboard's tables about texts, and about what waits for staff."""

from console.dashboard.loaded_figures import Found, Point
from console.dashboard.table import (
    MOST_ROWS,
    Cell,
    Chart,
    Ink,
    Kind,
    Table,
    by_point,
    share,
)
from console.display.case_labels import named
from helpline.faq import Case, Edition
from helpline.matching.decision_names import DECISIONS
from reporting.metrics import OTHER, Name, Text, Waiting

_ASKED = tuple(DECISIONS)
_INKS = (Ink.GREEN, Ink.AMBER, Ink.RED)


def tables(found: Found, edition: Edition) -> tuple[Table, ...]:
    """Make them."""
    return texts(found), decisions(found), questions(found, edition), waiting(found)


def texts(found: Found) -> Table:
    """Tell how many texts came, and what became of them."""

    def row(point: Point) -> tuple[Cell, ...]:
        asked = [point.of(Name.TEXTS, it) for it in _ASKED]
        chosen = point.of(Name.TEXTS, Text.CHOICE)
        silent = point.of(Name.TEXTS, Text.SILENT, Text.STRAY)
        return point.of(Name.TEXTS), *asked, chosen, silent

    return Table(
        name="texts",
        title="收到的短信",
        note="“选数字等”是回复数字、菜单、返回，不用判断意思。“没有答复”是机器短信、刷屏、服务商已代答的，以及发错号码的。",
        empty="这段时间没有收到短信。",
        head=("日期", "短信", *DECISIONS.values(), "选数字等", "没有答复"),
        rows=by_point(found, row),
        chart=Chart(Kind.STACKED, (2, 3, 4, 5, 6), (*_INKS, Ink.BLUE, Ink.GREY)),
    )


def decisions(found: Found) -> Table:
    """Tell how well texts that asked something were understood."""
    total = found.some(Name.TEXTS, *_ASKED)
    kinds = ((said, found.some(Name.TEXTS, it)) for it, said in DECISIONS.items())
    rows = tuple((said, many, share(many, total)) for said, many in kinds)
    return Table(
        name="decisions",
        title="答得准不准",
        note="只算要判断意思的短信。确定的直接给解答，不确定的先问是不是，没有找到的留给工作人员。",
        empty="这段时间没有要判断意思的短信。",
        head=("判断", "短信", "占比"),
        rows=rows if total else (),
        chart=Chart(Kind.RING, (1,), _INKS),
    )


def questions(found: Found, edition: Edition) -> Table:
    """Tell which questions were answered most, by text and by telephone."""
    texted = _by_question(found, Name.ANSWERED)
    heard = _by_question(found, Name.HEARD)
    sums = {it: texted.get(it, 0) + heard.get(it, 0) for it in (texted | heard)}
    order = sorted(sums.items(), key=lambda it: (-it[1], it[0]))
    rows = tuple(
        (named(edition, Case(key)), texted.get(key, 0), heard.get(key, 0), many)
        for key, many in order[:MOST_ROWS]
    )
    return Table(
        name="questions",
        title="最常问的问题",
        note=f"按给出解答的次数，最多列{MOST_ROWS}个；一个问题的各情形加在一起。",
        empty="这段时间没有给出过解答。",
        head=("问题", "短信", "电话", "合计"),
        rows=rows,
        chart=Chart(Kind.LYING, (1, 2), (Ink.BLUE, Ink.GREEN)),
    )


def waiting(found: Found) -> Table:
    """Tell how many inquiries came and were settled, and how many are left."""

    def row(point: Point) -> tuple[Cell, ...]:
        return tuple(point.of(Name.INQUIRIES, it) for it in Waiting)

    return Table(
        name="inquiries",
        title="没有答上的提问",
        note="“还在等”是那一天（那个月）结束时还没有处理的，今天的是到统计的时刻。",
        empty="这段时间没有待处理提问。",
        head=("日期", "新增", "处理", "还在等"),
        rows=by_point(found, row),
        chart=Chart(Kind.LINE, (1, 2, 3), (Ink.AMBER, Ink.GREEN, Ink.RED)),
    )


def _by_question(found: Found, name: Name) -> dict[str, int]:
    sums: dict[str, int] = {}
    for case, many in found.totals[name].items():
        question = case.partition("#")[0]
        if case != OTHER:
            sums[question] = sums.get(question, 0) + many
    return sums
