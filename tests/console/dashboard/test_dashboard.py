"""The dashboard: tables, files, and what it says where there is nothing."""

import re

import pytest
from sqlalchemy import Engine, event

from server.app import app_state
from staff.roles import Role
from tests.console.counted import PAGE, count, file
from tests.console.visitors import Clock, LoggedIn, Visitor

TABLES = (
    *("texts", "decisions", "questions", "inquiries"),
    *("calls", "left", "lengths"),
    *("notices", "statuses", "times", "failures", "events"),
    "segments",
)


@pytest.fixture
def reader(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.READER)


def test_before_anything_was_counted_it_says_so(reader: Visitor) -> None:
    page = reader.get(PAGE)

    assert page.status == 200
    assert "这段时间还没有统计过的数字。" in page.text
    assert "这段时间没有收到短信。" in page.text
    assert "通知送达 没有 交给服务商的通知" in page.text
    assert "<table" not in page.html
    assert "data-chart" not in page.html


def test_a_day_on_which_nothing_happened_says_so_without_a_chart(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    count(store, clock, ())

    page = reader.get(PAGE)

    assert "统计到 2026-03-02 09:30:00" in page.text
    sentences = re.findall(r"这段时间没有[^。]*。", page.text)
    assert len(sentences) == len(TABLES)
    assert "data-chart" not in page.html


def test_today_is_shown_first(store: Engine, clock: Clock, reader: Visitor) -> None:
    count(store, clock)

    page = reader.get(PAGE)

    assert "短信 15 条" in page.text
    assert "电话 3 个" in page.text
    assert "直接答上 60.0% 占要判断意思的短信" in page.text
    assert "通知送达 80.0% 占交给服务商的通知" in page.text
    assert "费用 1,234 段" in page.text
    assert re.search(r'aria-current="page"[^>]*>今天<', page.html)


@pytest.mark.parametrize("name", TABLES)
def test_under_each_chart_are_its_numbers_as_a_table_and_as_a_file(
    store: Engine, clock: Clock, reader: Visitor, name: str
) -> None:
    count(store, clock)

    page = reader.get(PAGE)
    card = page.html.partition(f'<div class="col-12 col-lg-6" id="{name}">')[2]
    card = card.partition("下载表格")[0]
    head, *rows = file(reader, name)

    assert f'data-table="table-{name}"' in card
    assert "</caption>" in card
    assert re.findall(r"<th scope=\"col\"[^>]*>([^<]*)<", card) == head
    assert card.count('<th scope="row"') == len(rows) > 0
    assert f"{PAGE}/{name}.csv?from=2026-03-02" in card


def test_texts_are_told_by_what_became_of_them(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    count(store, clock)

    assert file(reader, "texts")[1] == ["2026-03-02", "15", "6", "3", "1", "4", "1"]
    assert file(reader, "decisions")[1:] == [
        ["确定", "6", "60.0%"],
        ["不确定", "3", "30.0%"],
        ["没有找到", "1", "10.0%"],
    ]


def test_questions_are_named_and_their_situations_added_up(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    count(store, clock)

    assert file(reader, "questions")[1:] == [
        ["1.2 饭卡刷不出来怎么办？", "7", "0", "7"],
        ["1.1 几点开饭？", "0", "1", "1"],
        ["9.9（已不在）", "1", "0", "1"],
    ]


def test_places_in_the_menu_are_named(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    count(store, clock)

    places = {it[0] for it in file(reader, "left")[1:]}

    assert places == {
        "解答：1.2#1 饭卡刷不出来怎么办？ 情形1：饭卡没有余额。",
        "菜单：1.2 饭卡刷不出来怎么办？",
        "菜单：用餐",
        "主菜单",
        "客服电话",
        "#",
    }


def test_notices_are_told_with_rate_time_and_failures(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    count(store, clock)

    notices = file(reader, "notices")[1]
    times = file(reader, "times")[1:]
    failures = {it[0]: it[1] for it in file(reader, "failures")[1:]}

    assert notices == ["2026-03-02", "15", "8", "1", "1", "5", "80.0%"]
    assert [it[0] for it in times] == ["50%", "75%", "90%", "95%", "99%"]
    assert all(abs(float(it[1]) - 4) < 0.25 for it in times)
    assert failures == {
        "手机关机或不在服务区（30003）": "1",
        "没有说明": "1",
        "别的代码": "1",
    }


def test_calls_waiting_and_segments_are_told(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    count(store, clock)

    assert file(reader, "calls")[1] == ["2026-03-02", "3", "2", "0", "0", "1", "2"]
    assert file(reader, "inquiries")[1] == ["2026-03-02", "4", "1", "3"]
    assert file(reader, "segments")[1] == ["2026-03-02", "1200", "34", "1234"]


def test_a_table_that_is_not_there_is_said_not_to_be(reader: Visitor) -> None:
    assert reader.get(f"{PAGE}/none.csv").status == 404


def test_a_file_without_numbers_has_its_heading(reader: Visitor) -> None:
    assert file(reader, "texts") == [
        ["日期", "短信", "确定", "不确定", "没有找到", "选数字等", "没有答复"]
    ]


def test_a_file_is_named_by_table_and_range(reader: Visitor) -> None:
    page = reader.get(f"{PAGE}/texts.csv", {"from": "2026-03-01", "to": "2026-03-02"})

    named = page.answer.headers["Content-Disposition"]
    assert named == "attachment; filename=texts-2026-03-01-2026-03-02.csv"
    assert page.answer.mimetype == "text/csv"


def test_it_reads_nothing_but_figures(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    count(store, clock)
    asked = []
    app = reader.client.application
    engine = app_state(app).engine
    event.listen(
        engine, "before_cursor_execute", lambda *them: asked.append(str(them[2]))
    )

    reader.get(PAGE, {"from": "2025-01-01", "to": "2026-03-02"})

    big = re.compile(r"FROM (turns|calls|call_steps|notices|notice_events|inquiries)")
    assert any("daily_figures" in it for it in asked)
    assert [it for it in asked if big.search(it)] == []


def test_the_library_that_draws_is_served_from_here(reader: Visitor) -> None:
    page = reader.get("/console/charts.js")

    assert (page.status, page.answer.mimetype) == (200, "text/javascript")
    assert "Chart.js v4" in page.html
    tag = page.answer.headers["ETag"]
    known = {"If-None-Match": tag}
    with reader.client.get("/console/charts.js", headers=known) as again:
        assert again.status_code == 304
