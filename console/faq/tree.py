"""The FAQ as a tree of sections and questions, with its changes, and search."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.context import ConsoleContext
from faq_store.content import editions, queries
from faq_store.content.queries import QuestionLine, SectionLine
from faq_store.diff import question_pairs
from faq_store.editing import question_context
from faq_store.editing.question_context import QuestionTitle
from faq_store.tables import DRAFT, EditionRow
from helpline.text import is_blank, parse_count
from storage.session import reading

SMALL = 60
"""Questions of an FAQ that is shown whole; of a larger one, a section at a time."""

PAGE_SIZE = 50
_MOST_RETIRED = 50
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class PublishedInfo:
    """The edition that is out."""

    number: int
    at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class TreeSection:
    """A section, and the questions of it that are shown, None while it is closed.

    `more` is the place to go on from, None at the end.
    """

    section: SectionLine
    lines: tuple[QuestionLine, ...] | None = None
    more: int | None = None


@dataclass(frozen=True, slots=True)
class FaqTree:
    """What is shown of the FAQ; `marks` tell by key what differs from what is out."""

    out: PublishedInfo | None
    draft: bool = False
    branches: tuple[TreeSection, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    retired: tuple[QuestionTitle, ...] = ()
    found: tuple[QuestionLine, ...] = ()

    @property
    def whole(self) -> bool:
        """Tell whether every section is open."""
        return all(it.lines is not None for it in self.branches)


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the page of the tree."""

    @pages.get("/faq")
    def faq() -> ResponseReturnValue:
        words = request.args.get("q", "").strip()
        with reading(context.engine) as store:
            tree = _load_tree(store, words)
        return render_template(
            "console/faq/tree.html",
            tree=tree,
            words=words,
            most=PAGE_SIZE,
            moved=request.args.get("moved", ""),
            way=request.args.get("way", ""),
            section=request.args.get("section", ""),
            there=lambda endpoint: endpoint in current_app.view_functions,
        )


def _load_tree(store: Session, words: str) -> FaqTree:
    row, latest = queries.working_edition_row(store), editions.latest_row(store)
    out = _published_info(latest) if latest else None
    if row is None:
        return FaqTree(out)
    found: tuple[QuestionLine, ...] = ()
    branches: tuple[TreeSection, ...] = ()
    if is_blank(words):
        branches = _tree_sections(store, row)
    else:
        found = queries.search_questions(store, row.id, words, PAGE_SIZE)
    draft = row.number == DRAFT
    lines = (*found, *(it for one in branches for it in one.lines or ()))
    retired: tuple[QuestionTitle, ...] = ()
    if draft and latest:
        retired = question_context.list_retired(store, latest.id, row.id, _MOST_RETIRED)
    marks = _difference_marks(store, latest, row, lines) if draft else {}
    return FaqTree(out, draft, branches, marks, retired, found)


def _published_info(latest: EditionRow) -> PublishedInfo:
    return PublishedInfo(latest.number, latest.published_at, latest.published_by)


def _tree_sections(store: Session, row: EditionRow) -> tuple[TreeSection, ...]:
    sections = queries.list_sections(store, row.id)
    small = sum(it.questions for it in sections) <= SMALL
    wanted = request.args.get("section", "")
    return tuple(
        _tree_section(store, row, section, SMALL if small else PAGE_SIZE)
        if small or section.key == wanted
        else TreeSection(section)
        for section in sections
    )


def _tree_section(
    store: Session, row: EditionRow, section: SectionLine, most: int
) -> TreeSection:
    asked = parse_count(request.args.get("after", ""), _DIGITS)
    after = -1 if asked is None or most == SMALL else asked
    lines = queries.list_questions(store, row.id, section.key, after, most + 1)
    more = lines[most - 1].position if len(lines) > most else None
    return TreeSection(section, lines[:most], more)


def _difference_marks(
    store: Session,
    latest: EditionRow | None,
    row: EditionRow,
    lines: tuple[QuestionLine, ...],
) -> dict[str, str]:
    """Mark what is shown, and nothing else is read."""
    old = latest.id if latest else None
    pairs = question_pairs.read_pairs(store, old, row.id, [it.key for it in lines])
    marks = dict[str, str]()
    for pair in pairs:
        if pair.before is None:
            marks[pair.key] = "新"
        elif pair.before != pair.after:
            marks[pair.key] = "改"
        elif pair.moved:
            marks[pair.key] = "移"
    return marks
