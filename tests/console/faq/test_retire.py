"""Questions that are retired, with what hangs on them, and that come back."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from faq_store.editing.validation import revision_of
from notices.compose import reason_codes
from notices.compose.reason_codes import ReasonCode
from staff.roles import Role
from storage.session import writing
from tests.console.faqs import (
    PATH,
    audited,
    filled,
    opened,
    page,
    stands,
)
from tests.console.visitors import Clock, LoggedIn, Visitor

SECTIONS = f"{PATH}/sections"


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


def test_before_a_question_is_retired_all_that_hangs_on_it_is_told(
    editor: Visitor, store: Engine, clock: Clock
) -> None:
    code = ReasonCode("R01", "饭卡余额不足", "1.2")
    with writing(store) as session:
        reason_codes.save_reason_code(session, code, lambda _: True, "editor", clock())
    hours = opened(store, "1.1")
    pointing = replace(hours, answer="见“饭卡刷不出来怎么办”。")
    editor.post(page("1.1"), filled(pointing, hours))

    text = editor.get(f"{page('1.2')}/retire").text

    assert "2条问法 一并去掉" in text
    assert "1个原因代码" in text
    assert "R01 饭卡余额不足" in text
    assert "这些问题的答复提到了它： 1.1 几点开饭？" in text


def test_the_questions_behind_commands_say_so_before_they_are_retired(
    editor: Visitor,
) -> None:
    assert "“人工”只看到客服电话" in editor.get(f"{page('3.1')}/retire").text
    assert "“进度”或“原因”" in editor.get(f"{page('2.1')}/retire").text


def test_a_retired_question_is_listed_and_comes_back_with_its_phrasings(
    editor: Visitor, store: Engine
) -> None:
    card = opened(store, "1.2")
    gone = editor.post(f"{page('1.2')}/retire", {"seen": filled(card)["seen"]})
    listed = editor.get(gone.location)
    there = editor.get(page("1.2"))

    editor.post(f"{page('1.2')}/restore")

    shown = editor.get(page("1.2"))
    assert "连同它的2条问法" in listed.text
    assert "在草稿里停用的 1.2 饭卡刷不出来怎么办？ 恢复" in listed.text
    assert "恢复这个问题" in there.text
    assert card.situations[0].suggestion in there.text
    assert stands(store, "1.2") == card
    assert "卡里没钱" in shown.text
    assert [it[1] for it in audited(store)] == ["retire-question", "restore-question"]


def test_a_question_that_was_edited_meanwhile_is_not_retired_unseen(
    editor: Visitor, store: Engine
) -> None:
    card = opened(store, "1.2")
    editor.post(page("1.2"), filled(replace(card, title="改过了"), card))

    answer = editor.post(f"{page('1.2')}/retire", {"seen": filled(card)["seen"]})

    assert answer.status == 409
    assert "别人改过" in answer.text
    assert stands(store, "1.2")


def test_twice_retired_is_no_error(editor: Visitor, store: Engine) -> None:
    fields = {"seen": filled(opened(store, "1.2"))["seen"]}
    editor.post(f"{page('1.2')}/retire", fields)

    answer = editor.post(f"{page('1.2')}/retire", fields, follow=True)

    assert "已经停用" in answer.text


def test_what_was_never_published_cannot_be_restored(editor: Visitor) -> None:
    answer = editor.post(f"{page('9.9')}/restore", follow=True)

    assert "没有恢复" in answer.text


def test_a_changed_question_becomes_again_what_is_published(
    editor: Visitor, store: Engine
) -> None:
    hours = opened(store, "1.1")
    editor.post(page("1.1"), filled(replace(hours, answer="一点。"), hours))

    refused = editor.post(f"{page('1.1')}/restore", follow=True)
    seen = revision_of(opened(store, "1.1"))
    answer = editor.post(f"{page('1.1')}/restore", {"seen": seen}, follow=True)

    assert "别人改过这个问题" in refused.text
    assert "已恢复" in answer.text
    assert stands(store, "1.1") == hours


def test_what_is_not_there_cannot_be_asked_to_go(editor: Visitor) -> None:
    answer = editor.post(f"{SECTIONS}/9/retire", follow=True)

    assert "没有这个阶段" in answer.text
    assert editor.get(f"{page('9.9')}/retire").status == 404
