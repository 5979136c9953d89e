"""A question is written anew, or from what an inquiry asked."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from helpline.faq import Question
from staff.roles import Role
from tests.console.faqs import audited, filled, opened, page
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.faq_store.asked import ask

HOURS, CARD, DESK = "1.1", "1.2", "3.1"


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


def new(title: str, answer: str = "可以。") -> Question:
    return Question("", title, answer)


def test_a_new_question_stands_at_the_end_of_its_section_under_a_new_key(
    editor: Visitor, store: Engine
) -> None:
    asked = editor.get(page("new"), {"section": "2"})

    answer = editor.post(
        page("new"), filled(new("可以外带吗？"), section="2", phrasing="能打包吗")
    )

    shown = editor.get(page("2.2"))
    assert '<option value="2" selected>' in asked.html
    assert answer.location.endswith(page("2.2"))
    assert opened(store, "2.2") == replace(new("可以外带吗？"), key="2.2")
    assert "能打包吗" in shown.text
    assert [it[1] for it in audited(store)[-2:]] == ["add-question", "add-phrasing"]


@pytest.mark.parametrize(
    ("question", "section", "sentence"),
    [(new("", "答"), "2", "请写上标题"), (new("问", "答"), "9", "没有这个阶段")],
)
def test_a_new_question_that_cannot_be_kept_stays_in_the_form(
    editor: Visitor, store: Engine, question: Question, section: str, sentence: str
) -> None:
    before = audited(store)

    answer = editor.post(
        page("new"), filled(question, section=section, phrasing="旧话")
    )

    assert answer.status == 400
    assert sentence in answer.text
    assert question.answer in answer.html
    assert 'value="旧话"' in answer.html
    assert audited(store) == before


def test_a_new_question_grows_situations_before_it_is_saved(editor: Visitor) -> None:
    answer = editor.post(page("new"), filled(new("问"), section="2", do="add"))

    assert 'name="condition"' in answer.html
    assert '<option value="2" selected>' in answer.html


def test_a_new_question_begins_with_what_an_inquiry_asked(
    editor: Visitor, store: Engine, clock: Clock
) -> None:
    ask(store, "能不能外带", clock())
    editor.post("/console/inquiries/1/settle", {"ids": "1", "outcome": "new-question"})
    listed = editor.get("/console/inquiries", {"show": "new"})

    asked = editor.get(page("new"), {"inquiry": "1"})
    again = editor.post(
        page("new"), filled(new(""), section="2", inquiry="1", phrasing="可以外带吗")
    )

    assert 'href="/console/faq/new?inquiry=1"' in listed.html
    assert "有人问： 能不能外带" in asked.text
    assert 'name="phrasing" value="能不能外带"' in asked.html
    assert 'name="phrasing" value="可以外带吗"' in again.html
    assert "有人问： 能不能外带" in again.text


def test_an_inquiry_that_is_gone_is_no_error(editor: Visitor) -> None:
    assert editor.get(page("new"), {"inquiry": "9"}).status == 200
    assert editor.get(page("new"), {"inquiry": "x"}).status == 200
