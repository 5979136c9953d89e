"""Keys in words."""

from dataclasses import replace

import pytest

from helpline.faq import Case, Question, Section
from helpline.voice import path_labels
from helpline.voice.menu import MenuPath
from helpline.voice.path_labels import KeyMeaning
from tests.faq_store.examples import SMALL

CARD = ("用餐", "饭卡刷不出来怎么办？")
LONG = replace(
    SMALL,
    sections=(
        Section(
            "1", "长", tuple(Question(f"1.{it}", f"问{it}", "答") for it in range(12))
        ),
    ),
)


@pytest.mark.parametrize(
    ("at", "key", "pressed"),
    [
        ("0", "1", KeyMeaning((), "用餐")),
        ("0", "2", KeyMeaning((), "其他", Case("2.1"))),
        ("0", "", KeyMeaning((), "没有按键")),
        ("0", "7", KeyMeaning((), "没有这个选项")),
        ("0", "hangup", KeyMeaning((), "没有这个选项")),
        ("0", "0", KeyMeaning((), "客服电话")),
        ("0", "*", KeyMeaning((), "听收到的通知")),
        ("1", "2", KeyMeaning(("用餐",), "饭卡刷不出来怎么办？")),
        ("1", "*", KeyMeaning(("用餐",), "返回")),
        ("1", "#", KeyMeaning(("用餐",), "重听")),
        ("1-2", "2", KeyMeaning(CARD, "饭卡已经挂失。", Case("1.2", 2))),
        ("1-2-2", "9", KeyMeaning((*CARD, "饭卡已经挂失。"), "重听", Case("1.2", 2))),
        ("2", "*", KeyMeaning(("其他", "可以带家属吗？"), "返回")),
        ("9-9", "1", KeyMeaning((), "用餐")),
    ],
)
def test_a_key_is_told_with_its_place(at: str, key: str, pressed: KeyMeaning) -> None:
    assert path_labels.describe_key(SMALL, MenuPath.parse(at), key) == pressed


def test_the_page_of_a_sections_questions_is_named() -> None:
    edition = replace(LONG, sections=(*LONG.sections, *SMALL.sections[1:]))

    turned = path_labels.describe_key(edition, MenuPath.parse("1"), "9")
    chosen = path_labels.describe_key(edition, MenuPath.parse("1~2"), "1")

    assert turned == KeyMeaning(("长",), "听其它选项")
    assert chosen == KeyMeaning(("长", "第2页"), "问8", Case("1.8"))
