"""The dashboard's tables about texts, and about what waits for staff."""

from console.dashboard.loaded_figures import LoadedFigures, PeriodFigures
from console.dashboard.table import (
    MOST_ROWS,
    Cell,
    Chart,
    ChartColour,
    ChartKind,
    DashboardTable,
    format_share,
    rows_by_period,
)
from console.display.case_labels import case_label
from helpline.faq import Case, Edition
from helpline.matching.decision_names import DECISION_LABELS
from reporting.metrics import OTHER, FigureName, InquiryFlow, TextOutcome

_DECIDED = tuple(DECISION_LABELS)
_INKS = (ChartColour.GREEN, ChartColour.AMBER, ChartColour.RED)


def tables(found: LoadedFigures, edition: Edition) -> tuple[DashboardTable, ...]:
    """Make them."""
    return (
        texts_table(found),
        decisions_table(found),
        questions_table(found, edition),
        inquiries_table(found),
    )


def texts_table(found: LoadedFigures) -> DashboardTable:
    """Tell how many texts came, and what became of them."""

    def row(point: PeriodFigures) -> tuple[Cell, ...]:
        asked = [point.figure(FigureName.TEXTS, it) for it in _DECIDED]
        chosen = point.figure(FigureName.TEXTS, TextOutcome.CHOICE)
        silent = point.figure(FigureName.TEXTS, TextOutcome.SILENT, TextOutcome.STRAY)
        return point.figure(FigureName.TEXTS), *asked, chosen, silent

    return DashboardTable(
        name="texts",
        title="收到的短信",
        note="“选数字等”是回复数字、菜单、返回，不用判断意思。“没有答复”是机器短信、刷屏、服务商已代答的，以及发错号码的。",
        empty="这段时间没有收到短信。",
        head=("日期", "短信", *DECISION_LABELS.values(), "选数字等", "没有答复"),
        rows=rows_by_period(found, row),
        chart=Chart(
            ChartKind.STACKED,
            (2, 3, 4, 5, 6),
            (*_INKS, ChartColour.BLUE, ChartColour.GREY),
        ),
    )


def decisions_table(found: LoadedFigures) -> DashboardTable:
    """Tell how well texts that asked something were understood."""
    total = found.total_of(FigureName.TEXTS, *_DECIDED)
    kinds = (
        (said, found.total_of(FigureName.TEXTS, item))
        for item, said in DECISION_LABELS.items()
    )
    rows = tuple((said, many, format_share(many, total)) for said, many in kinds)
    return DashboardTable(
        name="decisions",
        title="答得准不准",
        note="只算要判断意思的短信。确定的直接给解答，不确定的先问是不是，没有找到的留给工作人员。",
        empty="这段时间没有要判断意思的短信。",
        head=("判断", "短信", "占比"),
        rows=rows if total else (),
        chart=Chart(ChartKind.RING, (1,), _INKS),
    )


def questions_table(found: LoadedFigures, edition: Edition) -> DashboardTable:
    """Tell which questions were answered most, by text and by telephone."""
    texted = _by_question(found, FigureName.ANSWERED)
    heard = _by_question(found, FigureName.HEARD)
    sums = {it: texted.get(it, 0) + heard.get(it, 0) for it in (texted | heard)}
    order = sorted(sums.items(), key=lambda it: (-it[1], it[0]))
    rows = tuple(
        (case_label(edition, Case(key)), texted.get(key, 0), heard.get(key, 0), many)
        for key, many in order[:MOST_ROWS]
    )
    return DashboardTable(
        name="questions",
        title="最常问的问题",
        note=f"按给出解答的次数，最多列{MOST_ROWS}个；一个问题的各情形加在一起。",
        empty="这段时间没有给出过解答。",
        head=("问题", "短信", "电话", "合计"),
        rows=rows,
        chart=Chart(ChartKind.LYING, (1, 2), (ChartColour.BLUE, ChartColour.GREEN)),
    )


def inquiries_table(found: LoadedFigures) -> DashboardTable:
    """Tell how many inquiries came and were settled, and how many are left."""

    def row(point: PeriodFigures) -> tuple[Cell, ...]:
        return tuple(point.figure(FigureName.INQUIRIES, it) for it in InquiryFlow)

    return DashboardTable(
        name="inquiries",
        title="没有答上的提问",
        note="“还在等”是那一天（那个月）结束时还没有处理的，今天的是到统计的时刻。",
        empty="这段时间没有待处理提问。",
        head=("日期", "新增", "处理", "还在等"),
        rows=rows_by_period(found, row),
        chart=Chart(
            ChartKind.LINE,
            (1, 2, 3),
            (ChartColour.AMBER, ChartColour.GREEN, ChartColour.RED),
        ),
    )


def _by_question(found: LoadedFigures, name: FigureName) -> dict[str, int]:
    sums: dict[str, int] = {}
    for case, many in found.totals[name].items():
        question = case.partition("#")[0]
        if case != OTHER:
            sums[question] = sums.get(question, 0) + many
    return sums
