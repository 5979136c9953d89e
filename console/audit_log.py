"""The audit log, for reading: filter, pagination, CSV export."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from console.context import Door
from console.display import pagination
from console.display.audit_labels import ACTIONS, action, subject
from console.display.csv_cells import line
from console.display.template_filters import when
from helpline.text import count
from staff import audit
from staff.audit import Sought
from staff.tables import AuditRow
from storage.session import reading

PAGE = 50
_COLUMNS = ("时间", "谁", "做了什么", "对象", "之前", "之后", "理由")
_FIELDS = ("who", "action", "words", "since", "until")
_MOST_DIGITS = 18


def install(pages: Blueprint, door: Door) -> None:
    """Add the pages about the audit."""

    @pages.get("/audit", endpoint="audit")
    def audit_() -> ResponseReturnValue:
        sought = _sought()
        with reading(door.engine) as store:
            found = audit.find(store, sought, PAGE + 1)
            more = found[PAGE - 1].id if len(found) > PAGE else None
            return render_template(
                "console/audit_log.html",
                rows=found[:PAGE],
                more=more,
                asked=pagination.kept(_FIELDS),
                actions=ACTIONS,
                wrong=_wrong(),
            )

    @pages.get("/audit.csv")
    def audit_file() -> ResponseReturnValue:
        sought = replace(_sought(), before_id=None)

        def lines() -> Iterator[str]:
            with reading(door.engine) as store:
                yield "\ufeff" + line(_COLUMNS)
                for row in audit.export(store, sought):
                    yield line(_cells(row))

        answer = Response(lines(), mimetype="text/csv")
        answer.headers["Content-Disposition"] = "attachment; filename=audit.csv"
        return answer


def _wrong() -> list[str]:
    days = (("从", "since", 0), ("到", "until", 1))
    return [
        f"“{word}”不是一个日期，没有按它查找。请写成 2026-03-02 这样。"
        for word, field, more in days
        if request.args.get(field) and pagination.day(request.args[field], more) is None
    ]


def _sought() -> Sought:
    asked = request.args
    return Sought(
        who=asked.get("who", "").strip(),
        action=asked.get("action", "").strip(),
        words=asked.get("words", "").strip(),
        since=pagination.day(asked.get("since", "")),
        until=pagination.day(asked.get("until", ""), days=1),
        before_id=count(asked.get("before", ""), _MOST_DIGITS),
    )


def _cells(row: AuditRow) -> Iterable[str]:
    done, about = action(row.action), subject(row.subject)
    said = (row.who, done, about, row.before, row.after, row.reason)
    return (when(row.at), *said)
