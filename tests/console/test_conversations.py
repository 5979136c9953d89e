"""What was texted, as staff read it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from console import conversations
from helpline.faq import Edition, Question, Section
from sms.tables import TurnRow
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console.visitors import LoggedIn
from tests.faq_store import examples
from tests.notices.fakes import Post
from tests.seeded import MONDAY_MORNING
from tests.server.callers import APPLICANT, Caller, a_text

OTHER = "+8613900139000"


@pytest.fixture
def caller(app: Flask) -> Caller:
    return Caller(app)


def text(caller: Caller, body: str, number: int, sender: str = APPLICANT) -> str:
    sid = f"SM{number:032x}"
    caller.signed("/sms/inbound", a_text(body, sid, From=sender))
    return sid


def audited(store: Engine) -> list[tuple[str, str, str]]:
    with reading(store) as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [(it.who, it.action, it.subject) for it in rows]


def test_without_texts_the_list_says_so(logged_in: LoggedIn) -> None:
    assert (
        "还没有人发来短信。"
        in logged_in(Role.READER).get("/console/conversations").text
    )


def test_the_newest_texts_are_listed_with_masked_numbers(
    caller: Caller, logged_in: LoggedIn
) -> None:
    text(caller, "几点开饭", 1)
    text(caller, "我的号码是13800138000，<b>急</b>", 2)

    page = logged_in(Role.ADMIN).get("/console/conversations")

    assert "几点开饭" in page.text
    assert "我的号码是138****8000，<b>急</b>" in page.text
    assert "<b>" not in page.html
    assert "13800138000" not in page.html


def test_texts_are_found_by_decision_and_by_day(
    caller: Caller, logged_in: LoggedIn
) -> None:
    text(caller, "几点开饭", 1)
    text(caller, "xyz", 2)
    reader = logged_in(Role.READER)

    certain = reader.get("/console/conversations", {"decision": "certain"}).text
    nothing = reader.get("/console/conversations", {"decision": "nothing"}).text
    tomorrow = reader.get("/console/conversations", {"since": "2026-03-03"}).text
    today = reader.get(
        "/console/conversations", {"since": "2026-03-02", "until": "2026-03-02"}
    ).text

    assert ("几点开饭" in certain, "xyz" in certain) == (True, False)
    assert ("答：几点开饭" in nothing, "xyz" in nothing) == (False, True)
    assert "没有符合条件的来信。" in tomorrow
    assert "xyz" in today


def test_odd_questions_are_answered_all_the_same(logged_in: LoggedIn) -> None:
    odd = {
        "decision": "x",
        "since": "9999-99-99",
        "until": "9999-12-31",
        "before": "1~",
        "of": "SM0",
        "endpoint": "x",
        "_anchor": "x",
    }

    assert logged_in(Role.READER).get("/console/conversations", odd).status == 200


@pytest.mark.parametrize(
    "written", ["13800138000", "+86 138-0013-8000", "１３８００１３８０００"]
)
def test_a_number_is_found_in_any_form_and_stands_in_no_address(
    caller: Caller, logged_in: LoggedIn, written: str
) -> None:
    sid = text(caller, "几点开饭", 1)
    text(caller, "别人的话", 2, OTHER)
    reader = logged_in(Role.READER)

    found = reader.post("/console/conversations", {"number": written})
    page = reader.get(found.location)

    assert found.location == f"/console/conversations?of={sid}"
    assert "只看 138****8000 的" in page.text
    assert "几点开饭" in page.text
    assert "别人的话" not in page.text


@pytest.mark.parametrize("written", ["", "13700137000", "张三"])
def test_a_number_that_never_texted_is_said_to_be_none(
    logged_in: LoggedIn, written: str
) -> None:
    fields = {"number": written}

    page = logged_in(Role.READER).post("/console/conversations", fields, follow=True)

    assert "没有这个号码的来信" in page.text


def test_older_texts_are_on_the_next_page(store: Engine, logged_in: LoggedIn) -> None:
    with writing(store) as session:
        for at in range(conversations.PAGE_SIZE + 3):
            row = TurnRow(message_sid=f"SM{at:02}", sender=APPLICANT, to="", reply="答")
            row.body = f"第{at}条。"
            row.at = MONDAY_MORNING + timedelta(minutes=at // 2)
            session.add(row)
    reader = logged_in(Role.READER)

    first = reader.get("/console/conversations")
    link = first.html.partition("?before=")[2].partition('"')[0]
    second = reader.get(f"/console/conversations?before={link}")

    assert "第52条。" in first.text
    assert "第2条。" not in first.text
    assert all(f"第{it}条。" in second.text for it in (0, 1, 2))
    assert "第3条。" not in second.text
    assert "回到最新的" in second.text


def test_a_conversation_shows_what_was_said_and_the_notices_between(
    store: Engine, caller: Caller, logged_in: LoggedIn
) -> None:
    post = Post(store, MONDAY_MORNING)
    notice = post.order(to=APPLICANT, reason="照片不清楚")
    post.order(to=OTHER, reason="别人的原因")
    post.send_all()
    sid = text(caller, "几点开饭", 1)

    page = logged_in(Role.READER).get(f"/console/conversations/{sid}")

    assert "与 138****8000 的对话" in page.text
    assert "十二点。" in page.text
    assert "原因：照片不清楚" in page.text
    assert f"/console/notices/{notice}" in page.html
    assert "别人的原因" not in page.text
    assert "显示完整号码" not in page.text


def test_a_long_conversation_is_shown_around_the_text_that_was_chosen(
    store: Engine, logged_in: LoggedIn
) -> None:
    each = conversations.TURNS_EACH_WAY
    with writing(store) as session:
        for at in range(3 * each):
            row = TurnRow(message_sid=f"SM{at:03}", sender=APPLICANT, to="", reply="")
            row.body, row.unrouted = f"第{at}条。", at == each
            row.at = MONDAY_MORNING + timedelta(minutes=at)
            session.add(row)

    page = logged_in(Role.READER).get(f"/console/conversations/SM{each + 5:03}")

    assert "第5条。" in page.text
    assert "第4条。" not in page.text
    assert f"第{2 * each + 5}条。" in page.text
    assert "没有答复：不是发给我们的号码" in " ".join(page.text.split("\n"))
    assert "/console/conversations/SM005" in page.html
    assert f"/console/conversations/SM{2 * each + 5:03}" in page.html


def test_the_whole_number_is_shown_to_who_may_and_is_audited(
    store: Engine, caller: Caller, logged_in: LoggedIn
) -> None:
    sid = text(caller, "我的号码是13800138000", 1)
    reviewer = logged_in(Role.REVIEWER)

    offered = reviewer.get(f"/console/conversations/{sid}")
    shown = reviewer.post(f"/console/conversations/{sid}")

    assert "13800138000" not in offered.html
    assert "显示完整号码" in offered.text
    assert "与 13800138000 的对话" in shown.text
    assert "我的号码是13800138000" in shown.text
    assert audited(store)[-1] == ("reviewer", "see-number", f"conversation:{sid}")


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_others_are_not_shown_the_whole_number(
    store: Engine, caller: Caller, logged_in: LoggedIn, role: Role
) -> None:
    sid = text(caller, "几点开饭", 1)

    refused = logged_in(role).post(f"/console/conversations/{sid}")

    assert refused.status == 403
    assert "13800138000" not in refused.html
    assert "see-number" not in {action for _, action, _ in audited(store)}


def test_a_conversation_that_is_gone_is_said_to_be_so(
    store: Engine, logged_in: LoggedIn
) -> None:
    reviewer = logged_in(Role.REVIEWER)

    seen = reviewer.get("/console/conversations/SM9")
    asked = reviewer.post("/console/conversations/SM9")

    assert (seen.status, asked.status) == (404, 404)
    assert "已经删除" in seen.text
    assert "see-number" not in {action for _, action, _ in audited(store)}


def test_other_kinds_of_senders_are_named(caller: Caller, logged_in: LoggedIn) -> None:
    for at, sender in enumerate(
        ("whatsapp:+8613800138000", "10690", "Anonymous", "BANK")
    ):
        text(caller, "几点开饭", at, sender)

    page = logged_in(Role.READER).get("/console/conversations")

    for name in ("WhatsApp 138****8000", "短号 10690", "隐藏号码", "名称 BANK"):
        assert name in page.text


def test_what_was_answered_and_is_gone_is_named_by_its_key(
    store: Engine, logged_in: LoggedIn
) -> None:
    with writing(store) as session:
        for case in ("9.9", "1.2#1", "odd#"):
            row = TurnRow(message_sid=f"SM{case}", sender=APPLICANT, to="", body="问")
            row.reply, row.case, row.at = "答", case, MONDAY_MORNING
            session.add(row)

    page = logged_in(Role.READER).get("/console/conversations")

    assert "9.9（已不在）" in page.text
    assert "饭卡刷不出来怎么办？ 饭卡没有余额。" in page.text
    assert "odd#" in page.text


def test_a_number_that_the_faq_publishes_is_not_hidden_in_a_reply(
    store: Engine, logged_in: LoggedIn
) -> None:
    contacts = Question("1.1", "电话？", "值班：0371-63284897")
    edition = Edition(0, "问答", (Section("1", "联系", (contacts,)),))
    examples.publish(store, edition, MONDAY_MORNING)
    with writing(store) as session:
        for at, case in enumerate(("1.1", None)):
            row = TurnRow(message_sid=f"SM{at}", sender=APPLICANT, to="", body="电话")
            row.reply = "值班：0371-63284897\n您的号码13800138000"
            row.case, row.at = case, MONDAY_MORNING
            session.add(row)

    page = logged_in(Role.READER).get("/console/conversations/SM0")

    assert page.text.count("0371-63284897") == 1
    assert "13800138000" not in page.html
