"""Import of a CSV file as a batch of notices, held until released; errors reported by row."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import BinaryIO, TypeAlias

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notices.compose import csv_columns, enqueue, notice_request
from notices.compose.csv_columns import CsvRow
from notices.compose.enqueue import ComposeContext, MakeId, NoticeSource
from notices.compose.notice_request import ComposeInputs, InvalidField, RenderedNotice
from notices.errors import NoticesError
from notices.status import Status
from notices.tables import BatchRow
from storage.session import reading, writing

REMEMBERED = timedelta(days=7)
"""How long the same file is taken for a mistake."""

SHOWN = 3
"""Texts shown as a preview."""

_CHUNK = 1 << 20
_ROWS_PER_TRANSACTION = 500
"""Rows in one transaction: whoever texts meanwhile waits for no more than that."""


class SameFileError(NoticesError):
    """The file was imported before, as this batch."""

    def __init__(self, batch: str) -> None:
        self.batch = batch
        super().__init__(
            f"同一个文件在7天内导入过（批次“{batch}”），没有再导入。确实要再发一遍，请加 --again。"
        )


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out; `line` counts from 1, the heading included."""

    line: int
    invalid_fields: tuple[InvalidField, ...]


@dataclass(slots=True)
class BatchReport:
    """What became of a file's rows: `good` ones wait in the batch, bad ones are named."""

    batch: str
    good: int = 0
    segments: int = 0
    suppressed: int = 0
    bad: list[BadRow] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many rows the file had."""
        return self.good + len(self.bad)


@dataclass(frozen=True, slots=True)
class CsvUpload:
    """A file to import; `event` is meant where a row names none.

    A file that came before is refused, unless it is wanted `again`. `source` says who
    brings it.
    """

    file: BinaryIO
    name: str
    event: str = ""
    again: bool = False
    source: str = "csv"


SaveReport: TypeAlias = Callable[[Session, BatchReport], None]
"""Writes something down about an import, in its last transaction."""


def import_batch(
    engine: Engine,
    upload: CsvUpload,
    compose: ComposeContext,
    now: datetime,
    note: SaveReport = lambda _session, _report: None,
) -> BatchReport:
    """Write a file's good rows as a batch of which nothing is sent yet.

    Without a good row there is no batch. `note` writes down that it is complete.
    Raises `spreadsheets.BadFileError`, and `SameFileError` if the same file came in
    the last seven days.
    """
    digest = _digest(upload.file)
    with reading(engine) as session:
        forms = compose.load_inputs(session)
        if not upload.again:
            _refuse_same(session, digest, now)
    report = BatchReport(compose.ids())
    rows = _render_rows(
        csv_columns.read_rows(upload.file, upload.event), forms, report, now
    )
    piece = list(islice(rows, _ROWS_PER_TRANSACTION))
    if not piece:  # nothing was imported: mended or not, the file may come again
        return report
    with writing(engine) as session:
        session.add(_batch_row(report.batch, upload, digest, now))
    while piece:
        origin = NoticeSource(upload.source, report.batch, held=True)
        _write_rows(engine, piece, report, (origin, compose.ids), now)
        piece = list(islice(rows, _ROWS_PER_TRANSACTION))
    with writing(engine) as session:
        session.get_one(BatchRow, report.batch).complete_at = now
        note(session, report)
    return report


def _batch_row(id: str, upload: CsvUpload, digest: str, now: datetime) -> BatchRow:  # noqa: A002 - the column's name
    return BatchRow(
        id=id,
        source=upload.source,
        name=upload.name[:255],
        digest=digest,
        created_at=now,
    )


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _refuse_same(session: Session, digest: str, now: datetime) -> None:
    same = select(BatchRow.id).where(
        BatchRow.digest == digest,
        BatchRow.complete_at.is_not(None),
        BatchRow.created_at > now - REMEMBERED,
    )
    if found := session.scalars(same.limit(1)).first():
        raise SameFileError(found)


def _render_rows(
    rows: Iterator[CsvRow], forms: ComposeInputs, report: BatchReport, now: datetime
) -> Iterator[tuple[str, RenderedNotice]]:
    """Give the good rows; note the bad ones, and those that say the same as another."""
    seen: dict[int, int] = {}
    for row in rows:
        order = row.request
        ready = (
            order
            if isinstance(order, tuple)
            else notice_request.render_notice(order, forms, now)
        )
        if isinstance(ready, tuple):
            report.bad.append(BadRow(row.line, ready))
            continue
        said = hash((ready.to, ready.text))
        if said in seen:
            same = InvalidField("row", f"与第{seen[said]}行相同。")
            report.bad.append(BadRow(row.line, (same,)))
            continue
        seen[said] = row.line
        yield f"{report.batch}:{row.line}", ready


def _write_rows(
    engine: Engine,
    piece: list[tuple[str, RenderedNotice]],
    report: BatchReport,
    compose: tuple[NoticeSource, MakeId],
    now: datetime,
) -> None:
    with writing(engine) as session:
        queued = enqueue.enqueue(session, piece, *compose, now)
    report.good += len(queued)
    report.segments += sum(it.rendered.segments for it in queued)
    report.suppressed += sum(1 for it in queued if it.status is not Status.QUEUED)
    missing = SHOWN - len(report.texts)
    report.texts += [it.rendered.text for it in queued[: max(missing, 0)]]
