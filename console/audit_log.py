"""The audit log, for reading: filter, pagination, CSV export."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from console.context import ConsoleContext
from console.display import pagination
from console.display.audit_labels import ACTIONS, action_label, subject_label
from console.display.csv_cells import csv_line
from console.display.template_filters import format_time
from helpline.text import parse_count
from staff import audit
from staff.audit import AuditFilter
from staff.tables import AuditRow
from storage.session import reading

PAGE_SIZE = 50
_COLUMNS = ("时间", "谁", "做了什么", "对象", "之前", "之后", "理由")
_FIELDS = ("who", "action", "words", "since", "until")
_MOST_DIGITS = 18


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the pages about the audit."""

    @pages.get("/audit", endpoint="audit")
    def audit_() -> ResponseReturnValue:
        sought = _parse_filter()
        with reading(context.engine) as store:
            found = audit.find_entries(store, sought, PAGE_SIZE + 1)
            more = found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None
            return render_template(
                "console/audit_log.html",
                rows=found[:PAGE_SIZE],
                more=more,
                asked=pagination.keep_args(_FIELDS),
                actions=ACTIONS,
                wrong=_input_errors(),
            )

    @pages.get("/audit.csv")
    def audit_file() -> ResponseReturnValue:
        sought = replace(_parse_filter(), before_id=None)

        def lines() -> Iterator[str]:
            with reading(context.engine) as store:
                yield "\ufeff" + csv_line(_COLUMNS)
                for row in audit.export_entries(store, sought):
                    yield csv_line(_csv_cells(row))

        answer = Response(lines(), mimetype="text/csv")
        answer.headers["Content-Disposition"] = "attachment; filename=audit.csv"
        return answer


def _input_errors() -> list[str]:
    days = (("从", "since", 0), ("到", "until", 1))
    return [
        f"“{word}”不是一个日期，没有按它查找。请写成 2026-03-02 这样。"
        for word, field, more in days
        if request.args.get(field)
        and pagination.parse_day(request.args[field], more) is None
    ]


def _parse_filter() -> AuditFilter:
    asked = request.args
    return AuditFilter(
        who=asked.get("who", "").strip(),
        action=asked.get("action", "").strip(),
        words=asked.get("words", "").strip(),
        since=pagination.parse_day(asked.get("since", "")),
        until=pagination.parse_day(asked.get("until", ""), days=1),
        before_id=parse_count(asked.get("before", ""), _MOST_DIGITS),
    )


def _csv_cells(row: AuditRow) -> Iterable[str]:
    done, about = action_label(row.action), subject_label(row.subject)
    said = (row.who, done, about, row.before, row.after, row.reason)
    return (format_time(row.at), *said)
