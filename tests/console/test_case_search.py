"""Of a large FAQ a question is looked for, not picked from a list of all."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from console import case_search
from faq_store.content import drafts
from helpline.faq import Edition, Question
from helpline.matching import Matcher
from notices.compose import reason_codes
from staff.roles import Role
from storage.session import reading, writing
from tests.console.visitors import Clock, LoggedIn, Page, Visitor
from tests.faq_store import examples
from tests.faq_store.asked import ask

LIST = "/console/inquiries"


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


@pytest.fixture
def inquiry(store: Engine, clock: Clock) -> int:
    return ask(store, "薄片片不灵光", clock.now)


def grown() -> Edition:
    """Make an FAQ of more questions than anybody would read in a list."""
    first, *others = examples.SMALL.sections
    many = tuple(
        Question(f"1.{number}", f"第{number}个窗口卖什么？", "饭。")
        for number in range(100, 101 + case_search.MOST_LISTED)
    )
    larger = replace(first, questions=(*first.questions, *many))
    return replace(examples.SMALL, sections=(larger, *others))


@pytest.fixture
def large(store: Engine, clock: Clock) -> None:
    """Begin a draft of it."""
    with writing(store) as session:
        drafts.replace_draft(session, grown(), now=clock.now)


def sought(editor: Visitor, inquiry: int, words: str, **more: object) -> Page:
    fields = {"ids": inquiry, "phrasing": "薄片片不灵", "outcome": "find"} | more
    return editor.post(f"{LIST}/{inquiry}/preview", fields | {"sought": words})


def offered(page: Page) -> Iterator[str]:
    """List the cases that buttons of a page offer."""
    for part in page.html.split('name="outcome" value="')[1:]:
        yield part.partition('"')[0]


def test_a_small_faq_is_listed_whole(editor: Visitor, inquiry: int) -> None:
    page = editor.get(f"{LIST}/{inquiry}")

    assert 'name="listed"' in page.html
    assert 'name="sought"' not in page.html


@pytest.mark.usefixtures("large")
def test_of_a_large_one_the_page_lists_none(editor: Visitor, inquiry: int) -> None:
    page = editor.get(f"{LIST}/{inquiry}")

    assert 'name="listed"' not in page.html
    assert "个窗口卖什么" not in page.text
    assert "找别的问题" in page.text


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("words", ["第123个窗口", "1.123", " 1.123 "])
def test_a_question_is_found_by_its_words_or_its_number(
    editor: Visitor, inquiry: int, words: str
) -> None:
    page = sought(editor, inquiry, words)

    assert "1.123" in offered(page)
    assert "1.123 第123个窗口卖什么？" in page.text


@pytest.mark.usefixtures("large")
def test_situations_of_what_is_found_are_offered_too(
    editor: Visitor, inquiry: int
) -> None:
    assert {"1.2", "1.2#1"} <= {*offered(sought(editor, inquiry, "1.2"))}


@pytest.mark.usefixtures("large")
def test_what_was_typed_before_looking_is_not_lost(
    editor: Visitor, inquiry: int
) -> None:
    page = sought(editor, inquiry, "没有人写过这几个字", phrasing="薄片片不灵光了")

    assert "薄片片不灵光了" in page.html
    assert 'value="没有人写过这几个字"' in page.html


@pytest.mark.usefixtures("large")
def test_what_was_found_is_previewed_and_settled(editor: Visitor, inquiry: int) -> None:
    fields = {"ids": inquiry, "phrasing": "薄片片不灵光", "outcome": "1.123"}

    previewed = editor.post(f"{LIST}/{inquiry}/preview", fields)
    settled = editor.post(f"{LIST}/{inquiry}/settle", fields, follow=True)

    assert "问的是：1.123 第123个窗口卖什么？" in previewed.text
    assert "记为“问的是：1.123 第123个窗口卖什么？”" in settled.text


def test_a_reason_code_takes_a_number_where_questions_are_too_many_to_list(
    editor: Visitor, store: Engine, clock: Clock, small_matcher: Matcher
) -> None:
    examples.publish(store, grown(), clock.now, small_matcher)
    path, fields = "/console/notices/reasons", {"code": "P1", "text": "照片不清晰"}

    page = editor.get(path)
    wrong = editor.post(path, fields | {"question": "9.9"})
    editor.post(path, fields | {"question": "1.2"})

    assert '<select class="form-select" id="question"' not in page.html
    assert "没有编号为“9.9”的问题" in wrong.text
    with reading(store) as session:
        found = reason_codes.find_reason_code(session, "P1")
    assert found
    assert found.question == "1.2"
