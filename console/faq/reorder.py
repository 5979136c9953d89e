"""Reorder questions: a step up or down, or to another section."""

from flask import Blueprint, flash, redirect, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from faq_store.content import queries
from faq_store.editing import arrange, question_context
from faq_store.editing.edit import Author
from faq_store.errors import FaqError, NoSuchEntryError
from staff import audit
from staff.audit import AuditEntry
from storage.session import writing

_DIRECTIONS = {"up": "上移", "down": "下移"}


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add how a question is moved."""

    @pages.post("/faq/<key>/move")
    def move_question(key: str) -> ResponseReturnValue:
        way, to = request.form.get("way", ""), request.form.get("section", "")
        try:
            steps = way in _DIRECTIONS
            section = (
                _move_by_one(context, key, way)
                if steps
                else _move_to_section(context, key, to)
            )
        except FaqError as error:
            flash(f"没有移动：{error}。", "warning")
            return redirect(at("console.faq"))
        if steps:
            return redirect(_tree_address(key, way, section))
        return redirect(at("console.question", key=key))


def _move_by_one(context: ConsoleContext, key: str, way: str) -> str:
    """Move a question by one; at the end of its section nothing happens."""
    now = context.clock()
    with writing(context.engine) as store:
        edition, section = _find_position(store, key)
        above, below, beyond = question_context.neighbour_keys(store, edition, key)
        if (above if way == "up" else below) is None:
            return section
        before = above if way == "up" else beyond
        arrange.move_question(
            store, key, section, before, Author(current_staff_name(), now)
        )
        change = AuditEntry("move-question", f"question:{key}", None, _DIRECTIONS[way])
        audit.write_entry(store, current_staff_name(), change, now)
    return section


def _move_to_section(context: ConsoleContext, key: str, to: str) -> str:
    """Move a question to the end of another section."""
    now = context.clock()
    with writing(context.engine) as store:
        _, section = _find_position(store, key)
        if section == to:
            flash("它已经在这个阶段里。", "info")
            return section
        arrange.move_question(store, key, to, None, Author(current_staff_name(), now))
        sides = {"section": section}, {"section": to}
        change = AuditEntry("move-question", f"question:{key}", *sides)
        audit.write_entry(store, current_staff_name(), change, now)
    flash("已移到另一个阶段的末尾，编号不变；发布后生效。", "success")
    return to


def _find_position(store: Session, key: str) -> tuple[int, str]:
    row = queries.working_edition_row(store)
    section = queries.read_section_of(store, row.id, key) if row else None
    if row is None or section is None:
        raise NoSuchEntryError("没有这个问题，可能别人刚停用")
    return row.id, section.key


def _tree_address(key: str, way: str, section: str) -> str:
    """Lead back to the same button of the tree, so that it can be pressed again."""
    after = request.form.get("after") or None
    return at("console.faq", section=section, after=after, moved=key, way=way)
