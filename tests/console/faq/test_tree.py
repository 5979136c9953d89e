"""The tree of the FAQ: what is listed, found, marked and moved."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from console.faq import tree
from faq_store.content import drafts
from helpline.faq import Question, Section
from staff.roles import Role
from storage.base import Base
from storage.session import writing
from tests.console.faqs import (
    PATH,
    audited,
    filled,
    keys,
    opened,
    page,
)
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.faq_store.examples import SMALL


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


@pytest.fixture
def large(store: Engine, clock: Clock) -> Engine:
    """Draft a FAQ of two sections, the first with more than a page holds."""
    questions = tuple(
        Question(f"1.{number}", f"问题第{number}号", "答。")
        for number in range(1, tree.SMALL + 11)
    )
    other = Section("2", "其他", (Question("2.1", "可以带家属吗？", "可以。"),))
    edition = replace(
        SMALL, sections=(Section("1", "用餐", questions), other), phrasings=()
    )
    with writing(store) as session:
        drafts.replace_draft(session, edition, now=clock())
    return store


def test_it_lists_every_question_of_a_small_faq(logged_in: LoggedIn) -> None:
    text = logged_in(Role.READER).get(PATH).text

    for section in SMALL.sections:
        assert f"{section.title} {len(section.questions)}个" in text
        assert all(f"{it.key} {it.title}" in text for it in section.questions)
    assert "正在答复的是第1版" in text
    assert "没有草稿" in text
    assert "2种情形" in text
    assert "联系方式" in text


def test_a_reader_has_no_buttons(logged_in: LoggedIn) -> None:
    reader = logged_in(Role.READER)

    shown = reader.get(PATH).html

    assert "上移" not in shown
    assert "写新问题" not in shown
    assert reader.post(f"{page('1.1')}/move", {"way": "down"}).status == 403
    assert reader.get(f"{page('1.1')}/retire").status == 403


@pytest.mark.parametrize(
    ("words", "found"),
    [("家属", "2.1"), ("解挂", "1.2"), ("什么时候吃饭", "1.1"), ("3.1", "3.1")],
)
def test_it_finds_words_of_titles_answers_and_phrasings(
    editor: Visitor, words: str, found: str
) -> None:
    shown = editor.get(PATH, {"q": words})

    assert "找到1个问题" in shown.text
    assert f'href="/console/faq/{found}"' in shown.html


def test_it_says_that_nothing_is_found(editor: Visitor) -> None:
    assert "没有找到" in editor.get(PATH, {"q": "没有人写过"}).text


def test_new_changed_and_moved_questions_are_marked(
    editor: Visitor, store: Engine
) -> None:
    hours = opened(store, "1.1")
    editor.post(page("1.1"), filled(replace(hours, answer="一点。"), hours))
    editor.post(page("new"), filled(Question("", "新的？", "答。"), section="2"))
    editor.post(f"{page('1.2')}/move", {"section": "2"})

    text = editor.get(PATH).text

    assert "1.1 几点开饭？ 改" in text
    assert "2.2 新的？ 新" in text
    assert "1.2 饭卡刷不出来怎么办？ 移" in text
    assert "2.1 可以带家属吗？ 停用" in text
    assert "下面是 草稿" in text


def test_a_large_faq_is_shown_a_section_and_a_page_at_a_time(
    editor: Visitor, large: Engine
) -> None:
    assert len(keys(large, "1")) > tree.PAGE_SIZE
    closed = editor.get(PATH)
    first = editor.get(PATH, {"section": "1"})
    rest = editor.get(PATH, {"section": "1", "after": str(tree.PAGE_SIZE - 1)})

    assert "问题第1号" not in closed.text
    assert "用餐 70个" in closed.text
    assert "问题第50号" in first.text
    assert "问题第51号" not in first.text
    assert f"after={tree.PAGE_SIZE - 1}" in first.html
    assert "问题第50号" not in rest.text
    assert "问题第70号" in rest.text
    assert "从头看" in rest.text


@pytest.mark.parametrize(
    ("key", "way", "order"),
    [
        ("1.1", "down", ["1.2", "1.1"]),
        ("1.2", "up", ["1.2", "1.1"]),
        ("1.1", "up", ["1.1", "1.2"]),
        ("1.2", "down", ["1.1", "1.2"]),
    ],
)
def test_a_question_is_moved_by_a_step_and_the_button_waits_to_be_pressed_again(
    editor: Visitor, store: Engine, key: str, way: str, order: list[str]
) -> None:
    moved = editor.post(f"{page(key)}/move", {"way": way})

    shown = editor.get(moved.location)
    pressed = next(it for it in shown.html.split("<button") if "autofocus" in it)
    assert keys(store, "1") == order
    assert f'value="{way}"' in pressed
    assert f"“{opened(store, key).title}”" in pressed


def test_a_question_in_the_middle_moves_past_one_neighbour_only(
    editor: Visitor, large: Engine
) -> None:
    editor.post(f"{page('1.5')}/move", {"way": "down"})
    editor.post(f"{page('1.9')}/move", {"way": "up"})

    assert keys(large, "1")[3:9] == ["1.4", "1.6", "1.5", "1.7", "1.9", "1.8"]


def test_a_question_moves_to_the_end_of_another_section_and_keeps_its_key(
    editor: Visitor, store: Engine
) -> None:
    editor.post(f"{page('1.1')}/move", {"section": "2"})

    assert keys(store, "2") == ["2.1", "1.1"]
    assert audited(store)[-1] == ("editor", "move-question", "question:1.1")


@pytest.mark.parametrize("fields", [{"section": "9"}, {"section": ""}])
def test_a_question_cannot_move_where_nothing_is(
    editor: Visitor, store: Engine, fields: dict[str, str]
) -> None:
    answer = editor.post(f"{page('1.1')}/move", fields, follow=True)

    assert "没有移动" in answer.text
    assert keys(store, "1") == ["1.1", "1.2"]


def test_what_is_gone_cannot_be_moved(editor: Visitor) -> None:
    answer = editor.post(f"{page('9.9')}/move", {"way": "up"}, follow=True)

    assert "没有这个问题" in answer.text


def test_where_it_is_already_nothing_moves(editor: Visitor, store: Engine) -> None:
    before = audited(store)

    answer = editor.post(f"{page('1.1')}/move", {"section": "1"}, follow=True)

    assert "已经在这个阶段里" in answer.text
    assert audited(store) == before


def test_where_nothing_was_ever_written_the_tree_is_empty(
    editor: Visitor, store: Engine
) -> None:
    with writing(store) as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in _UNDER_EDITIONS:
                session.execute(table.delete())

    text = editor.get(PATH).text

    assert "还没有发布过" in text
    assert "还没有阶段" in text


_UNDER_EDITIONS = {
    *("editions", "sections", "questions", "situations", "phrasings"),
    *("synonyms", "prompts", "matchers"),
}
