"""The CSV columns of a file of notices: parsed row by row, bad rows named and left out.

CSV in UTF-8 or GB18030 (or UTF-16 with its mark), separated by commas, semicolons or
tabs, with a heading. Columns that we do not know are variables of the template.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import BinaryIO

from helpline.text import bare_form, parse_count
from helpline.timezone import CHINA
from notices.compose.notice_request import (
    PRIORITIES,
    InvalidField,
    NoticeRequest,
    Priority,
)
from notices.errors import NoticesError

_COLUMNS = {
    "to": "手机号 手机号码 手机 电话 号码 to phone number mobile",
    "event": "事件 类型 通知类型 event",
    "application": "申报号 申请编号 受理编号 申请号 受理号 编号 application",
    "reason": "原因 理由 内容 reason",
    "reason_code": "原因代码 reasoncode",
    "template": "模板 template",
    "send_at": "发送时间 sendat",
    "valid_for_s": "有效秒数 validfors",
    "priority": "优先级 priority",
}
_KNOWN = {word: name for name, words in _COLUMNS.items() for word in words.split()}
_PRIORITIES = PRIORITIES | {
    "紧急": Priority.URGENT,
    "普通": Priority.NORMAL,
    "低": Priority.LATER,
}
_CLOCK = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?"
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")
_SEPARATORS = ",;\t，；"
_MOST_LINES_IN_ROW = 20
_UNREADABLE = "\ufffd"
_SURELY = 4
"""Readable for each unreadable character; Chinese in GB18030 stays below, ever so short."""

_CHUNK = 1 << 20


class BadFileError(NoticesError):
    """The file as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: the line it begins on, and its order or what is wrong with it."""

    line: int
    request: NoticeRequest | tuple[InvalidField, ...]


def read_rows(file: BinaryIO, event: str = "") -> Iterator[CsvRow]:
    """Read row by row; `event` is meant where a row names none.

    Raises `BadFileError` when there is no heading with a column of numbers.
    """
    encoding = _detect_encoding(file)
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    try:
        lines = _Lines(text)
        names = _read_heading(lines)
        for line, values in _read_records(lines, len(names)):
            if values is None:
                yield CsvRow(
                    line, (InvalidField("row", "引号没有成对，或列数与表头不同。"),)
                )
            elif any(it.strip() for it in values):
                yield CsvRow(
                    line, _parse_row(dict(zip(names, values, strict=True)), event)
                )
    finally:
        text.detach()


class _Lines:
    """The lines of a file with their numbers; some may be put back."""

    def __init__(self, file: io.TextIOWrapper) -> None:
        self._lines = enumerate(file, start=1)
        self._back: list[tuple[int, str]] = []
        self.separator = ","

    def take(self, most: int) -> list[tuple[int, str]]:
        taken, self._back = self._back[:most], self._back[most:]
        return taken + list(islice(self._lines, most - len(taken)))

    def put_back(self, lines: list[tuple[int, str]]) -> None:
        self._back = lines + self._back

    def split(self, text: str) -> list[str] | None:
        """Split one record; None when its quotes do not pair."""
        try:
            found = list(csv.reader([text], delimiter=self.separator, strict=True))
        except csv.Error:
            return None
        return found[0] if found else []


def _detect_encoding(file: BinaryIO) -> str:
    head = file.read(4)
    file.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if _is_utf8(file) else "gb18030"


def _is_utf8(file: BinaryIO) -> bool:
    """Tell by how much of it makes sense: a few bad bytes do not make it GB18030."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    foreign = unreadable = 0
    for chunk in chain(iter(lambda: file.read(_CHUNK), b""), [b""]):
        text = decoder.decode(chunk, final=not chunk)
        foreign += len(text) - len(text.encode("ascii", "ignore"))
        unreadable += text.count(_UNREADABLE)
    file.seek(0)
    return foreign - unreadable >= _SURELY * unreadable


def _read_heading(lines: _Lines) -> list[str]:
    for _, text in lines.take(1):
        lines.separator = max(_SEPARATORS, key=text.count)
        titles = lines.split(text) or []
        names = [_KNOWN.get(bare_form(it), it.strip()) for it in titles]
        if doubled := sorted({it for it in names if it and names.count(it) > 1}):
            raise BadFileError(f"表头里“{doubled[0]}”出现了两次。")
        if "to" in names:
            return names
    raise BadFileError("第一行应为表头，并且要有“手机号”一列。")


def _read_records(lines: _Lines, width: int) -> Iterator[tuple[int, list[str] | None]]:
    """Give each record; None for one that cannot be told apart from the next."""
    while taken := lines.take(1):
        number, text = taken[0]
        values = lines.split(text)
        if values is None:
            values = _join_lines(lines, text, width)
        yield number, _pad_values(values, width)


def _join_lines(lines: _Lines, text: str, width: int) -> list[str] | None:
    """Let quotes hold line breaks; a stray quote must not swallow what follows."""
    following = lines.take(_MOST_LINES_IN_ROW)
    for many in range(1, len(following) + 1):
        text += following[many - 1][1]
        values = lines.split(text)
        if values is not None and len(values) == width:
            lines.put_back(following[many:])
            return values
    lines.put_back(following)
    return None


def _pad_values(values: list[str] | None, width: int) -> list[str] | None:
    if values is None or any(it.strip() for it in values[width:]):
        return None
    return (values + [""] * width)[:width]


def _parse_row(
    values: dict[str, str], event: str
) -> NoticeRequest | tuple[InvalidField, ...]:
    given = {name: _strip_marks(it) for name, it in values.items()}
    try:
        return _parse_request(given, event)
    except _BadCellError as bad:
        return (bad.invalid_field,)


class _BadCellError(Exception):
    """A cell cannot be read."""

    def __init__(self, field: str, sentence: str) -> None:
        self.invalid_field = InvalidField(field, sentence)
        super().__init__(sentence)


def _parse_request(given: dict[str, str], event: str) -> NoticeRequest:
    for name, item in given.items():
        if _UNREADABLE in item:
            raise _BadCellError(name, "有无法识别的文字，请检查文件的编码。")
    for name in ("to", "application"):
        if _SCIENTIFIC.fullmatch(given.get(name, "")):
            raise _BadCellError(
                name, "号码被表格软件改成了科学记数，请把这一列设为文本。"
            )
    return NoticeRequest(
        to=given["to"].removesuffix(".0"),
        event=given.get("event", "") or event,
        application=given.get("application", ""),
        reason=given.get("reason", ""),
        reason_code=given.get("reason_code", ""),
        template=given.get("template", ""),
        variables={it: value for it, value in given.items() if it not in _COLUMNS},
        send_at=_parse_time(given.get("send_at", "")),
        valid_for=_parse_duration(given.get("valid_for_s", "")),
        priority=_parse_priority(given.get("priority", "")),
    )


def _strip_marks(cell: str) -> str:
    """Undo what keeps a spreadsheet from changing a number: ="138…", '138…."""
    text = cell.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.removeprefix("'").strip()


def _parse_time(cell: str) -> datetime | None:
    """Read a time; one without a zone is meant in China."""
    if not cell:
        return None
    found = _CLOCK.fullmatch(cell)
    try:
        if not found:
            moment = datetime.fromisoformat(cell)
        else:
            moment = datetime(*(int(it or 0) for it in found.groups()), tzinfo=CHINA)  # type: ignore[misc,arg-type]  # six numbers
    except ValueError:
        raise _BadCellError("send_at", "时间要写成 2026-03-05 09:00 这样。") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _parse_duration(cell: str) -> timedelta | None:
    if not cell:
        return None
    seconds = parse_count(cell, 9)
    if seconds is None:
        raise _BadCellError("valid_for_s", "要写成秒数。")
    return timedelta(seconds=seconds)


def _parse_priority(cell: str) -> Priority:
    priority = _PRIORITIES.get(cell.lower() or "normal")
    if priority is None:
        raise _BadCellError("priority", f"只能是{'、'.join(_PRIORITIES)}之一。")
    return Priority.BULK if priority is Priority.NORMAL else priority
