"""The dashboard's ranges of days."""

import re
from datetime import date

import pytest
from sqlalchemy import Engine

from reporting.metrics import FigureName
from staff.roles import Role
from tests.console.counted import BUSY, DAY, PAGE, TODAY, count, file
from tests.console.visitors import Clock, LoggedIn, Visitor


@pytest.fixture
def reader(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.READER)


def test_a_range_is_told_day_by_day_and_added_up(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    for number in range(3):
        count(store, clock, BUSY, TODAY - number * DAY)
    asked = {"from": "2026-03-01", "to": "2026-03-02"}

    page = reader.get(PAGE, asked)

    assert "短信 30 条" in page.text
    assert "2026-03-01 到 2026-03-02，共2天" in page.text
    assert [it[0] for it in file(reader, "texts", **asked)[1:]] == [
        "2026-03-01",
        "2026-03-02",
    ]


def test_of_a_long_range_the_months_are_told(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    for number in range(40):
        count(store, clock, BUSY, TODAY - number * DAY)
    last = ((FigureName.INQUIRIES, "open", 7),)
    count(store, Clock(clock() + DAY), last, date(2026, 2, 28))
    asked = {"from": "2020-01-01", "to": "2030-01-01"}

    texts = file(reader, "texts", **asked)
    waiting = file(reader, "inquiries", **asked)

    assert [it[:2] for it in texts[1:]] == [
        ["2026-01", str(10 * 15)],
        ["2026-02", str(27 * 15)],
        ["2026-03", str(2 * 15)],
    ]
    # What waits is not added up: a month ends with what waited on its last day.
    assert [it[3] for it in waiting[1:]] == ["3", "7", "3"]


def test_days_that_are_not_counted_yet_are_owned_up_to(
    store: Engine, clock: Clock, reader: Visitor
) -> None:
    count(store, clock, BUSY, TODAY - 3 * DAY)
    count(store, clock)

    page = reader.get(PAGE, {"from": "2026-02-01", "to": "2026-03-31"})

    assert "其中2天还没有统计。" in page.text


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("今天", "from=2026-03-02&amp;to=2026-03-02"),
        ("昨天", "from=2026-03-01&amp;to=2026-03-01"),
        ("近7天", "from=2026-02-24&amp;to=2026-03-02"),
        ("近30天", "from=2026-02-01&amp;to=2026-03-02"),
        ("本月", "from=2026-03-01&amp;to=2026-03-02"),
    ],
)
def test_the_usual_ranges_are_one_click_away(
    reader: Visitor, words: str, asked: str
) -> None:
    assert re.search(rf'{re.escape(asked)}">{words}</a>', reader.get(PAGE).html)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"from": "2026-02-27"}, "2026-02-27。"),
        ({"to": "2026-02-27"}, "2026-02-27。"),
        ({"from": " 2026-02-27 ", "to": ""}, "2026-02-27。"),
        ({"from": "", "to": ""}, "2026-03-02。"),
    ],
)
def test_with_one_day_given_it_is_that_day(
    store: Engine, clock: Clock, reader: Visitor, asked: dict[str, str], days: str
) -> None:
    count(store, clock, BUSY, date(2026, 2, 27))
    count(store, clock)

    assert f"{days}统计到" in reader.get(PAGE, asked).text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "昨天"}, "“昨天”不是一个日期。请写成 2026-03-02 这样。"),
        ({"to": "2026-02-30"}, "“2026-02-30”不是一个日期。"),
        ({"from": "9" * 4000}, "不是一个日期"),
        (
            {"from": "2026-03-02", "to": "2026-03-01"},
            "开始的日期 2026-03-02 在结束的日期 2026-03-01 之后。",
        ),
    ],
)
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/texts.csv"])
def test_what_is_no_range_is_said_to_be_none_and_stays_to_be_mended(
    reader: Visitor, path: str, asked: dict[str, str], sentence: str
) -> None:
    page = reader.get(path, asked)

    assert page.status == 400
    assert sentence in page.text
    assert f'value="{next(iter(asked.values()))}"' in page.html
    assert "今天" in page.text
