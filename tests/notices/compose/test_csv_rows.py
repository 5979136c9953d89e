"""The rows of a file of notices, and their cells: a bad one takes no other with it."""

from datetime import datetime, timedelta, timezone

import pytest

from notices.compose.notice_request import InvalidField, NoticeRequest, Priority
from tests.notices.papers import (
    HEADING,
    LI,
    TWO,
    WANG,
    defect,
    order,
    orders,
    paper,
    read,
)

UNPAIRED = (InvalidField("row", "引号没有成对，或列数与表头不同。"),)

# --- Rows --------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["\r\n", ",,,\r\n", "  \r\n", " , ,\t,\r\n"])
def test_blank_lines_are_no_rows_but_count(blank: str) -> None:
    found = read(paper(WANG) + blank + paper(LI).partition("\r\n")[2])

    assert [(it.line, it.request) for it in found] == [(2, TWO[0]), (4, TWO[1])]


def test_a_short_row_has_empty_cells_at_its_end() -> None:
    (found,) = orders(paper(("13800138000", "通知")))

    assert (found.application, found.reason) == ("", "")


def test_a_long_row_is_bad_unless_what_is_too_much_is_blank() -> None:
    good, bad, last = read(paper((*WANG, "", " "), (*WANG, "", "多"), LI))

    assert (good.request, bad.request, last.request) == (TWO[0], UNPAIRED, TWO[1])


def test_a_stray_quote_swallows_no_other_row() -> None:
    lines = paper(WANG, LI, WANG, LI).splitlines()
    lines.insert(2, '13700137000,退件,HN3,"照片')
    lines.insert(4, '13600136000,"退件,HN4,照片')

    found = read("\n".join(lines))

    assert [it.line for it in found if it.request == UNPAIRED] == [3, 5]
    assert [it.request for it in found if it.request != UNPAIRED] == TWO * 2


def test_a_stray_quote_among_quoted_rows_swallows_none_either() -> None:
    stray = '13700137000,退件,HN3,"照片\n'
    quoted = "".join(
        ",".join(f'"{cell}"' for cell in item) + "\n" for item in (WANG, LI) * 20
    )

    bad, *good = read(",".join(HEADING) + "\n" + stray + quoted)

    assert bad.request == UNPAIRED
    assert [it.request for it in good] == TWO * 20


def test_a_quote_within_a_cell_is_a_letter() -> None:
    (found,) = orders(",".join(HEADING) + '\n13800138000,退件,HN1,照片"不清"\n')

    assert found.reason == '照片"不清"'


def test_line_breaks_within_quotes_are_one_row() -> None:
    rows = [(*WANG[:3], "一\r\n二\n\n三，“四”"), LI]

    first, last = read(paper(*rows))

    assert isinstance(first.request, NoticeRequest)
    assert first.request.reason == "一\r\n二\n\n三，“四”"
    assert (last.line, last.request) == (6, TWO[1])


def test_a_cell_of_very_many_lines_is_taken_for_a_stray_quote() -> None:
    rows = [(*WANG[:3], "字\n" * 30), LI]

    first, *_, last = read(paper(*rows))

    assert (first.request, last.request) == (UNPAIRED, TWO[1])


def test_a_cell_beyond_all_measure_spoils_its_own_row_only() -> None:
    bad, good = read(paper((*WANG[:3], "字" * 200_000), LI))

    assert (bad.request, good.request) == (UNPAIRED, TWO[1])


# --- Cells -------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        '="13800138000"',
        "'13800138000",
        "13800138000.0",
        " 13800138000 ",
        "\t13800138000",
        "\u300013800138000",
    ],
)
def test_a_number_is_read_as_spreadsheets_keep_it(written: str) -> None:
    assert order(手机号=written).to == "13800138000"


@pytest.mark.parametrize(
    "written", ["138 0013 8000", "１３８００１３８０００", "+86138"]
)
def test_what_else_is_wrong_with_a_number_is_not_the_file_s_to_say(
    written: str,
) -> None:
    assert order(手机号=written).to == written


@pytest.mark.parametrize("written", ["1.38E+10", "1.38001E+10", "1e+10", '="1.38E+10"'])
def test_a_number_that_a_spreadsheet_rounded_is_lost(written: str) -> None:
    told = "号码被表格软件改成了科学记数，请把这一列设为文本。"

    assert defect(手机号=written) == InvalidField("to", told)
    assert defect(手机号="13800138000", 申报号=written) == InvalidField(
        "application", told
    )


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", '="x'])
def test_a_formula_is_text_like_any_other(text: str) -> None:
    assert order(手机号="13800138000", 原因=text).reason == text


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-05 09:00",
        "2026/3/5 9:00",
        "2026.3.5 9:00:00",
        "2026-03-05T09:00",
        "2026-03-05T09:00:00+08:00",
        "2026-03-05T01:00:00Z",
        "2026-03-04T20:00:00-05:00",
    ],
)
def test_a_time_without_a_zone_is_meant_in_china(written: str) -> None:
    found = order(手机号="13800138000", 发送时间=written).send_at

    assert found == datetime(2026, 3, 5, 9, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    "written",
    ["明天", "2026-02-30 09:00", "2026/3/5 25:00", "46086.375", "9:00", "3月5日"],
)
def test_what_is_no_time_is_said_so(written: str) -> None:
    assert defect(手机号="13800138000", 发送时间=written) == InvalidField(
        "send_at", "时间要写成 2026-03-05 09:00 这样。"
    )


@pytest.mark.parametrize("written", ["-1", "1.5", "一天", "1e3", "9" * 10])
def test_what_is_no_count_of_seconds_is_said_so(written: str) -> None:
    assert defect(手机号="13800138000", 有效秒数=written) == InvalidField(
        "valid_for_s", "要写成秒数。"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", Priority.BULK),
        ("normal", Priority.BULK),
        ("普通", Priority.BULK),
        ("Urgent", Priority.URGENT),
        ("紧急", Priority.URGENT),
        ("低", Priority.LATER),
        ("LOW", Priority.LATER),
    ],
)
def test_what_is_normal_in_a_file_comes_after_single_notices(
    written: str, meant: Priority
) -> None:
    assert order(手机号="13800138000", 优先级=written).priority is meant


def test_a_priority_that_there_is_not_is_said_so() -> None:
    found = defect(手机号="13800138000", 优先级="最高")

    assert found.field == "priority"
    assert "紧急、普通、低" in found.sentence
