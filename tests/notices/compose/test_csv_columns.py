"""A file of notices is read in whatever encoding and under whatever heading it comes."""

import codecs
import io
from datetime import UTC, datetime, timedelta

import pytest

from notices.compose import csv_columns
from notices.compose.csv_columns import BadFileError
from notices.compose.notice_request import InvalidField, NoticeRequest, Priority
from tests.notices.papers import (
    HEADING,
    LI,
    TWO,
    WANG,
    order,
    orders,
    paper,
    read,
)

UNREADABLE = (InvalidField("reason", "有无法识别的文字，请检查文件的编码。"),)

# --- Encodings ---------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_every_encoding_of_spreadsheets_reads_the_same(encoding: str) -> None:
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    content = paper(WANG, LI).encode(encoding)

    assert orders(marks.get(encoding, b"") + content) == TWO


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_bytes_that_are_no_text_spoil_their_own_row_only(encoding: str) -> None:
    content = paper(WANG, ("13700137000", "退件", "HN3", "@"), LI).encode(encoding)

    first, bad, last = read(content.replace(b"@", b"\xff\xfe"))

    assert [first.request, last.request] == TWO
    assert (bad.line, bad.request) == (3, UNREADABLE)


@pytest.mark.parametrize("tail", [b"\xe6", b"\xe61", b"\xe6\x31\xe6"])
def test_half_a_letter_at_the_end_of_a_row_does_not_join_the_next(tail: bytes) -> None:
    content = paper(("13700137000", "退件", "HN3", "@"), LI).encode("gb18030")

    bad, good = read(content.replace(b"@", tail))

    assert (bad.request, good.request) == (UNREADABLE, TWO[1])


def test_a_cell_pasted_in_another_encoding_does_not_change_that_of_the_file() -> None:
    """Everything else has two or four letters, which GB18030 makes sense of as well."""
    heading = ("to", "event", "application", "reason")
    rows = [(*WANG[:3], "照片"), (*WANG[:3], "@"), (*LI[:3], "照片")]
    content = paper(*rows, heading=heading).encode()

    first, bad, last = read(content.replace(b"@", "照片".encode("gb18030")))

    assert [
        item.request.reason
        for item in (first, last)
        if isinstance(item.request, NoticeRequest)
    ] == [
        "照片",
        "照片",
    ]
    assert bad.request == UNREADABLE


def test_a_short_file_of_gb18030_is_not_taken_for_another() -> None:
    content = paper(("13800138000", "退件", "转学"), heading=("to", "event", "reason"))

    (found,) = orders(content.encode("gb18030"))

    assert (found.event, found.reason) == ("退件", "转学")


def test_a_large_file_is_read_in_pieces_that_cut_letters_in_two() -> None:
    rows = [(*WANG[:3], "字" * count) for count in range(1500)]

    found = orders(paper(*rows).encode("gb18030"))

    assert [len(it.reason) for it in found] == list(range(1500))


def test_a_file_that_was_read_stays_open_for_whoever_opened_it() -> None:
    file = io.BytesIO(paper(WANG).encode())

    list(csv_columns.read_rows(file))

    assert not file.closed


# --- Separators and headings -------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t", "，", "；"])
def test_the_separator_is_the_heading_s(separator: str) -> None:
    lines = [separator.join(it) for it in (HEADING, WANG, LI)]

    assert orders("\n".join(lines)) == TWO


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_machine_ends_them(ending: str) -> None:
    assert orders(paper(WANG, LI).replace("\r\n", ending)) == TWO


@pytest.mark.parametrize(
    "heading",
    [
        ("to", "event", "application", "reason"),
        ("Mobile", "EVENT", "Application", "Reason"),
        ("手机 号码", "通知类型", "受理编号", "理由"),
        ("【手机号】", "事件：", "申請編號", "原因"),
        ("ｐｈｏｎｅ", "事件", "申报号 ", " 原因"),
    ],
)
def test_headings_are_known_by_several_names(heading: tuple[str, ...]) -> None:
    assert orders(paper(WANG, LI, heading=heading)) == TWO


def test_columns_may_stand_in_any_order() -> None:
    turned = [tuple(reversed(it)) for it in (WANG, LI)]

    assert orders(paper(*turned, heading=HEADING[::-1])) == TWO


def test_every_column_has_its_place_in_the_order() -> None:
    found = order(
        to="13800138000",
        event="补正",
        application="HN1",
        reason="缺页",
        reason_code="R1",
        template="我的",
        send_at="2026-03-05 09:00",
        valid_for_s="600",
        priority="urgent",
    )

    assert found == NoticeRequest(
        "13800138000",
        "补正",
        "HN1",
        "缺页",
        "R1",
        "我的",
        {},
        datetime(2026, 3, 5, 1, tzinfo=UTC),
        timedelta(minutes=10),
        Priority.URGENT,
    )


def test_columns_that_we_do_not_know_are_variables_of_the_template() -> None:
    found = order(手机号="13800138000", 事件="受理", 姓名=" 王五 ", 窗口="3号")

    assert found.variables == {"姓名": "王五", "窗口": "3号"}


def test_the_event_that_is_meant_is_for_rows_that_name_none() -> None:
    rows = [WANG, (LI[0], "", *LI[2:])]

    assert [it.event for it in orders(paper(*rows), "补正")] == ["退件", "补正"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        "事件,原因\n退件,照片\n".encode(),
        "手机号码的清单\n手机号,事件\n".encode(),
        "13800138000,退件\n".encode(),
        '"手机号,事件\n'.encode(),
        b"\x00\x01\x02\xff" * 9,
        b"PK\x03\x04" + b"\x00" * 99,
    ],
)
def test_a_file_without_a_heading_of_numbers_is_no_file_of_ours(content: bytes) -> None:
    with pytest.raises(BadFileError, match=r"^第一行应为表头，并且要有“手机号”一列。$"):
        read(content)


@pytest.mark.parametrize(
    ("heading", "doubled"),
    [
        (("手机号", "事件", "电话", "原因"), "to"),
        (("手机号", "姓名", "姓名", "原因"), "姓名"),
    ],
)
def test_a_heading_that_stands_twice_is_named(
    heading: tuple[str, ...], doubled: str
) -> None:
    with pytest.raises(BadFileError, match=f"“{doubled}”出现了两次"):
        read(paper(WANG, heading=heading))


def test_columns_without_a_heading_are_nobody_s() -> None:
    heading = ("手机号", "", "事件", "申报号", "原因", "", "")
    rows = [(it[0], "注", *it[1:], "", "") for it in (WANG, LI)]

    found = orders(paper(*rows, heading=heading))

    assert [(it.to, it.reason) for it in found] == [(WANG[0], WANG[3]), (LI[0], LI[3])]
