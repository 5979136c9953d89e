"""Upload of a CSV file of notices, which becomes a batch; errors are reported by row."""

from collections.abc import Iterator
from typing import BinaryIO, cast

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.display.csv_cells import csv_line
from console.forms import field_text
from console.notices import labels
from console.notices.flashes import missing_page
from console.notices.forms import UploadForm
from console.signed_payload import read_payload, sign_payload
from notices.compose import batch_import
from notices.compose.batch_import import BatchReport, CsvUpload, SameFileError
from notices.errors import NoticesError
from staff import audit
from staff.audit import AuditEntry

SHOWN = 50
"""Bad rows shown on the page; all of them are in the report's file."""

_Bad = list[tuple[int, str]]


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the page that takes a file, and its report as a file."""

    @pages.get("/notices/batches/new")
    def new_batch() -> ResponseReturnValue:
        return _form_page(UploadForm())

    @pages.post("/notices/batches/new")
    def upload_batch() -> ResponseReturnValue:
        form = UploadForm()
        if not form.validate():
            return _form_page(form), 400
        try:
            report = _import_file(context, form)
        except SameFileError as error:
            return _form_page(form, same=error.batch), 409
        except NoticesError as error:
            form.file.errors = [str(error)]
            return _form_page(form), 400
        return _report_page(context, report)

    @pages.post("/notices/batches/report")
    def batch_report() -> ResponseReturnValue:
        bad = read_payload(request.form.get("report", ""), _signing_secret())
        if bad is None:
            return missing_page("没有这份报告。请重新导入文件。")
        answer = Response(
            "\ufeff" + "".join(_csv_lines(cast("_Bad", bad))),
            mimetype="text/csv; charset=utf-8",
        )
        answer.headers["Content-Disposition"] = "attachment; filename=report.csv"
        return answer


def _form_page(form: UploadForm, same: str = "") -> str:
    return render_template("console/notices/upload.html", form=form, same=same)


def _import_file(context: ConsoleContext, form: UploadForm) -> BatchReport:
    now, name = context.clock(), current_staff_name()
    file = form.file.data

    def note(store: Session, report: BatchReport) -> None:
        after = {
            "file": file.filename,
            "good": report.good,
            "bad": len(report.bad),
            "segments": report.segments,
        }
        change = AuditEntry("import-batch", f"batch:{report.batch}", after=after)
        audit.write_entry(store, name, change, now)

    upload = CsvUpload(
        cast("BinaryIO", file.stream),
        file.filename or "",
        field_text(form.event),
        again=bool(form.again.data),
        source=f"staff:{name}",
    )
    return batch_import.import_batch(context.engine, upload, context.compose, now, note)


def _report_page(context: ConsoleContext, report: BatchReport) -> str:
    bad: _Bad = [
        (
            item.line,
            "；".join(
                f"{labels.field_label(d.field)}：{d.sentence}"
                for d in item.invalid_fields
            ),
        )
        for item in report.bad
    ]
    return render_template(
        "console/notices/report.html",
        report=report,
        takes=labels.sending_time(report.segments, context.segments_per_second),
        bad=bad[:SHOWN],
        bad_total=len(bad),
        sealed=sign_payload(bad, _signing_secret()),
    )


def _signing_secret() -> str:
    return f"report {current_app.secret_key!s}"


def _csv_lines(bad: _Bad) -> Iterator[str]:
    yield csv_line(("行", "问题"))
    yield from (csv_line((str(number), it)) for number, it in bad)
