"""The dashboard's routes: its page, and each of its tables as CSV."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import chartkick
from flask import Blueprint, Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from console.context import ConsoleContext
from console.dashboard import call_tables, costs, date_range, notices, texts
from console.dashboard.date_range import BadDateRange, DateRange
from console.dashboard.loaded_figures import LoadedFigures, load_figures
from console.dashboard.table import Cell, DashboardTable, format_cells, format_share
from console.display.csv_cells import csv_line
from reporting.days import day_of
from reporting.metrics import FigureName, TextOutcome
from storage.session import reading


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Tables that belong together."""

    title: str
    tables: tuple[DashboardTable, ...]


@dataclass(frozen=True, slots=True)
class SummaryTile:
    """One number above everything, and what it is."""

    title: str
    number: Cell
    note: str


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add them, and the library that draws."""
    install_chart_library(pages)

    @pages.get("/dashboard")
    def dashboard() -> ResponseReturnValue:
        today = day_of(context.clock())
        span = _requested_range(today)
        if isinstance(span, BadDateRange):
            return _page(today, span), 400
        found = _load_range(context, span, today)
        subjects = _table_groups(context, found)
        return _page(
            today, span, found=found, subjects=subjects, tiles=_summary_tiles(found)
        )

    @pages.get("/dashboard/<table>.csv")
    def dashboard_file(table: str) -> ResponseReturnValue:
        today = day_of(context.clock())
        span = _requested_range(today)
        if isinstance(span, BadDateRange):
            return _page(today, span), 400
        subjects = _table_groups(context, _load_range(context, span, today))
        named = {it.name: it for subject in subjects for it in subject.tables}
        if table not in named:
            abort(404)
        return _csv_file(named[table], span)


def _requested_range(today: date) -> DateRange | BadDateRange:
    return date_range.parse_date_range(
        request.args.get("from", ""), request.args.get("to", ""), today
    )


def _load_range(context: ConsoleContext, span: DateRange, today: date) -> LoadedFigures:
    with reading(context.engine) as store:
        return load_figures(store, span, today)


def _page(today: date, span: DateRange | BadDateRange, **more: object) -> str:
    return render_template(
        "console/dashboard/dashboard.html",
        span=span if isinstance(span, DateRange) else None,
        wrong=span.sentence if isinstance(span, BadDateRange) else "",
        asked=request.args,
        quick=date_range.quick_ranges(today),
        **more,
    )


def _table_groups(
    context: ConsoleContext, found: LoadedFigures
) -> tuple[TableGroup, ...]:
    edition = context.edition_cache.refresh().edition
    return (
        TableGroup("短信", texts.tables(found, edition)),
        TableGroup("电话", call_tables.tables(found, edition)),
        TableGroup("通知", notices.tables(found, context.explain)),
        TableGroup("费用", costs.tables(found)),
    )


def _summary_tiles(found: LoadedFigures) -> tuple[SummaryTile, ...]:
    certain = found.total_of(FigureName.TEXTS, TextOutcome.CERTAIN)
    asked = found.total_of(
        FigureName.TEXTS, TextOutcome.CERTAIN, TextOutcome.UNSURE, TextOutcome.NOTHING
    )
    return (
        SummaryTile("短信", found.total(FigureName.TEXTS), "条"),
        SummaryTile("电话", found.total(FigureName.CALLS), "个"),
        _share_tile("直接答上", format_share(certain, asked), "要判断意思的短信"),
        _share_tile("通知送达", notices.delivery_rate(found), "交给服务商的通知"),
        SummaryTile("费用", costs.total_segments(found), "段"),
    )


def _share_tile(title: str, number: str | None, whole: str) -> SummaryTile:
    """Show a share of a whole, or that there is no whole."""
    return SummaryTile(title, number, whole if number is None else f"占{whole}")


def _csv_file(table: DashboardTable, span: DateRange) -> Response:
    lines = [table.head, *map(format_cells, table.rows)]
    answer = Response("\ufeff" + "".join(map(csv_line, lines)), mimetype="text/csv")
    name = f"{table.name}-{span.first}-{span.last}.csv"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


_CHART_JS = Path(chartkick.__path__[0], "django/static/chartkick/Chart.bundle.js")
"""It stands alone: chartkick's own script and tags are not used, as those are inline."""


def install_chart_library(pages: Blueprint) -> None:
    """Add its address."""

    @pages.get("/charts.js")
    def charts() -> Response:
        return send_file(_CHART_JS, mimetype="text/javascript")
