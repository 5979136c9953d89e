"""Upload of a CSV file of notices, which becomes a batch; errors are reported by row."""

from collections.abc import Iterator
from typing import BinaryIO, cast

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.display.csv_cells import line
from console.forms import said
from console.notices import labels
from console.notices.flashes import missing
from console.notices.forms import UploadForm
from console.signed_payload import opened, sealed
from notices.compose import batch_import
from notices.compose.batch_import import Report, SameFileError, Upload
from notices.errors import NoticesError
from staff import audit
from staff.audit import Change

SHOWN = 50
"""Bad rows shown on the page; all of them are in the report's file."""

_Bad = list[tuple[int, str]]


def install(pages: Blueprint, door: Door) -> None:
    """Add the page that takes a file, and its report as a file."""

    @pages.get("/notices/batches/new")
    def new_batch() -> ResponseReturnValue:
        return _form(UploadForm())

    @pages.post("/notices/batches/new")
    def upload_batch() -> ResponseReturnValue:
        form = UploadForm()
        if not form.validate():
            return _form(form), 400
        try:
            report = _imported(door, form)
        except SameFileError as error:
            return _form(form, same=error.batch), 409
        except NoticesError as error:
            form.file.errors = [str(error)]
            return _form(form), 400
        return _shown(door, report)

    @pages.post("/notices/batches/report")
    def batch_report() -> ResponseReturnValue:
        bad = opened(request.form.get("report", ""), _secret())
        if bad is None:
            return missing("没有这份报告。请重新导入文件。")
        answer = Response(
            "\ufeff" + "".join(_lines(cast("_Bad", bad))),
            mimetype="text/csv; charset=utf-8",
        )
        answer.headers["Content-Disposition"] = "attachment; filename=report.csv"
        return answer


def _form(form: UploadForm, same: str = "") -> str:
    return render_template("console/notices/upload.html", form=form, same=same)


def _imported(door: Door, form: UploadForm) -> Report:
    now, name = door.clock(), who()
    file = form.file.data

    def note(store: Session, report: Report) -> None:
        after = {
            "file": file.filename,
            "good": report.good,
            "bad": len(report.bad),
            "segments": report.segments,
        }
        change = Change("import-batch", f"batch:{report.batch}", after=after)
        audit.write(store, name, change, now)

    upload = Upload(
        cast("BinaryIO", file.stream),
        file.filename or "",
        said(form.event),
        again=bool(form.again.data),
        source=f"staff:{name}",
    )
    return batch_import.draft(door.engine, upload, door.office, now, note)


def _shown(door: Door, report: Report) -> str:
    bad: _Bad = [
        (
            it.line,
            "；".join(f"{labels.field(d.field)}：{d.sentence}" for d in it.defects),
        )
        for it in report.bad
    ]
    return render_template(
        "console/notices/report.html",
        report=report,
        takes=labels.lasting(report.segments, door.rate),
        bad=bad[:SHOWN],
        bad_total=len(bad),
        sealed=sealed(bad, _secret()),
    )


def _secret() -> str:
    return f"report {current_app.secret_key!s}"


def _lines(bad: _Bad) -> Iterator[str]:
    yield line(("行", "问题"))
    yield from (line((str(number), it)) for number, it in bad)
