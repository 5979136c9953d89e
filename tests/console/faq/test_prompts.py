"""The prompts: edited with a preview, never over another's words, and really said."""

import html
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from faq_store.content import queries
from faq_store.editing import prompts
from faq_store.editing.validation import revision_of
from faq_store.publishing import publish as publishing_publish
from helpline.wording import Prompts
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console.visitors import Clock, LoggedIn, Page, Visitor
from tests.faq_store.examples import SMALL
from tests.server.callers import Caller, a_call, a_text

PATH = "/console/prompts"
HELLO = "食堂新问候，客服{hotline}。"


def save(
    visitor: Visitor, name: str, text: str, seen: str | None = None, **more: str
) -> Page:
    """Save a prompt over what the packaged canteen says, unless told what was seen."""
    over = getattr(SMALL.prompts, name) if seen is None else seen
    fields = {"text": text, "seen": revision_of(over), "do": "save", **more}
    return visitor.post(f"{PATH}/{name}", fields)


def stands(store: Engine, name: str) -> str:
    with reading(store) as session:
        row = queries.working_edition_row(session)
        assert row
        return queries.read_prompt(session, row.id, name)


def publish(store: Engine, clock: Clock) -> None:
    with writing(store) as session:
        publishing_publish.publish_draft(
            session, now=clock(), by="reviewer", second_person=False
        )


def heard(app: Flask, path: str, body: str = "") -> str:
    caller, sid = Caller(app), uuid4().hex
    fields = a_text(body, f"SM{sid}") if body else a_call(f"CA{sid}", Digits="")
    return html.unescape(caller.signed(path, fields).text)


def test_all_of_them_are_listed_as_they_stand(logged_in: LoggedIn) -> None:
    page = logged_in(Role.READER).get(PATH)

    for name, called in prompts.PROMPT_NAMES.items():
        assert called in page.text
        assert getattr(SMALL.prompts, name) in page.text
    assert page.text.count("改 ") == 1  # only where the mark is explained


def test_an_edit_is_kept_in_the_draft_with_its_author_and_written_down(
    store: Engine, logged_in: LoggedIn
) -> None:
    editor = logged_in(Role.EDITOR)

    answer = save(editor, "greeting", HELLO)

    with reading(store) as session:
        last = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert last
        assert (last.who, last.action) == ("editor", "save-prompt")
        assert (last.before, last.after) == ('"食堂欢迎您。"', f'"{HELLO}"')
    assert answer.location == f"{PATH}/greeting"
    assert stands(store, "greeting") == HELLO
    assert "editor 最后改于" in editor.get(PATH).text
    assert "已发布的 食堂欢迎您。" in editor.get(f"{PATH}/greeting").text
    assert "提示语 短信问候" in editor.get("/console/audit").text


def test_a_published_prompt_is_said_in_texts_and_calls(
    app: Flask, store: Engine, logged_in: LoggedIn, clock: Clock
) -> None:
    editor = logged_in(Role.EDITOR)
    save(editor, "greeting", HELLO)
    save(editor, "no_match", "没找到，请拨｛hotline｝。")
    save(editor, "call_greeting", "电话新问候。")
    save(editor, "goodbye", "新的再见。")
    save(editor, "hotline_spoken", "0371-12345678")
    save(editor, "hotline_dialled", "0371 1234 5678")
    before = heard(app, "/sms/inbound", "你好")
    publish(store, clock)

    silence = "/ivr/key?edition=2&at=0&silent=2&wrong=0"
    greeted = heard(app, "/ivr/answer")

    assert "食堂欢迎您。" in before
    assert "食堂新问候，客服0371-12345678。" in heard(app, "/sms/inbound", "你好")
    assert "没找到，请拨0371-12345678。" in heard(app, "/sms/inbound", "今天下雨吗")
    assert "电话新问候。" in greeted
    assert "新的再见。" in heard(app, silence)
    dialled = press(app, "0")
    assert ">+8637112345678</Dial>" in dialled
    assert "0 3 7 幺" in dialled


def press(app: Flask, key: str) -> str:
    fields = a_call(f"CA{uuid4().hex}", Digits=key)
    return Caller(app).signed("/ivr/key?edition=2&at=0&silent=0&wrong=0", fields).text


def test_nobody_writes_over_what_another_has_just_written(
    store: Engine, logged_in: LoggedIn
) -> None:
    save(logged_in(Role.EDITOR), "sorry", "编辑写的。")

    page = save(logged_in(Role.REVIEWER), "sorry", "审核写的。")

    assert page.status == 409
    assert "editor 在 2026-03-02 09:30:00 改过这一条" in page.text
    assert "编辑写的。" in page.text
    assert "审核写的。</textarea>" in page.html
    assert stands(store, "sorry") == "编辑写的。"


def test_whoever_has_seen_the_other_s_words_may_save_after_all(
    store: Engine, logged_in: LoggedIn
) -> None:
    reviewer = logged_in(Role.REVIEWER)
    save(logged_in(Role.EDITOR), "sorry", "编辑写的。")
    page = save(reviewer, "sorry", "审核写的。")
    assert f'name="seen" value="{revision_of("编辑写的。")}"' in page.html

    save(reviewer, "sorry", "审核写的。", seen="编辑写的。")

    assert stands(store, "sorry") == "审核写的。"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("greeting", "  ", "请写上提示语"),
        ("greeting", "字" * 201, "最多200个字"),
        ("no_match", "请拨{电话}。", "花括号里只能写 hotline"),
        ("hotline_dialled", "96500", "短号"),
        ("hotline_spoken", "人工台", "请写一个电话号码"),
    ],
)
def test_what_cannot_be_said_is_refused_and_not_lost(
    store: Engine, logged_in: LoggedIn, name: str, text: str, said: str
) -> None:
    page = save(logged_in(Role.EDITOR), name, text)

    assert page.status == 400
    assert said in page.text
    assert text.strip() in page.html
    assert stands(store, name) == getattr(SMALL.prompts, name)


def test_the_default_wording_comes_back_by_one_button(
    store: Engine, logged_in: LoggedIn
) -> None:
    editor = logged_in(Role.EDITOR)
    assert "恢复原来的说法" in editor.get(f"{PATH}/greeting").text

    save(editor, "greeting", "", do="default")

    assert stands(store, "greeting") == Prompts().greeting
    assert "恢复原来的说法" not in editor.get(f"{PATH}/greeting").text


def test_what_was_not_changed_makes_no_draft(
    store: Engine, logged_in: LoggedIn
) -> None:
    editor = logged_in(Role.EDITOR)

    save(editor, "greeting", f" {SMALL.prompts.greeting} ")

    assert "没有改动" in editor.get(PATH).text
    with reading(store) as session:
        row = queries.working_edition_row(session)
        assert row
        assert row.number == 1


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("greeting", "拨{hotline}。", "拨96500。 7个字，按1段计费"),
        ("call_apology", "拨{hotline}。", "拨9 6 5 0 0。"),
        ("hotline_spoken", "12345", "客服电话是幺 2 3 4 5。"),
        ("hotline_dialled", "13800138000", "转接到 +8613800138000"),
        ("hotline_dialled", "", "再说一遍"),
        ("sorry", "拨{电话}。", "花括号里只能写 hotline"),
        ("sorry", "<b>粗</b>", "<b>粗</b>"),
    ],
)
def test_a_preview_shows_how_it_arrives_and_keeps_nothing(
    store: Engine, logged_in: LoggedIn, name: str, text: str, shown: str
) -> None:
    page = logged_in(Role.EDITOR).post(f"{PATH}/{name}/preview", {"text": text})

    assert page.status == 200
    assert shown in page.text
    assert "<html" not in page.html
    assert "<b>" not in page.html
    assert stands(store, name) == getattr(SMALL.prompts, name)


def test_without_script_the_page_itself_previews(
    store: Engine, logged_in: LoggedIn
) -> None:
    page = save(logged_in(Role.EDITOR), "greeting", HELLO, do="preview")

    assert page.status == 200
    assert "食堂新问候，客服96500。" in page.text
    assert f"{HELLO}</textarea>" in page.html
    assert stands(store, "greeting") == SMALL.prompts.greeting


def test_a_reader_reads_and_changes_nothing(logged_in: LoggedIn) -> None:
    reader = logged_in(Role.READER)

    page = reader.get(f"{PATH}/greeting")

    assert "食堂欢迎您。" in page.text
    assert "<textarea" not in page.html
    assert save(reader, "greeting", HELLO).status == 403


def test_there_is_no_other_prompt(logged_in: LoggedIn) -> None:
    editor = logged_in(Role.EDITOR)

    assert editor.get(f"{PATH}/said").status == 404
    assert editor.post(f"{PATH}/said", {"text": "x"}).status == 404
    assert editor.post(f"{PATH}/said/preview", {"text": "x"}).status == 404
