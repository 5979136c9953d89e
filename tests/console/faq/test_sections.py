"""The sections of the FAQ: added, renamed, moved, and taken away when they are empty."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from faq_store.content import drafts
from staff.roles import Role
from storage.session import writing
from tests.console.faqs import (
    PATH,
    audited,
    page,
    sections,
)
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.faq_store.examples import SMALL

SECTIONS = f"{PATH}/sections"


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


def test_sections_are_added_renamed_moved_and_taken_away_empty(
    editor: Visitor, store: Engine
) -> None:
    editor.post(f"{SECTIONS}/new", {"title": "外卖"})
    seen = _seen(editor, "4")
    editor.post(f"{SECTIONS}/4", {"title": "外带", "seen": seen})
    editor.post(f"{SECTIONS}/4/move", {"way": "up"})
    moved = sections(store)
    editor.post(f"{SECTIONS}/4/retire")

    assert moved == ["用餐", "其他", "外带", "联系我们"]
    assert sections(store) == ["用餐", "其他", "联系我们"]
    assert [it[1] for it in audited(store)] == [
        "add-section",
        "rename-section",
        "move-section",
        "retire-section",
    ]


def _seen(visitor: Visitor, section: str) -> str:
    html = visitor.get(f"{SECTIONS}/{section}").html
    return html.split('name="seen" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("section", "way", "order"),
    [
        ("1", "down", ["其他", "用餐", "联系我们"]),
        ("2", "down", ["用餐", "联系我们", "其他"]),
        ("3", "up", ["用餐", "联系我们", "其他"]),
        ("1", "up", ["用餐", "其他", "联系我们"]),
        ("3", "down", ["用餐", "其他", "联系我们"]),
        ("9", "down", ["用餐", "其他", "联系我们"]),
        ("1", "aside", ["用餐", "其他", "联系我们"]),
    ],
)
def test_a_section_moves_by_a_step(
    editor: Visitor, store: Engine, section: str, way: str, order: list[str]
) -> None:
    editor.post(f"{SECTIONS}/{section}/move", {"way": way})

    assert sections(store) == order


def test_a_section_with_questions_stays(editor: Visitor, store: Engine) -> None:
    answer = editor.post(f"{SECTIONS}/1/retire", follow=True)

    assert "里面还有2个问题" in editor.get(f"{SECTIONS}/1").text
    assert "没有删除" in answer.text
    assert "用餐" in sections(store)


@pytest.mark.parametrize("path", [f"{SECTIONS}/new", f"{SECTIONS}/1"])
def test_a_section_needs_a_name(editor: Visitor, store: Engine, path: str) -> None:
    answer = editor.post(path, {"title": " ", "seen": _seen(editor, "1")})

    assert answer.status == 400
    assert "请写上标题" in answer.text
    assert len(sections(store)) == 3


def test_who_renames_a_section_later_is_told_and_keeps_what_was_typed(
    editor: Visitor, logged_in: LoggedIn, store: Engine
) -> None:
    seen = _seen(editor, "1")
    logged_in(Role.REVIEWER).post(f"{SECTIONS}/1", {"title": "吃饭", "seen": seen})

    answer = editor.post(f"{SECTIONS}/1", {"title": "就餐", "seen": seen})

    assert answer.status == 409
    assert "reviewer" in answer.text
    assert "改成了“吃饭”" in answer.text
    assert 'value="就餐"' in answer.html
    assert sections(store)[0] == "吃饭"


def test_a_section_that_is_not_there_is_no_page(editor: Visitor) -> None:
    assert editor.get(f"{SECTIONS}/9").status == 404


def test_an_faq_without_sections_asks_for_one_first(
    editor: Visitor, store: Engine, clock: Clock
) -> None:
    with writing(store) as session:
        drafts.replace_draft(
            session, replace(SMALL, sections=(), phrasings=()), now=clock()
        )

    answer = editor.get(page("new"))

    assert answer.status == 302
    assert "请先增加一个阶段" in editor.get(answer.location).text
    assert "阶段的名称" in editor.get(f"{SECTIONS}/new").text
