"""Changed answers as an operator reads them."""

from helpline.faq import Case
from helpline.matching import Certain, Nothing, Option, Unsure
from helpline.matching.comparison import DecisionChange
from helpline.matching.evaluation import LabelledText
from server.commands import diff_text


def options(*cases: str) -> tuple[Option, ...]:
    return tuple(Option(Case.parse(it), 0.5) for it in cases)


def test_nothing_is_said_where_no_answer_changes() -> None:
    assert list(diff_text.format_changes(())) == []


def test_every_kind_of_answer_is_told_before_and_after() -> None:
    changes = (
        DecisionChange(
            LabelledText("几点", ("1.1",)),
            Certain(options("1.1", "1.2")),
            Unsure(options("1.1", "1.2#1")),
        ),
        DecisionChange(
            LabelledText("几点，能带家属吗", ("1.1", "2.1")),
            Nothing(options("1.1")),
            Certain(options("1.1", "2.1", "3.1"), both=True),
        ),
        DecisionChange(
            LabelledText("下雨吗", ()), Unsure(options("1.1")), Unsure(options("2.1"))
        ),
    )

    assert list(diff_text.format_changes(changes)) == [
        "已知问法中有3条的答复与原来不同，其中变差1条：",
        "  [变差] 几点（应为 1.1）：答 1.1 → 请选 1.1、1.2#1",
        "  [变好] 几点，能带家属吗（应为 1.1/2.1）：没有找到 → 答 1.1、2.1",
        "  [改变] 下雨吗（应为 范围外）：请选 1.1 → 请选 2.1",
    ]
