"""An announcement is made in the console and heard in texts and calls within seconds."""

import html
from datetime import timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import Engine, select

from faq_store.announcements import LONGEST
from helpline.timezone import CHINA
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.server.callers import Caller, a_call, a_text

PATH = "/console/announcements"
CLOSED = "明天停电，热线暂停。"
SOON = timedelta(seconds=5)


def announce(visitor: Visitor, clock: Clock, text: str = CLOSED, hours: int = 2) -> int:
    begins = clock().astimezone(CHINA)
    fields = {
        "text": text,
        "begins": f"{begins:%Y-%m-%dT%H:%M}",
        "ends": f"{begins + timedelta(hours=hours):%Y-%m-%dT%H:%M}",
    }
    return visitor.post(PATH, fields).status


def heard(app: Flask) -> tuple[str, str]:
    """Text and call; return what is answered."""
    caller = Caller(app)
    sid = uuid4().hex
    text = caller.signed("/sms/inbound", a_text("几点开饭", f"SM{sid}"))
    call = caller.signed("/ivr/answer", a_call(f"CA{sid}"))
    return html.unescape(text.text), html.unescape(call.text)


def test_it_comes_before_every_reply_and_greeting_until_its_time_is_over(
    app: Flask, logged_in: LoggedIn, clock: Clock
) -> None:
    before = heard(app)
    status = announce(logged_in(Role.EDITOR), clock)
    clock.wait(SOON)

    during = heard(app)
    clock.wait(timedelta(hours=2))

    assert status == 302
    assert all(CLOSED not in it for it in (*before, *heard(app)))
    assert f"<Body>{CLOSED}" in during[0] or f"<Message>{CLOSED}" in during[0]
    assert all(CLOSED in it for it in during)


def test_it_is_taken_back_at_once_and_both_are_written_down(
    app: Flask, store: Engine, logged_in: LoggedIn, clock: Clock
) -> None:
    editor = logged_in(Role.EDITOR)
    announce(editor, clock)

    editor.post(f"{PATH}/1/withdraw")
    clock.wait(SOON)

    with reading(store) as session:
        done = session.execute(
            select(AuditRow.who, AuditRow.action).order_by(AuditRow.id)
        ).all()
    assert CLOSED not in heard(app)[0]
    assert [tuple(it) for it in done][-2:] == [
        ("editor", "announce"),
        ("editor", "withdraw"),
    ]
    assert "已撤回" in editor.get(PATH).text


def test_what_cannot_be_announced_is_said_and_not_lost(
    logged_in: LoggedIn, clock: Clock
) -> None:
    editor = logged_in(Role.EDITOR)
    begins = f"{clock().astimezone(CHINA):%Y-%m-%dT%H:%M}"

    page = editor.post(PATH, {"text": CLOSED, "begins": begins, "ends": begins})

    assert page.status == 400
    assert CLOSED in page.html
    assert "结束时间要在开始之后" in page.text


def test_what_is_over_already_is_refused_and_not_lost(logged_in: LoggedIn) -> None:
    editor = logged_in(Role.EDITOR)
    over = {"text": CLOSED, "begins": "2025-01-01T08:00", "ends": "2025-01-02T08:00"}

    page = editor.post(PATH, over)

    assert page.status == 400
    assert "这个时间已经过去" in page.text
    assert all(it in page.html for it in over.values())
    assert "还没有公告" in page.text


def test_a_text_that_is_too_long_comes_back_whole_with_the_limit(
    logged_in: LoggedIn, clock: Clock
) -> None:
    editor = logged_in(Role.EDITOR)
    long = "停" * (LONGEST + 1)
    times = {
        "begins": f"{clock().astimezone(CHINA):%Y-%m-%dT%H:%M}",
        "ends": f"{clock().astimezone(CHINA) + SOON * 3600:%Y-%m-%dT%H:%M}",
    }

    before, page = editor.get(PATH), editor.post(PATH, {"text": long, **times})

    assert "maxlength" not in before.html
    assert f"最多{LONGEST}个字。每条答复前面都会加上它" in before.text
    assert page.status == 400
    assert f"太长了，最多{LONGEST}个字。" in page.text
    assert long in page.html


def test_only_the_newest_that_stands_is_said_to_be_on_the_air(
    logged_in: LoggedIn, clock: Clock
) -> None:
    editor = logged_in(Role.EDITOR)
    announce(editor, clock, "明天停电。")
    announce(editor, clock, "明天停水。")

    both = editor.get(PATH).text
    editor.post(f"{PATH}/2/withdraw")
    after = editor.get(PATH).text

    assert [both.count(it) for it in ("正在播报", "被更新的公告盖住")] == [1, 1]
    assert both.index("正在播报") < both.index("明天停电。")
    assert [after.count(it) for it in ("正在播报", "被更新的公告盖住")] == [1, 0]


def test_the_audit_tells_of_an_announcement_in_words(
    logged_in: LoggedIn, clock: Clock
) -> None:
    editor = logged_in(Role.EDITOR)
    announce(editor, clock)
    editor.post(f"{PATH}/1/withdraw")

    page = editor.get("/console/audit").text

    assert f"内容： {CLOSED} 从： 2026-03-02 " in page
    assert "撤回公告 公告 1" in page


def test_an_unreadable_time_is_refused(logged_in: LoggedIn) -> None:
    page = logged_in(Role.EDITOR).post(PATH, {"text": CLOSED, "begins": "早上"})

    assert page.status == 400


def test_markup_in_it_is_shown_as_text(logged_in: LoggedIn, clock: Clock) -> None:
    editor = logged_in(Role.EDITOR)

    announce(editor, clock, "<script>alert(1)</script>")

    assert "<script>alert" not in editor.get(PATH).html


def test_a_reader_may_look_but_not_announce(logged_in: LoggedIn, clock: Clock) -> None:
    reader = logged_in(Role.READER)

    assert "还没有公告" in reader.get(PATH).text
    assert announce(reader, clock) == 403
    assert reader.post(f"{PATH}/1/withdraw").status == 403


def test_what_was_never_announced_cannot_be_taken_back(logged_in: LoggedIn) -> None:
    page = logged_in(Role.EDITOR).post(f"{PATH}/9/withdraw", follow=True)

    assert "没有这条公告" in page.text
