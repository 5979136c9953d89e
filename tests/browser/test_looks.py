"""How the page looks: nothing overflows, everything is reachable, pictures are kept."""

import pytest

from tests.browser.phone import DESK, LOOKS, POCKET, Phone, expect

SIZES = [DESK, (820, 1180), POCKET, (320, 568)]
LONG = "https://example.com/" + "a" * 600


@LOOKS
def test_a_conversation_and_a_call_are_pictured(phone: Phone, scheme: str) -> None:
    phone.picture(f"{scheme}-welcome")
    for text in ("系统提示未获取到建造师信息", "2", "不对", "菜单", "几点开饭", "帮助"):
        phone.send(text)
    phone.picture(f"{scheme}-texts")
    phone.show("call")
    phone.dial()
    for key in "1620*":
        phone.key(key).click()
    expect(phone.find("#heard .say[data-state='speaking']")).to_be_visible()
    phone.picture(f"{scheme}-call")
    phone.find("#receiver").click()
    phone.show("wire")
    phone.find(".hop summary").nth(1).click()
    phone.picture(f"{scheme}-wire")

    assert phone.overflowing() == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_stands_out_at_the_sides_however_long_it_is(phone: Phone) -> None:
    phone.find("#sender").fill("+" + "8" * 63)
    phone.send(LONG)
    texts = phone.overflowing()
    phone.show("call")
    phone.dial()
    phone.key("1").click()
    calls = phone.overflowing()
    phone.show("wire")
    for summary in phone.find(".hop summary").all():
        summary.click()

    assert texts + calls + phone.overflowing() == []


@pytest.mark.parametrize("size", [DESK, POCKET])
def test_the_page_itself_does_not_scroll(phone: Phone) -> None:
    phone.send("帮助")
    phone.send("菜单")

    assert phone.page.evaluate(
        "document.documentElement.scrollHeight <= innerHeight"
        " && document.documentElement.scrollWidth <= innerWidth"
    )


@pytest.mark.parametrize("size", [DESK])
def test_on_a_desk_both_phones_and_the_wire_are_in_sight(phone: Phone) -> None:
    for panel in ("#texts", "#call", "#wire"):
        expect(phone.find(panel)).to_be_in_viewport(ratio=1)
    expect(phone.find(".tabs")).to_be_hidden()


@pytest.mark.parametrize("size", [POCKET])
def test_in_a_pocket_tabs_bring_one_at_a_time(phone: Phone) -> None:
    phone.send("菜单")
    phone.show("call")

    expect(phone.find("#call")).to_be_in_viewport(ratio=1)
    expect(phone.find("#texts")).to_be_hidden()
    expect(phone.find("[data-tab='call']")).to_have_attribute("aria-pressed", "true")
    phone.show("wire")
    expect(phone.find("#hops .path")).to_have_text("/sms/inbound")


def test_the_page_says_what_it_is(phone: Phone) -> None:
    expect(phone.page).to_have_title("模拟电话 · 安管人员业务问答热线")
    expect(phone.find("html")).to_have_attribute("lang", "zh-CN")
    icon = phone.find("link[rel='icon']").get_attribute("href")
    assert phone.page.request.get(f"{phone.address}{icon}").ok


def test_focus_can_be_seen_wherever_the_tab_key_goes(phone: Phone) -> None:
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    seen = []
    for _ in range(12):
        phone.page.keyboard.press("Tab")
        seen.append(phone.page.evaluate(outline))

    assert set(seen) == {"solid"}


def test_the_wire_shows_what_was_sent_and_can_be_cleared(phone: Phone) -> None:
    phone.send("菜单 & <b>")
    phone.find(".hop summary").click()

    shown = phone.find(".hop").inner_text()
    assert "X-Twilio-Signature" in shown
    assert "菜单 & <b>" in shown
    assert "\n  <Message>" in shown
    phone.find("#clear").click()
    expect(phone.find(".hop")).to_have_count(0)
    expect(phone.find("#no-hops")).to_be_visible()


def test_another_sites_page_cannot_hang_up_for_us(phone: Phone) -> None:
    call = phone.call_elsewhere()
    phone.page.goto(phone.address.replace("127.0.0.1", "localhost") + "/healthz")

    phone.page.evaluate(
        "url => fetch(url, { method: 'POST', mode: 'no-cors' }).catch(() => null)",
        f"{call}/end",
    )

    assert phone.goes_on(call)
    phone.troubles.clear()  # the browser reports what it was refused
