"""An inquiry is settled with two clicks, and reopened with one."""

import pytest
from sqlalchemy import Engine, select

from faq_store.content import drafts
from helpline.faq import Case, Phrasing
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading
from tests.console.visitors import Clock, LoggedIn, Page, Visitor
from tests.faq_store.asked import ask, read

LIST = "/console/inquiries"


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


@pytest.fixture
def inquiry(store: Engine, clock: Clock) -> int:
    return ask(store, "薄片片不灵光", clock.now)


def form(inquiry: int, **more: object) -> dict[str, object]:
    return {"ids": inquiry, "phrasing": "薄片片不灵光", "outcome": "1.2"} | more


def preview(visitor: Visitor, inquiry: int, **more: object) -> Page:
    return visitor.post(f"{LIST}/{inquiry}/preview", form(inquiry, **more))


def settle(visitor: Visitor, inquiry: int, **more: object) -> Page:
    path = f"{LIST}/{inquiry}/settle"
    return visitor.post(path, form(inquiry, **more), follow=True)


def taught(store: Engine) -> tuple[Phrasing, ...]:
    with reading(store) as session:
        draft = drafts.load_draft(session)
        return draft.phrasings if draft else ()


def audited(store: Engine) -> list[tuple[str, str, str]]:
    with reading(store) as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [(it.who, it.action, it.subject) for it in rows]


def test_the_first_click_shows_what_it_would_change_and_changes_nothing(
    editor: Visitor, inquiry: int, store: Engine
) -> None:
    page = preview(editor, inquiry)

    assert page.status == 200
    assert "会改变什么" in page.text
    assert "问的是：1.2 饭卡刷不出来怎么办？" in page.text
    assert "教会以后" in page.text
    assert "确认，处理这1条" in page.text
    assert read(store, inquiry).settled_at is None
    assert taught(store) == ()


def test_the_second_click_teaches_the_draft_and_settles_what_was_chosen(
    editor: Visitor, inquiry: int, store: Engine, clock: Clock
) -> None:
    alike = ask(store, "薄片片不灵光！", clock.now)
    other = ask(store, "薄片片不灵光？", clock.now)

    page = settle(editor, inquiry, ids=[f"{inquiry},{alike}"])

    assert "已处理2条" in page.text
    assert "草稿发布后生效" in page.text
    assert Phrasing("薄片片不灵光", Case("1.2")) in taught(store)
    assert read(store, alike).settled_by == "editor"
    assert read(store, other).settled_at is None
    assert audited(store)[-2:] == [
        ("editor", "settle-inquiries", f"inquiry:{inquiry}"),
        ("editor", "add-phrasing", "question:1.2"),
    ]


def test_a_situation_is_chosen_from_the_list_of_all(
    editor: Visitor, inquiry: int
) -> None:
    page = preview(editor, inquiry, outcome="listed", listed="1.2#2")

    assert "情形2：饭卡已经挂失。" in page.text
    assert 'value="1.2#2" selected' in page.html


def test_out_of_scope_is_shown_first_too_and_then_taught(
    editor: Visitor, inquiry: int, store: Engine
) -> None:
    assert "不在范围内" in preview(editor, inquiry, outcome="out-of-scope").text

    settle(editor, inquiry, outcome="out-of-scope")

    assert Phrasing("薄片片不灵光", None) in taught(store)


def test_numbers_of_people_are_masked_in_what_is_taught(
    editor: Visitor, inquiry: int, store: Engine
) -> None:
    settle(editor, inquiry, phrasing="13800138000的薄片片不灵光")

    assert taught(store)[-1].text == "138****8000的薄片片不灵光"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ids": ""}, "请至少勾选一句"),
        ({"ids": "x,99999999999"}, "请至少勾选一句"),
        ({"outcome": "listed", "listed": ""}, "请先在列表里选"),
        ({"phrasing": " "}, "问法是空的"),
        ({"outcome": "9.9"}, "没有 9.9"),
        ({"outcome": "#"}, "不是问题或情形的编号"),
        ({"outcome": "ignored"}, "没有可预览的"),
    ],
)
def test_what_cannot_be_taught_is_said_and_nothing_typed_is_lost(
    editor: Visitor, inquiry: int, wrong: dict[str, str], sentence: str
) -> None:
    page = preview(editor, inquiry, **{"phrasing": "我改过的话"} | wrong)

    assert page.status == 400
    assert sentence in page.text
    if "phrasing" not in wrong:
        assert "我改过的话" in page.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ids": ""}, "请至少勾选一句"),
        ({"outcome": ""}, "不是问题或情形的编号"),
        ({"outcome": "9.9"}, "没有 9.9"),
    ],
)
def test_what_cannot_be_settled_is_left_waiting(
    editor: Visitor, inquiry: int, store: Engine, wrong: dict[str, str], sentence: str
) -> None:
    page = settle(editor, inquiry, **wrong)

    assert sentence in page.text
    assert read(store, inquiry).settled_at is None


def test_a_phrasing_that_the_draft_knows_is_not_taught_again(
    editor: Visitor, store: Engine, clock: Clock
) -> None:
    inquiry = ask(store, "卡坏了", clock.now)

    shown = preview(editor, inquiry, phrasing="卡坏了")
    page = settle(editor, inquiry, phrasing="卡坏了")

    assert "草稿里已经有这条问法" in shown.text
    assert "已处理1条" in page.text
    assert taught(store) == ()


def test_settled_twice_the_second_is_told(editor: Visitor, inquiry: int) -> None:
    settle(editor, inquiry, outcome="ignored")

    page = settle(editor, inquiry, outcome="ignored")

    assert "已经处理过了" in page.text


def test_what_needs_a_new_question_is_kept_in_a_list_of_its_own(
    editor: Visitor, inquiry: int, store: Engine
) -> None:
    settle(editor, inquiry, outcome="new-question")

    assert "薄片片不灵光" in editor.get(LIST, {"show": "new"}).text
    assert "没有待处理的提问" in editor.get(LIST).text
    assert taught(store) == ()


def test_what_was_settled_is_listed_with_who_and_what(
    editor: Visitor, inquiry: int, clock: Clock, store: Engine
) -> None:
    settle(editor, inquiry)
    other = ask(store, "哈哈哈", clock.now)
    settle(editor, other, outcome="ignored")

    text = editor.get(LIST, {"show": "settled"}).text

    assert "问的是：1.2 饭卡刷不出来怎么办？ （问法：薄片片不灵光）" in text
    assert "不处理" in text
    assert "editor" in text
    assert (
        "还没有处理过"
        in editor.get(
            LIST, {"show": "settled", "before": "2000-01-01T00:00:00+00:00"}
        ).text
    )
    assert "哈哈哈" in editor.get(LIST, {"show": "settled", "before": "x"}).text


def test_what_was_settled_wrongly_is_undone_with_what_was_taught(
    editor: Visitor, inquiry: int, store: Engine
) -> None:
    done = settle(editor, inquiry)
    assert f"{LIST}/{inquiry}/reopen" in done.html

    page = editor.post(f"{LIST}/{inquiry}/reopen", follow=True)

    assert "已放回待处理：1条" in page.text
    assert read(store, inquiry).settled_at is None
    assert Phrasing("薄片片不灵光", Case("1.2")) not in taught(store)
    assert audited(store)[-1] == ("editor", "reopen-inquiries", f"inquiry:{inquiry}")
    assert "还在待处理里" in editor.post(f"{LIST}/{inquiry}/reopen", follow=True).text
