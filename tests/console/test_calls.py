"""Calls as staff read them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from console import calls
from ivr.tables import CallRow
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console.visitors import LoggedIn
from tests.seeded import MONDAY_MORNING
from tests.server.callers import APPLICANT, Caller, a_call

SID = "CA" + "1" * 32


@pytest.fixture
def caller(app: Flask) -> Caller:
    return Caller(app)


def place(caller: Caller, keys: str, **ending: str) -> str:
    """Call, press these keys at the places they lead to, and hang up."""
    caller.signed("/ivr/answer", a_call())
    for step, (at, key) in enumerate(zip(("0", "1", "1-2"), keys, strict=False)):
        path = f"/ivr/key?edition=1&at={at}&step={step}&silent=0&wrong=0"
        caller.signed(path, a_call(Digits=key))
    if ending:
        caller.signed("/ivr/status", a_call(**ending))
    return SID


def audited(store: Engine) -> list[tuple[str, str, str]]:
    with reading(store) as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [(it.who, it.action, it.subject) for it in rows]


def test_without_calls_the_list_says_so(logged_in: LoggedIn) -> None:
    assert "还没有人打来电话。" in logged_in(Role.READER).get("/console/calls").text


def test_the_path_of_a_call_is_told_in_words(
    caller: Caller, logged_in: LoggedIn
) -> None:
    sid = place(caller, "122", CallStatus="completed", CallDuration="42")

    page = logged_in(Role.READER).get(f"/console/calls/{sid}")

    assert "来自 138****8000 的电话" in page.text
    assert "在 主菜单" in page.text
    assert "按 1 用餐" in page.text
    assert "在 用餐 按 2 饭卡刷不出来怎么办？" in drop_times(page.text)
    assert "按 2 饭卡已经挂失。 听到解答 1.2#2" in page.text
    assert "正常结束" in page.text
    assert "42秒" in page.text
    assert "第1版" in page.text
    assert "13800138000" not in page.html


def drop_times(text: str) -> str:
    return " ".join(it for it in text.split() if it.count(":") < 2)


def test_a_call_without_keys_or_ending_says_so(
    caller: Caller, logged_in: LoggedIn
) -> None:
    sid = place(caller, "")

    page = logged_in(Role.READER).get(f"/console/calls/{sid}")

    assert "没有按过键。" in page.text
    assert "进行中" in page.text
    assert "不知道" in page.text


def test_a_call_is_told_by_another_edition_if_its_own_is_gone(
    store: Engine, logged_in: LoggedIn
) -> None:
    with writing(store) as session:
        for edition in (0, 7):
            row = CallRow(call_sid=f"CA{edition}", sender=APPLICANT, edition=edition)
            row.status, row.started_at = "completed", MONDAY_MORNING
            session.add(row)
    reader = logged_in(Role.READER)

    assert "第7版已不在，以下按第1版说明" in reader.get("/console/calls/CA7").text
    assert "没有听到菜单" in reader.get("/console/calls/CA0").text


def test_calls_are_found_by_number_ending_and_day(
    store: Engine, logged_in: LoggedIn
) -> None:
    made = (("CA1", APPLICANT, "completed"), ("CA2", "+8613900139000", "busy"))
    with writing(store) as session:
        for sid, sender, status in made:
            row = CallRow(call_sid=sid, sender=sender, edition=1, status=status)
            row.started_at = MONDAY_MORNING
            session.add(row)
    reader = logged_in(Role.READER)

    found = reader.post("/console/calls", {"number": "139 0013 9000"})
    own = reader.get(found.location).text
    failed = reader.get("/console/calls", {"ended": "failed"}).text
    later = reader.get("/console/calls", {"since": "2026-03-03", "endpoint": "x"}).text
    nobody = reader.post("/console/calls", {"number": "1"}, follow=True).text

    assert found.location == "/console/calls?of=CA2"
    assert ("139****9000" in own, "138****8000" in own) == (True, False)
    assert ("139****9000" in failed, "138****8000" in failed) == (True, False)
    assert "没有符合条件的来电。" in later
    assert "没有这个号码的来电" in nobody


def test_older_calls_are_on_the_next_page(store: Engine, logged_in: LoggedIn) -> None:
    with writing(store) as session:
        for at in range(calls.PAGE_SIZE + 1):
            row = CallRow(call_sid=f"CA{at:02}", sender=APPLICANT, edition=1)
            row.status, row.started_at = "lost", MONDAY_MORNING + timedelta(minutes=at)
            session.add(row)
    reader = logged_in(Role.READER)

    first = reader.get("/console/calls").html
    link = first.partition("?before=")[2].partition('"')[0]
    second = reader.get(f"/console/calls?before={link}").html

    assert "/console/calls/CA01" in first
    assert "/console/calls/CA00" not in first
    assert "/console/calls/CA00" in second
    assert "/console/calls/CA01" not in second


def test_the_whole_number_is_shown_to_who_may_and_is_audited(
    store: Engine, caller: Caller, logged_in: LoggedIn
) -> None:
    sid = place(caller, "1")

    refused = logged_in(Role.EDITOR).post(f"/console/calls/{sid}")
    shown = logged_in(Role.REVIEWER).post(f"/console/calls/{sid}")

    assert refused.status == 403
    assert "来自 13800138000 的电话" in shown.text
    assert audited(store)[-1] == ("reviewer", "see-number", f"call:{sid}")


def test_a_call_that_is_gone_is_said_to_be_so(
    store: Engine, logged_in: LoggedIn
) -> None:
    reviewer = logged_in(Role.REVIEWER)

    assert reviewer.get("/console/calls/CA9").status == 404
    assert reviewer.post("/console/calls/CA9").status == 404
    assert "see-number" not in {action for _, action, _ in audited(store)}
