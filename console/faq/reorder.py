"""Reorder questions: a step up or down, or to another section."""

from flask import Blueprint, flash, redirect, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from faq_store.content import queries
from faq_store.editing import arrange, question_context
from faq_store.editing.edit import Author
from faq_store.errors import FaqError, NoSuchThingError
from staff import audit
from staff.audit import Change
from storage.session import writing

_WAYS = {"up": "上移", "down": "下移"}


def install(pages: Blueprint, door: Door) -> None:
    """Add how a question is moved."""

    @pages.post("/faq/<key>/move")
    def move_question(key: str) -> ResponseReturnValue:
        way, to = request.form.get("way", ""), request.form.get("section", "")
        try:
            steps = way in _WAYS
            section = _step(door, key, way) if steps else _into(door, key, to)
        except FaqError as error:
            flash(f"没有移动：{error}。", "warning")
            return redirect(at("console.faq"))
        if steps:
            return redirect(_back(key, way, section))
        return redirect(at("console.question", key=key))


def _step(door: Door, key: str, way: str) -> str:
    """Move a question by one; at the end of its section nothing happens."""
    now = door.clock()
    with writing(door.engine) as store:
        edition, section = _found(store, key)
        above, below, beyond = question_context.beside(store, edition, key)
        if (above if way == "up" else below) is None:
            return section
        before = above if way == "up" else beyond
        arrange.move_question(store, key, section, before, Author(who(), now))
        change = Change("move-question", f"question:{key}", None, _WAYS[way])
        audit.write(store, who(), change, now)
    return section


def _into(door: Door, key: str, to: str) -> str:
    """Move a question to the end of another section."""
    now = door.clock()
    with writing(door.engine) as store:
        _, section = _found(store, key)
        if section == to:
            flash("它已经在这个阶段里。", "info")
            return section
        arrange.move_question(store, key, to, None, Author(who(), now))
        sides = {"section": section}, {"section": to}
        change = Change("move-question", f"question:{key}", *sides)
        audit.write(store, who(), change, now)
    flash("已移到另一个阶段的末尾，编号不变；发布后生效。", "success")
    return to


def _found(store: Session, key: str) -> tuple[int, str]:
    row = queries.standing(store)
    section = queries.section_of(store, row.id, key) if row else None
    if row is None or section is None:
        raise NoSuchThingError("没有这个问题，可能别人刚停用")
    return row.id, section.key


def _back(key: str, way: str, section: str) -> str:
    """Lead back to the same button of the tree, so that it can be pressed again."""
    after = request.form.get("after") or None
    return at("console.faq", section=section, after=after, moved=key, way=way)
