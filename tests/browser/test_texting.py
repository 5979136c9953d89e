"""Texting with the helpline in a browser."""

import json

import pytest

from helpline import sms_segments
from tests.browser.phone import Phone, Request

BUILDER = "系统提示未获取到建造师信息"
TEXTS = [
    *("", "a" * 160, "a" * 161, "€" * 80, "€" * 81, "a" * 152 + "€" + "a" * 152),
    *("汉" * 70, "汉" * 71, "汉" * 134, "汉" * 135, "😀" * 35, "😀" * 36),
    *("汉" + "😀" * 66, "汉\r\n" * 45),
]


def theirs(phone: Phone) -> list[str]:
    return phone.find("#conversation .theirs p").all_inner_texts()


def test_a_question_is_answered_and_a_number_chooses(phone: Phone) -> None:
    phone.send(BUILDER)
    phone.send("2")

    offered, answered = theirs(phone)
    assert "1 " in offered
    assert "2 一级建造师数据未同步" in offered
    assert "建议：请电话咨询" in answered


def test_every_text_says_in_how_many_segments_it_goes(phone: Phone) -> None:
    phone.send("帮助")

    shown = phone.find("#conversation footer").all_inner_texts()
    reply = phone.find("#conversation .theirs p").evaluate(
        "it => it.lastChild.textContent"
    )
    assert shown == [
        "2单元 · 1段",
        f"{sms_segments.units(reply)}单元 · {sms_segments.segments(reply)}段",
    ]


def test_the_counter_follows_what_is_typed(phone: Phone) -> None:
    phone.find("#body").fill("汉" * 71)

    assert phone.find("#size").inner_text() == "71单元 · 2段"


def test_the_page_counts_as_the_helpline_does(phone: Phone) -> None:
    count = (
        "async (them) => {{ const {{ segments }} = await import('{}'); return {}; }}"
    )

    counted = phone.page.evaluate(
        count.format("/phone/static/segments.js", "them.map(segments)"), TEXTS
    )

    assert counted == [sms_segments.segments(it) for it in TEXTS]


def test_an_example_is_sent_by_a_click(phone: Phone) -> None:
    phone.find("[data-example]").first.click()
    phone.find("#conversation .theirs").wait_for()

    assert phone.find("#conversation .mine p").inner_text().endswith(BUILDER)
    assert phone.find("#welcome").count() == 0


def test_enter_confirms_pinyin_without_sending(phone: Phone) -> None:
    phone.find("#body").fill("cai dan")
    phone.find("#body").dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "bubbles": True}
    )

    assert phone.find("#conversation .mine").count() == 0
    assert phone.find("#body").input_value() == "cai dan"


def test_shift_enter_begins_a_line(phone: Phone) -> None:
    phone.find("#body").fill("一")
    phone.find("#body").press("Shift+Enter")

    assert phone.find("#body").input_value() == "一\n"


@pytest.mark.parametrize("blank", ["", "  \n "])
def test_nothing_is_not_sent(phone: Phone, blank: str) -> None:
    phone.find("#body").fill(blank)
    phone.find("#composer button").click()

    assert phone.find("#conversation .mine").count() == 0


def test_a_text_that_was_not_delivered_is_sent_again_as_the_same_text(
    phone: Phone,
) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(json.loads(request.post_data or "{}")["message"])

    phone.page.on("request", note)
    with phone.cut_off("**/phone/texts"):
        phone.send("菜单")
        assert "没有送达：连不上程序" in phone.find(".trouble").inner_text()

    phone.find(".trouble button").click()
    phone.find("#conversation .theirs").wait_for()

    assert phone.find(".trouble").count() == 0
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_what_the_server_refuses_is_said_in_its_words(phone: Phone) -> None:
    phone.find("#sender").evaluate("it => { it.maxLength = 99; }")
    phone.find("#sender").fill("1" * 65)
    phone.send("菜单")

    assert "最多64个字符" in phone.find(".trouble").inner_text()
    phone.troubles.clear()  # the browser reports the 400 itself


def test_another_number_is_another_person(phone: Phone) -> None:
    phone.send(BUILDER)
    phone.find("#sender").fill("+8613911112222")
    phone.send("2")

    assert "+8613911112222" in phone.find(".divider").inner_text()
    assert "没有可选的项目" in theirs(phone)[-1]


def test_a_text_left_unanswered_is_said_so(phone: Phone) -> None:
    phone.find("#sender").fill("10690000")
    phone.send("您有一条通知")

    assert "没有回复" in phone.find("#conversation .note").inner_text()
