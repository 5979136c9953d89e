"""Files of notices, as people write them with their spreadsheets."""

import csv
import io
from collections.abc import Sequence

from notices.compose import csv_columns
from notices.compose.csv_columns import CsvRow
from notices.compose.notice_request import InvalidField, NoticeRequest, Priority

HEADING = ("手机号", "事件", "申报号", "原因")
WANG = ("13800138000", "退件", "HN1", "照片不清楚")
LI = ("13900139000", "退件", "HN2", "照片太大")

TWO = [
    NoticeRequest("13800138000", "退件", "HN1", "照片不清楚", priority=Priority.BULK),
    NoticeRequest("13900139000", "退件", "HN2", "照片太大", priority=Priority.BULK),
]
"""What is ordered by the rows of these two."""


def paper(*rows: Sequence[str], heading: Sequence[str] = HEADING) -> str:
    """Write rows under a heading, quoted where they must be."""
    written = io.StringIO()
    csv.writer(written).writerows([heading, *rows])
    return written.getvalue()


def read(content: str | bytes, event: str = "") -> list[CsvRow]:
    raw = content if isinstance(content, bytes) else content.encode()
    return list(csv_columns.read_rows(io.BytesIO(raw), event))


def orders(content: str | bytes, event: str = "") -> list[NoticeRequest]:
    """Read a file of which every row must be good."""
    found = [it.request for it in read(content, event)]
    good = [it for it in found if isinstance(it, NoticeRequest)]
    assert good == found
    return good


def order(**cells: str) -> NoticeRequest:
    """Read one good row, named by its headings."""
    (only,) = orders(paper(tuple(cells.values()), heading=tuple(cells)))
    return only


def defect(**cells: str) -> InvalidField:
    """Read one row that has one thing wrong with it."""
    (row,) = read(paper(tuple(cells.values()), heading=tuple(cells)))
    assert isinstance(row.request, tuple), row
    (only,) = row.request
    return only
