"""The dashboard's routes: its page, and each of its tables as CSV."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import chartkick
from flask import Blueprint, Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from console.context import Door
from console.dashboard import call_tables, costs, date_range, notices, texts
from console.dashboard.date_range import Span, Unreadable
from console.dashboard.loaded_figures import Found, find
from console.dashboard.table import Cell, Table, cells, share
from console.display.csv_cells import line
from reporting.days import day_of
from reporting.metrics import Name, Text
from storage.session import reading


@dataclass(frozen=True, slots=True)
class Subject:
    """Tables that belong together."""

    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One number above everything, and what it is."""

    title: str
    number: Cell
    note: str


def install(pages: Blueprint, door: Door) -> None:
    """Add them, and the library that draws."""
    install_chart_library(pages)

    @pages.get("/dashboard")
    def dashboard() -> ResponseReturnValue:
        today = day_of(door.clock())
        span = _asked(today)
        if isinstance(span, Unreadable):
            return _page(today, span), 400
        found = _found(door, span, today)
        subjects = _subjects(door, found)
        return _page(today, span, found=found, subjects=subjects, tiles=_tiles(found))

    @pages.get("/dashboard/<table>.csv")
    def dashboard_file(table: str) -> ResponseReturnValue:
        today = day_of(door.clock())
        span = _asked(today)
        if isinstance(span, Unreadable):
            return _page(today, span), 400
        subjects = _subjects(door, _found(door, span, today))
        named = {it.name: it for subject in subjects for it in subject.tables}
        if table not in named:
            abort(404)
        return _file(named[table], span)


def _asked(today: date) -> Span | Unreadable:
    return date_range.read(
        request.args.get("from", ""), request.args.get("to", ""), today
    )


def _found(door: Door, span: Span, today: date) -> Found:
    with reading(door.engine) as store:
        return find(store, span, today)


def _page(today: date, span: Span | Unreadable, **more: object) -> str:
    return render_template(
        "console/dashboard/dashboard.html",
        span=span if isinstance(span, Span) else None,
        wrong=span.sentence if isinstance(span, Unreadable) else "",
        asked=request.args,
        quick=date_range.quick(today),
        **more,
    )


def _subjects(door: Door, found: Found) -> tuple[Subject, ...]:
    edition = door.shelf.refresh().edition
    return (
        Subject("短信", texts.tables(found, edition)),
        Subject("电话", call_tables.tables(found, edition)),
        Subject("通知", notices.tables(found, door.explain)),
        Subject("费用", costs.tables(found)),
    )


def _tiles(found: Found) -> tuple[Tile, ...]:
    certain = found.some(Name.TEXTS, Text.CERTAIN)
    asked = found.some(Name.TEXTS, Text.CERTAIN, Text.UNSURE, Text.NOTHING)
    return (
        Tile("短信", found.all(Name.TEXTS), "条"),
        Tile("电话", found.all(Name.CALLS), "个"),
        _part("直接答上", share(certain, asked), "要判断意思的短信"),
        _part("通知送达", notices.delivered(found), "交给服务商的通知"),
        Tile("费用", costs.total(found), "段"),
    )


def _part(title: str, number: str | None, whole: str) -> Tile:
    """Show a share of a whole, or that there is no whole."""
    return Tile(title, number, whole if number is None else f"占{whole}")


def _file(table: Table, span: Span) -> Response:
    lines = [table.head, *map(cells, table.rows)]
    answer = Response("\ufeff" + "".join(map(line, lines)), mimetype="text/csv")
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
