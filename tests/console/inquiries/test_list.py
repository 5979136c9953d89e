"""The lists of inquiries, and the page of one group."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from helpline.conversation.turn import InquiryReason
from helpline.faq import Case
from staff.roles import Role
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.faq_store.asked import ask
from tests.server.callers import Caller, a_text

LIST = "/console/inquiries"


@pytest.fixture
def reader(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.READER)


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


def test_with_nothing_waiting_it_says_so(reader: Visitor) -> None:
    page = reader.get(LIST)

    assert page.status == 200
    assert "没有待处理的提问" in page.text


def test_what_is_alike_is_one_group_with_count_reason_and_options(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    ask(store, "卡不灵了", clock.now, options=[Case("1.2", 1), Case("9.9")])
    ask(
        store,
        "卡不灵了！",
        clock.now,
        reason=InquiryReason.REJECTED,
        options=[Case("1.2", 1)],
    )

    text = reader.get(LIST).text

    assert "2条，合为1组" in text
    assert "还有1种相近的说法" in text
    assert "不确定 1" in text
    assert "答复被说不对 1" in text
    assert "1.2#1 饭卡刷不出来怎么办？ 情形1：饭卡没有余额。" in text
    assert "9.9（已不在）" in text


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (timedelta(hours=6), "等了不到1个工作日"),
        (timedelta(days=2, hours=20), "等了不到1个工作日"),  # since Friday afternoon
        (timedelta(days=4), "已等1个多工作日"),
        (timedelta(days=6), "超时：已等4个工作日"),
    ],
)
def test_what_has_waited_over_two_working_days_is_late_but_weekends_do_not_count(
    reader: Visitor, store: Engine, clock: Clock, waited: timedelta, words: str
) -> None:
    ask(store, "卡不灵了", clock.now - waited)

    text = reader.get(LIST).text

    assert words in text
    assert ("1组超时" in text) == ("超时：" in words)


def test_the_most_frequent_may_stand_first(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    for text in ("甲乙丙", "甲乙丙", "丁戊己"):
        ask(store, text, clock.now)

    newest = reader.get(LIST).text
    most = reader.get(LIST, {"order": "most"}).text

    assert newest.index("丁戊己") < newest.index("甲乙丙")
    assert most.index("甲乙丙") < most.index("丁戊己")


def test_many_groups_come_in_pages(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    words = [chr(0x4E00 + at) * 3 for at in range(25)]
    for word in words:
        ask(store, word, clock.now)

    first = reader.get(LIST)
    link = first.html.split('mt-3" href="')[1].split('"')[0].replace("&amp;", "&")
    second = reader.get(link)

    assert [it for it in words if it in first.text] == words[5:]
    assert [it for it in words if it in second.text] == words[:5]
    assert "下一页" not in second.text


@pytest.mark.parametrize("place", ["x", "-1", "1" * 40])
def test_a_place_that_is_none_begins_at_the_beginning(
    reader: Visitor, store: Engine, clock: Clock, place: str
) -> None:
    ask(store, "卡不灵了", clock.now)

    page = reader.get(LIST, {"before": place, "order": place, "many": place})

    assert "卡不灵了" in page.text


def test_a_group_shows_who_asked_masked_and_what_was_said_escaped(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    inquiry = ask(store, "<b>卡</b>坏了", clock.now)

    page = reader.get(f"{LIST}/{inquiry}")

    assert page.status == 200
    assert "<b>卡</b>" not in page.html
    assert "138****8000" in page.text
    assert "13800138000" not in page.html


def test_whoever_may_only_read_is_offered_nothing_to_do(
    reader: Visitor, editor: Visitor, store: Engine, clock: Clock
) -> None:
    inquiry = ask(store, "卡不灵了", clock.now)

    assert "这是在问什么" not in reader.get(f"{LIST}/{inquiry}").text
    assert "现在答复" not in reader.get(f"{LIST}/{inquiry}").text
    assert "这是在问什么" in editor.get(f"{LIST}/{inquiry}").text
    assert "现在答复" in editor.get(f"{LIST}/{inquiry}").text


@pytest.mark.parametrize("do", ["preview", "settle", "reopen", "answer"])
def test_whoever_may_only_read_can_do_nothing(
    reader: Visitor, store: Engine, clock: Clock, do: str
) -> None:
    inquiry = ask(store, "卡不灵了", clock.now)

    assert reader.post(f"{LIST}/{inquiry}/{do}", {"ids": inquiry}).status == 403


@pytest.mark.parametrize("inquiry", [7, 2**70])
def test_an_inquiry_that_is_gone_leads_back_to_the_list(
    editor: Visitor, inquiry: int
) -> None:
    page = editor.get(f"{LIST}/{inquiry}")

    assert page.location == LIST
    assert "已不在待处理里" in editor.get(LIST).text
    for do in ("preview", "reopen", "answer"):
        assert editor.post(f"{LIST}/{inquiry}/{do}", {"ids": 7}).location == LIST


def test_a_text_that_was_not_understood_and_one_that_was_rejected_land_here(
    reader: Visitor, app: Flask
) -> None:
    provider = Caller(app)
    for at, text in enumerate(("股票涨了吗", "几点开饭", "不对")):
        provider.signed("/sms/inbound", a_text(text, f"SM{at:032x}"))

    text = reader.get(LIST).text

    assert "2条，合为2组" in text
    assert "股票涨了吗" in text
    assert "答复被说不对" in text
