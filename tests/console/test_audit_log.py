"""The audit, read: found, paged, in words, and as a file."""

import ast
import csv
import io
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from console.audit_log import PAGE_SIZE
from console.display import audit_labels, template_filters
from helpline.timezone import CHINA
from staff import audit
from staff.audit import AuditEntry
from staff.roles import Role
from storage.session import writing
from tests.architecture.tree import ROOT
from tests.console.visitors import Clock, LoggedIn, Visitor

AUDIT = "/console/audit"


@pytest.fixture
def reader(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.READER)


def note(store: Engine, clock: Clock, *changes: AuditEntry, who: str = "王芳") -> None:
    with writing(store) as session:
        for change in changes:
            audit.write_entry(session, who, change, clock())


def test_nothing_found_is_said(reader: Visitor) -> None:
    assert "没有符合条件的记录。" in reader.get(AUDIT).text


def test_a_change_is_told_in_words(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    before, after = (
        {"role": "编辑", "disabled": False},
        {"role": "只读", "disabled": True},
    )
    note(store, clock, AuditEntry("change-staff", "staff:李明", before, after, "调岗"))

    page = reader.get(AUDIT).text

    assert "2026-03-02 " in page
    assert "王芳 更改人员 人员 李明" in page
    assert "角色： 编辑 已停用： 否" in page
    assert "角色： 只读 已停用： 是" in page
    assert page.endswith("调岗")


def test_what_somebody_wrote_comes_out_as_text(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    attack = "<script>alert(1)</script>"
    note(
        store,
        clock,
        AuditEntry(attack, attack, attack, {attack: attack}, attack),
        who=attack,
    )

    for query in ({}, {"words": attack}, {"who": attack, "action": attack}):
        page = reader.get(AUDIT, query)
        assert attack not in page.html
        assert attack in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"who": "李明"}, ["b"]),
        ({"who": " 李明 "}, ["b"]),
        ({"action": "join"}, ["c"]),
        ({"words": "100%"}, ["a"]),
        ({"words": "%"}, ["a"]),
        ({"since": "2026-03-03"}, ["c"]),
        ({"until": "2026-03-02"}, ["b", "a"]),
        ({"since": "2026-03-02", "until": "2026-03-02"}, ["b", "a"]),
        ({"who": "李明", "action": "join"}, []),
        ({}, ["c", "b", "a"]),
    ],
)
def test_changes_are_found_by_who_what_when_and_words(
    reader: Visitor,
    store: Engine,
    clock: Clock,
    query: dict[str, str],
    found: list[str],
) -> None:
    note(store, clock, AuditEntry("login", "a", reason="100%"))
    note(store, clock, AuditEntry("login", "b"), who="李明")
    clock.now += timedelta(minutes=20)
    with writing(store) as session:
        day = clock() + timedelta(days=1)
        audit.write_entry(session, "王芳", AuditEntry("join", "c"), day)

    answer = reader.get(f"{AUDIT}.csv", query)

    rows = list(csv.reader(io.StringIO(answer.html.removeprefix("\ufeff"))))
    assert [it[3] for it in rows[1:]] == found


@pytest.mark.parametrize("query", [{"since": "yesterday"}, {"until": "9999-12-31"}])
def test_what_is_no_day_is_said_and_stays_written(
    reader: Visitor, query: dict[str, str]
) -> None:
    page = reader.get(AUDIT, query)

    assert page.status == 200
    assert "不是一个日期" in page.text
    assert f'value="{next(iter(query.values()))}"' in page.html


def test_older_changes_are_on_the_next_page(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    note(
        store, clock, *(AuditEntry("login", f"n{it:03}") for it in range(PAGE_SIZE + 1))
    )

    first = reader.get(AUDIT, {"who": "王芳"})
    more = first.html.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = reader.get(more)

    assert ("n050" in first.text, "n000" in first.text) == (True, False)
    assert ("n050" in second.text, "n000" in second.text) == (False, True)
    assert "更早的" not in second.text


def test_the_file_is_for_a_spreadsheet(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    note(store, clock, AuditEntry("login", "=1+1", reason="@x,\n“y”"))

    answer = reader.get(f"{AUDIT}.csv").answer

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=audit.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["时间", "谁", "做了什么", "对象", "之前", "之后", "理由"]
    assert rows[1][1:] == ["王芳", "登录", "'=1+1", "", "", "'@x,\n“y”"]


def actions() -> set[str]:
    """Find every action that is written down anywhere, by the first word of a Change."""
    trees = (
        ast.parse(path.read_text("utf-8"))
        for folder in ("console", "server")
        for path in (ROOT / folder).rglob("*.py")
    )
    calls = (it for tree in trees for it in ast.walk(tree) if isinstance(it, ast.Call))
    named = (it for it in calls if getattr(it.func, "id", "") == "AuditEntry")
    first = (it.args[0] for it in named)
    return {str(it.value) for it in first if isinstance(it, ast.Constant)}


def test_every_action_has_its_words() -> None:
    assert actions() - set(audit_labels.ACTIONS) == set()


def test_a_long_side_is_cut_and_still_shown(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    note(store, clock, AuditEntry("edit", "x", before={"text": "长" * 30_000}))

    page = reader.get(AUDIT)

    assert "长…" in page.text


@pytest.mark.parametrize(
    ("side", "told"),
    [
        ("", ()),
        ('"编辑"', (("", "编辑"),)),
        ("[1, 2]", (("", "1、2"),)),
        ('{"a": null, "b": [true]}', (("a", "无"), ("b", "是"))),
        ('{"outcome": "new-question"}', (("结果", "要写新问题"),)),
        (
            '{"case": "out-of-scope", "ids": [3]}',
            (("所指", "不在范围内"), ("编号", "3")),
        ),
        ('{"outcome": "1.2#1"}', (("结果", "1.2#1"),)),
        ('{"text": "ignored"}', (("内容", "ignored"),)),
        ('{"cut…', (("", '{"cut…'),)),
    ],
)
def test_a_side_is_taken_apart(side: str, told: audit_labels.AuditFields) -> None:
    assert audit_labels.format_audit_change(side) == told


@pytest.mark.parametrize(
    ("name", "said"),
    [("operator:root", "（命令行）root"), ("helpline", "系统"), ("张三", "张三")],
)
def test_whoever_published_is_told_in_words(name: str, said: str) -> None:
    assert template_filters.publisher_label(name) == said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"since": "2026-03-02"}, {"begins", "ends", "next"}),
        ({"until": "2026-03-02"}, {"before", "begins", "ends"}),
    ],
)
def test_a_day_that_is_asked_for_is_one_of_china(
    reader: Visitor, store: Engine, query: dict[str, str], found: set[str]
) -> None:
    midnight = datetime(2026, 3, 2, tzinfo=CHINA)
    moments = {
        "before": midnight - timedelta(minutes=1),
        "begins": midnight,
        "ends": midnight + timedelta(hours=23, minutes=59),
        "next": midnight + timedelta(days=1),
    }
    with writing(store) as session:
        for word, at in moments.items():
            entry = AuditEntry("login", "staff:x", reason=word)
            audit.write_entry(session, "王芳", entry, at)

    lines = reader.get(f"{AUDIT}.csv", query).html

    assert {it for it in moments if f",{it}" in lines} == found
