"""Calling the helpline in a browser, by mouse, by keyboard and by doing nothing."""

import pytest

from tests.browser.phone import Phone, expect

NOT_SYNCED = "一级建造师数据未同步。"


def test_three_keys_lead_to_a_suggestion(phone: Phone) -> None:
    phone.dial()
    for key in "162":
        phone.key(key).click()

    expect(phone.find("#heard .say").last).to_contain_text("建议：请电话咨询")
    expect(phone.find("#heard")).to_contain_text(NOT_SYNCED)
    assert phone.find("#heard .act").all_inner_texts() == [
        *("您按了 1", "您按了 6", "您按了 2")
    ]


def test_the_keyboard_presses_keys_while_nothing_is_being_written(phone: Phone) -> None:
    phone.dial()
    phone.page.keyboard.press("0")
    phone.find("#body").focus()
    phone.page.keyboard.press("1")
    phone.find("#receiver").focus()
    phone.page.keyboard.press("*")

    expect(phone.find("#heard .act")).to_have_text(["您按了 0", "您按了 *"])
    expect(phone.find("#heard")).to_contain_text("客服电话是9 6 5 0 0")
    assert phone.find("#body").input_value() == "1"


def test_keys_in_quick_succession_are_answered_one_by_one(phone: Phone) -> None:
    phone.dial()
    phone.page.keyboard.type("162")

    expect(phone.find("#heard .say").last).to_contain_text("建议：请电话咨询")
    assert phone.find("#heard [data-state='speaking']").count() == 1
    said = phone.find("#heard p").all_inner_texts()
    pressed = [said.index(f"您按了 {key}") for key in "162"]
    assert pressed[0] < said.index("业务申报阶段问题") < pressed[1]
    assert said.index(NOT_SYNCED) > pressed[2]


def test_a_key_cuts_short_what_is_being_said_and_leaves_it_to_be_read(
    phone: Phone,
) -> None:
    phone.dial()
    phone.key("1").click()

    expect(phone.find("#heard .act")).to_be_visible()
    before_the_key = phone.find("#heard .say[data-state='unheard']")
    assert before_the_key.count() >= 4
    assert "客服电话请按0" in before_the_key.last.inner_text()


def test_what_is_said_appears_as_it_is_said(phone: Phone) -> None:
    phone.dial()

    expect(phone.find("#heard .say")).to_have_count(1)
    expect(phone.find("#heard .say")).to_have_attribute("data-state", "speaking")
    expect(phone.find("#heard .say")).to_have_count(2)
    expect(phone.find("#heard .say").first).to_have_attribute("data-state", "heard")


def test_silence_is_counted_down_and_told_to_the_helpline(phone: Phone) -> None:
    phone.page.clock.install()
    phone.dial()
    expect(phone.find("#heard .say")).to_have_count(1)
    phone.page.clock.run_for(8_000)

    expect(phone.find("#waiting")).to_be_visible(timeout=15_000)
    expect(phone.find("#countdown")).to_contain_text("请按键，还有")
    expect(phone.find("#heard .act").first).to_have_text("没有按键")
    expect(phone.find("#heard")).to_contain_text("没有听到您按键。")


def test_hanging_up_ends_the_call_and_another_may_be_placed(phone: Phone) -> None:
    phone.dial()
    phone.find("#receiver").click()

    expect(phone.find("#status")).to_contain_text("已结束")
    expect(phone.find("#heard .ended")).to_have_text("已挂断")
    expect(phone.key("1")).to_be_disabled()
    expect(phone.find("#hops .path").first).to_have_text("/ivr/status")
    phone.dial()
    expect(phone.find("#status")).to_contain_text("通话中")
    expect(phone.find("#heard .ended")).to_have_count(0)


def test_leaving_the_page_hangs_up(phone: Phone) -> None:
    with phone.page.expect_response("**/phone/calls") as begun:
        phone.dial()
    call = f"{phone.address}/phone/calls/{begun.value.json()['call']}"

    phone.page.goto("about:blank")

    tries = 480  # a beacon reports to nobody that it has arrived
    while phone.goes_on(call) and tries:
        phone.page.wait_for_timeout(250)
        tries -= 1
    assert tries


def test_a_key_that_did_not_get_through_can_be_pressed_again(phone: Phone) -> None:
    phone.dial()
    with phone.cut_off("**/phone/calls/**"):
        phone.key("1").click()
        expect(phone.find("#heard .trouble")).to_contain_text("连不上程序")

    phone.find("#heard .trouble button").click()

    expect(phone.find("#heard")).to_contain_text("业务申报阶段问题")
    expect(phone.find("#heard .trouble")).to_have_count(0)
    expect(phone.find("#heard .act")).to_have_count(1)


def test_a_call_that_was_not_connected_can_be_placed_again(phone: Phone) -> None:
    with phone.cut_off("**/phone/calls"):
        phone.find("#receiver").click()
        expect(phone.find("#heard .trouble")).to_contain_text("连不上程序")

    expect(phone.find("#receiver")).to_have_text("拨打")
    phone.find("#heard .trouble button").click()

    expect(phone.find("#heard .say").first).to_contain_text("您好")


@pytest.mark.parametrize("tempting", ["Control+1", "a"])
def test_other_keys_of_the_keyboard_are_left_alone(phone: Phone, tempting: str) -> None:
    phone.dial()
    phone.page.keyboard.press(tempting)

    expect(phone.find("#heard .act")).to_have_count(0)
