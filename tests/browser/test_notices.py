"""Notices in a browser: they arrive, and their delivery can be followed."""

from collections.abc import Iterator

import pytest

from simulator.provider import AUTH_TOKEN
from tests.browser.phone import LOOKS, POCKET, Phone, expect

NOTICE = "【安管考核】您的申请（尾号4821）已退件。原因：身份证照片不清晰。"
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def receiver(phone: Phone) -> Iterator[Phone]:
    """Be a number of one's own, and leave the company as it was."""
    phone.be(phone.number)
    yield phone
    phone.page.request.post(f"{phone.address}/phone/receipts", data={"way": "normal"})


def test_a_notice_arrives_and_is_followed_until_it_is_delivered(
    receiver: Phone,
) -> None:
    receiver.notify(NOTICE)

    bubble = receiver.find("#conversation .notice")
    expect(bubble.locator("p")).to_have_text("通知" + NOTICE)
    expect(bubble.locator("footer")).to_have_text("34单元 · 1段 · 已送达")


def test_a_notice_that_is_not_delivered_says_why(receiver: Phone) -> None:
    with receiver.page.expect_response("**/phone/receipts"):
        receiver.find("#receipts").select_option("undelivered")

    receiver.notify(NOTICE)

    expect(receiver.find(".notice .state")).to_have_text("未送达（30003）")


def test_a_number_in_another_form_gets_the_same_notices(receiver: Phone) -> None:
    receiver.notify(NOTICE)

    receiver.be(receiver.number.removeprefix("+86"))

    expect(receiver.find(".notice")).to_have_count(1)
    expect(receiver.find(".notice .state")).to_have_text("已送达")


def test_another_person_sees_only_their_own(receiver: Phone) -> None:
    other = receiver.number.replace("+86137", "+86158")
    receiver.notify("给别人", to=other)
    receiver.notify(NOTICE)
    expect(receiver.find(".notice")).to_have_count(1)

    receiver.be(other)

    expect(receiver.find(".notice")).to_have_count(2)
    expect(receiver.find(".divider")).to_have_text(f"以下是 {other}")
    expect(receiver.find(".notice").last).to_contain_text("给别人")


def test_a_notice_is_shown_once_however_often_the_number_changes(
    receiver: Phone,
) -> None:
    receiver.notify(NOTICE)
    expect(receiver.find(".notice")).to_have_count(1)

    receiver.be("+8615900000000")
    receiver.be(receiver.number)
    with receiver.page.expect_response("**/phone/messages*"):
        pass

    expect(receiver.find(".notice")).to_have_count(1)


def test_the_wire_shows_what_was_asked_without_the_password(receiver: Phone) -> None:
    receiver.notify(NOTICE)
    hops = receiver.find(".hop")
    expect(hops).to_have_count(3)
    for summary in receiver.find(".hop summary").all():
        summary.click()

    shown = receiver.find("#hops").inner_text()
    paths = receiver.find(".hop .path").all_inner_texts()
    assert paths == [
        *("/notices/receipts回执：已送达", "/notices/receipts回执：已发送"),
        "…/Messages.json热线发通知",
    ]
    assert receiver.find(".hop .code").all_inner_texts() == ["204", "204", "201"]
    assert "Authorization" in shown
    assert '"status": "queued"' in shown
    assert AUTH_TOKEN not in shown


@pytest.mark.parametrize("size", [POCKET])
def test_a_tab_out_of_sight_says_that_a_notice_is_there(receiver: Phone) -> None:
    receiver.show("call")
    receiver.notify(NOTICE)
    expect(receiver.find("#news")).to_be_visible()

    receiver.show("texts")

    expect(receiver.find("#news")).to_be_hidden()
    expect(receiver.find(".notice")).to_be_in_viewport(ratio=1)


def test_stop_and_start_are_said_to_be_the_companys(receiver: Phone) -> None:
    receiver.send("STOP")
    refused = receiver.notify(NOTICE)
    receiver.send("START")
    taken = receiver.notify(NOTICE)

    assert (refused, taken) == (400, 201)
    notes = receiver.find("#conversation .note").all_inner_texts()
    assert "不再给这个号码发通知" in notes[0]
    assert "又可以给这个号码发通知" in notes[1]


def test_nobody_asks_while_nobody_looks(receiver: Phone) -> None:
    page = receiver.page
    page.clock.install()
    with page.expect_response("**/phone/messages*"):
        page.reload()
    page.evaluate(HIDE, arg=True)
    page.clock.run_for(3_000)  # what was asked for before is answered by now
    asked: list[str] = []
    page.on("request", lambda it: asked.append(it.url))

    page.clock.run_for(60_000)
    meanwhile = list(asked)

    assert meanwhile == []
    with page.expect_response("**/phone/messages*"):
        page.evaluate(HIDE, arg=False)


@LOOKS
def test_notices_are_pictured(receiver: Phone, scheme: str) -> None:
    receiver.send("菜单")
    receiver.notify(NOTICE)
    expect(receiver.find(".notice .state")).to_have_text("已送达")
    receiver.notify("https://example.com/" + "a" * 300)
    expect(receiver.find(".notice")).to_have_count(2)
    receiver.picture(f"{scheme}-notices")
    texts = receiver.overflowing()
    receiver.show("wire")
    receiver.find(".hop summary").last.click()
    receiver.find(".hop summary").first.click()
    receiver.picture(f"{scheme}-notices-wire")

    assert texts + receiver.overflowing() == []
