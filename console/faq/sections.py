"""The sections of the FAQ: add, rename, move, delete when empty."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.faq import question_view
from faq_store.content import queries
from faq_store.editing import arrange
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import BadContentError, FaqError, StaleEditError
from helpline.faq import Section
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the page of a section, and what is done with it."""
    _add_new(pages, context)
    _add_page(pages, context)
    _add_moving(pages, context)
    _add_retiring(pages, context)


def _add_new(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/faq/sections/new")
    def new_section() -> ResponseReturnValue:
        return render_template("console/faq/section.html", title="")

    @pages.post("/faq/sections/new")
    def add_section() -> ResponseReturnValue:
        title, now = request.form.get("title", ""), context.clock()
        try:
            with writing(context.engine) as store:
                key = arrange.add_section(
                    store, title, Author(current_staff_name(), now)
                )
                change = AuditEntry("add-section", f"section:{key}", None, title)
                audit.write_entry(store, current_staff_name(), change, now)
        except FaqError as error:
            page = render_template(
                "console/faq/section.html", title=title, wrong=str(error)
            )
            return page, 400
        flash(f"已增加阶段“{title.strip()}”。请在里面写问题。", "success")
        return redirect(at("console.faq", section=key, _anchor=f"section-{key}"))


def _add_page(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/faq/sections/<section>")
    def section(section: str) -> ResponseReturnValue:
        return _section_page(context, section)

    @pages.post("/faq/sections/<section>")
    def rename_section(section: str) -> ResponseReturnValue:
        title, seen = request.form.get("title", ""), request.form.get("seen", "")
        now = context.clock()
        try:
            with writing(context.engine) as store:
                row = queries.working_edition_row(store)
                before = queries.read_section(store, row.id, section) if row else None
                author = Author(current_staff_name(), now)
                arrange.rename_section(store, section, title, seen, author)
                sides = before.title if before else None, title
                change = AuditEntry("rename-section", f"section:{section}", *sides)
                audit.write_entry(store, current_staff_name(), change, now)
        except BadContentError as error:
            return _section_page(
                context, section, 400, title=title, wrong=str(error), seen=seen
            )
        except StaleEditError as stale:
            return _section_page(context, section, 409, title=title, stale=stale)
        flash(f"阶段已改名为“{title.strip()}”，发布后生效。", "success")
        return redirect(at("console.faq", section=section))


def _add_moving(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/faq/sections/<section>/move")
    def move_section(section: str) -> ResponseReturnValue:
        way, now = request.form.get("way", ""), context.clock()
        try:
            with writing(context.engine) as store:
                row = queries.working_edition_row(store)
                keys = (
                    [it.key for it in queries.list_sections(store, row.id)]
                    if row
                    else []
                )
                if not _can_move(keys, section, way):
                    return redirect(at("console.faq"))
                before = _next_section(keys, section, way)
                arrange.move_section(
                    store, section, before, Author(current_staff_name(), now)
                )
                change = AuditEntry(
                    "move-section", f"section:{section}", None, _DIRECTIONS[way]
                )
                audit.write_entry(store, current_staff_name(), change, now)
        except FaqError as error:
            flash(f"没有移动：{error}。", "warning")
        moved = f"section-{section}"
        return redirect(at("console.faq", moved=moved, way=way))


_DIRECTIONS = {"up": "上移", "down": "下移"}


def _can_move(keys: list[str], section: str, way: str) -> bool:
    if section not in keys or way not in _DIRECTIONS:
        return False
    return keys[0 if way == "up" else -1] != section


def _next_section(keys: list[str], section: str, way: str) -> str | None:
    """Say before which section it goes; None for the end."""
    place = keys.index(section)
    if way == "up":
        return keys[place - 1]
    return keys[place + 2] if place + 2 < len(keys) else None


def _add_retiring(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/faq/sections/<section>/retire")
    def retire_section(section: str) -> ResponseReturnValue:
        now = context.clock()
        try:
            with writing(context.engine) as store:
                row = queries.working_edition_row(store)
                before = queries.read_section(store, row.id, section) if row else None
                arrange.retire_section(
                    store, section, Author(current_staff_name(), now)
                )
                title = before.title if before else None
                change = AuditEntry("retire-section", f"section:{section}", title)
                audit.write_entry(store, current_staff_name(), change, now)
        except FaqError as error:
            flash(f"没有删除：{error}。", "warning")
            return redirect(at("console.faq", section=section))
        flash("阶段已删除，发布后生效。", "success")
        return redirect(at("console.faq"))


def _section_page(
    context: ConsoleContext, key: str, status: int = 200, **more: object
) -> ResponseReturnValue:
    with reading(context.engine) as store:
        row = queries.working_edition_row(store)
        outline = queries.list_sections(store, row.id) if row else ()
        line = next((it for it in outline if it.key == key), None)
        if row is None or line is None:
            abort(404)
        edit = question_view.find_edit(store, row, f"section:{key}")
    seen = revision_of(Section(key, line.title, ()))
    filled = {"title": line.title, "seen": seen, **more}
    page = render_template(
        "console/faq/section.html", section=line, edit=edit, **filled
    )
    return page, status
