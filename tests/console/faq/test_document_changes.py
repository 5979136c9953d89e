"""The pieces of a document in words."""

import pytest

from console.faq.document_changes import ChangeView, change_title, describe_change
from faq_store.document_import.changes import name
from faq_store.document_import.compare import list_changes
from faq_store.file_formats import text_format
from helpline.faq import Edition, Section
from tests.faq_store.document_import.test_apply import OTHERWISE
from tests.faq_store.examples import PAPER, SMALL

_GONE = PAPER[PAPER.index("2.饭卡") : PAPER.index("二、其他")]
_EARLY = "二、早餐\n1.早餐几点？\n答：七点。\n三、其他"


def words(*changes: tuple[str, str], paper: str = PAPER) -> dict[str, ChangeView]:
    """Compare the canteen's FAQ with its document, changed so."""
    for old, new in changes:
        paper = paper.replace(old, new)
    pieces = list_changes(SMALL, text_format.parse_faq_text(paper))
    return {name(it): describe_change(it) for it in pieces}


@pytest.mark.parametrize(
    ("name", "word", "about", "note"),
    [
        ("title", "修改总标题", "食堂问题解答", ""),
        ("order:", "调整顺序", "各阶段", "“联系我们”排到“用餐”之前"),
        ("section:3", "阶段改名", "请联系我们", ""),
        ("moved:2.1", "挪动问题", "2.1 可以带家属吗？", "从阶段“其他”挪到阶段“用餐”"),
        ("gone-section:2", "删除阶段", "其他", "文档里没有这个阶段"),
    ],
)
def test_whatever_is_turned_around_is_said(
    name: str, word: str, about: str, note: str
) -> None:
    found = words(paper=OTHERWISE)[name]

    assert (found.word, found.title) == (word, about)
    assert note in "。".join(found.notes)


def test_a_new_question_is_told_with_its_section() -> None:
    found = words(("二、其他", _EARLY), ("三、联系", "四、联系"))

    new = found["new-question:2.1"]
    assert found["new-section:2"].title == "早餐"
    assert (new.word, new.title, new.ticked) == ("新增问题", "早餐几点？", True)
    assert new.notes == ("放在阶段“早餐”里（新阶段，会一并增加）",)
    assert [row.name for row in new.rows] == ["标题", "答复"]


def test_a_question_that_goes_is_not_ticked() -> None:
    found = words((_GONE, ""))["gone:1.2"]

    assert (found.mark, found.ticked) == ("gone", False)
    assert "连同它的问法一起去掉" in found.notes[0]


def test_only_what_differs_of_a_question_is_shown() -> None:
    found = words(("建议：去解挂。", "建议：去窗口解挂。"))["question:1.2"]

    (row,) = found.rows
    assert row.name == "情形2的建议"
    assert [it.text for it in row.other if it.own] == ["窗口"]


def test_situations_that_go_or_change_places_are_noted() -> None:
    one, two = "饭卡没有余额。\n建议：去充值。", "饭卡已经挂失。\n建议：去解挂。"
    gone = words((f"情形2：{two}\n", ""))["question:1.2"]
    swapped = words((one, "甲"), (two, one), ("甲", two))["question:1.2"]

    assert gone.notes == ("去掉的情形，它的问法以后归问题本身",)
    assert swapped.notes == ("情形的顺序有变",)


def test_a_long_order_is_cut() -> None:
    known = text_format.parse_faq_text(
        "题\n一、甲\n"
        + "".join(f"{it}.{chr(0x4E00 + 40 * it) * 4}\n答：甲\n" for it in range(1, 41))
    )
    backwards = known.sections[0].questions[::-1]
    text = text_format.format_faq_text("题", [Section("1", "甲", backwards)])

    (piece,) = list_changes(
        Edition(0, "题", known.sections), text_format.parse_faq_text(text)
    )

    assert describe_change(piece).notes[-1] == "另有9处"


def test_a_text_far_too_long_is_shown_in_part() -> None:
    found = words(("十二点。", "长" * 50_000))["question:1.1"]

    assert sum(len(it.text) for it in found.rows[0].other) < 4_000


def test_a_piece_is_named_in_a_message() -> None:
    (piece,) = list_changes(
        SMALL, text_format.parse_faq_text(PAPER.replace("十二点。", "一点。"))
    )

    assert change_title(piece) == "修改问题“1.1 几点开饭？”"
