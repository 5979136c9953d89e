"""A question is edited: saved, refused, overtaken; nothing that was typed is lost."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from helpline.faq import Situation
from staff.roles import Role
from tests.console.faqs import audited, filled, opened, page, stands
from tests.console.visitors import LoggedIn, Visitor

HOURS, CARD, DESK = "1.1", "1.2", "3.1"


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


@pytest.fixture
def colleague(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.REVIEWER)


def test_it_is_saved_into_the_draft_and_written_down(
    editor: Visitor, store: Engine
) -> None:
    hours = opened(store, HOURS)
    written = replace(hours, title="什么时候开饭？", answer="十一点。")

    answer = editor.post(page(HOURS), filled(written, hours))

    text = editor.get(page(HOURS)).text
    assert answer.location.endswith(page(HOURS))
    assert stands(store, HOURS) == written
    assert audited(store)[-1] == ("editor", "save-question", "question:1.1")
    assert "已保存到草稿" in text
    assert "editor 最后改于" in text
    assert "与已发布的相比" in text


def test_what_says_the_same_is_no_change(editor: Visitor, store: Engine) -> None:
    before, hours = audited(store), opened(store, HOURS)

    page_after = editor.post(page(HOURS), filled(hours), follow=True)

    assert "没有改动" in page_after.text
    assert audited(store) == before


def test_new_situations_get_keys_and_others_keep_theirs(
    editor: Visitor, store: Engine
) -> None:
    card = opened(store, CARD)
    one, two = card.situations
    new = Situation(0, "饭卡折断了。", "去换卡。")

    editor.post(page(CARD), filled(replace(card, situations=(two, new, one)), card))

    assert opened(store, CARD).situations == (two, replace(new, key=3), one)


def test_what_cannot_be_kept_is_told_at_its_field_and_stays_typed(
    editor: Visitor, store: Engine
) -> None:
    card = opened(store, CARD)
    blank = replace(card.situations[0], suggestion=" ")
    written = replace(card, title="新的标题", situations=(blank, card.situations[1]))

    answer = editor.post(page(CARD), filled(written, card))

    assert answer.status == 400
    assert "请写上建议" in answer.text
    assert 'value="新的标题"' in answer.html
    assert "data-unsaved" in answer.html
    assert stands(store, CARD) == card


def test_the_later_of_two_is_told_sees_both_and_loses_nothing(
    editor: Visitor, colleague: Visitor, store: Engine
) -> None:
    hours = opened(store, HOURS)
    theirs = replace(hours, answer="十一点半。")
    mine = replace(hours, answer="十二点，周末十一点。")
    colleague.post(page(HOURS), filled(theirs, hours))

    answer = editor.post(page(HOURS), filled(mine, hours))

    assert answer.status == 409
    assert "没有保存：reviewer" in answer.text
    assert "十一点<del>半</del>。" in answer.html
    assert "<ins>十二点，周末</ins>十一点。" in answer.html
    assert mine.answer in answer.html
    assert stands(store, HOURS) == theirs


def test_the_later_of_two_may_save_over_what_was_shown(
    editor: Visitor, colleague: Visitor, store: Engine
) -> None:
    hours = opened(store, HOURS)
    theirs, mine = replace(hours, answer="十一点半。"), replace(hours, answer="一点。")
    colleague.post(page(HOURS), filled(theirs, hours))
    editor.post(page(HOURS), filled(mine, hours))

    answer = editor.post(page(HOURS), filled(mine, theirs))

    assert answer.status == 302
    assert stands(store, HOURS) == mine


def test_the_form_of_who_was_overtaken_is_over_the_newer_revision(
    editor: Visitor, colleague: Visitor, store: Engine
) -> None:
    hours = opened(store, HOURS)
    theirs, mine = replace(hours, answer="十一点半。"), replace(hours, answer="一点。")
    colleague.post(page(HOURS), filled(theirs, hours))

    answer = editor.post(page(HOURS), filled(mine, hours))

    assert f'name="seen" value="{filled(theirs)["seen"]}"' in answer.html


def test_two_who_write_the_same_do_not_stand_in_each_others_way(
    editor: Visitor, colleague: Visitor, store: Engine
) -> None:
    hours = opened(store, HOURS)
    written = replace(hours, answer="十一点半。")
    colleague.post(page(HOURS), filled(written, hours))

    answer = editor.post(page(HOURS), filled(written, hours), follow=True)

    assert "没有改动" in answer.text


def test_what_was_written_over_a_retired_question_can_be_a_new_one(
    editor: Visitor, colleague: Visitor, store: Engine
) -> None:
    card = opened(store, CARD)
    mine = replace(card, title="饭卡坏了怎么办？")
    colleague.post(f"{page(CARD)}/retire", {"seen": filled(card)["seen"]})

    answer = editor.post(page(CARD), filled(mine, card, section="1"))
    editor.post(page("new"), filled(replace(mine, situations=()), section="1"))

    assert answer.status == 409
    assert "刚被别人停用" in answer.text
    assert mine.title in answer.html
    assert card.situations[1].suggestion in answer.html
    assert opened(store, "1.3").title == mine.title


@pytest.mark.parametrize(
    ("pressed", "conditions", "focus"),
    [
        ("add", ["饭卡没有余额。", "饭卡已经挂失。", ""], 'id="condition-2"'),
        ("remove-0", ["饭卡已经挂失。"], 'value="remove-0"'),
        ("remove-1", ["饭卡没有余额。"], 'value="remove-0"'),
        ("up-1", ["饭卡已经挂失。", "饭卡没有余额。"], 'value="down-0"'),
        ("up-0", ["饭卡没有余额。", "饭卡已经挂失。"], 'value="down-0"'),
        ("down-0", ["饭卡已经挂失。", "饭卡没有余额。"], 'value="up-1"'),
        ("down-1", ["饭卡没有余额。", "饭卡已经挂失。"], 'value="up-1"'),
        ("up-7", ["饭卡没有余额。", "饭卡已经挂失。"], ""),
        ("preview", ["饭卡没有余额。", "饭卡已经挂失。"], ""),
    ],
)
def test_situations_are_arranged_by_buttons_without_script_and_not_saved(
    editor: Visitor, store: Engine, pressed: str, conditions: list[str], focus: str
) -> None:
    card = opened(store, CARD)
    fields = filled(replace(card, title="还没保存"), card, do=pressed)

    answer = editor.post(page(CARD), fields)

    areas = answer.html.split('name="condition"')[1:]
    shown = [it.split(">", 1)[1].split("</textarea>")[0].strip() for it in areas]
    focused = [it for it in answer.html.split("<") if "autofocus" in it]
    assert answer.status == 200
    assert shown == conditions
    assert 'value="还没保存"' in answer.html
    assert [focus in it for it in focused] == ([True] if focus else [])
    assert stands(store, CARD) == card


def test_the_last_situation_may_be_removed(editor: Visitor, store: Engine) -> None:
    card = opened(store, CARD)
    one = replace(card, situations=card.situations[:1])

    answer = editor.post(page(CARD), filled(one, card, do="remove-0"))

    assert 'name="condition"' not in answer.html
    assert 'value="add" data-op autofocus' in answer.html


def test_contacts_stay_contacts_and_have_no_situations(
    editor: Visitor, store: Engine
) -> None:
    desk = opened(store, DESK)

    shown = editor.get(page(DESK))
    editor.post(page(DESK), filled(replace(desk, answer="值班电话：456"), desk))

    assert "联系方式" in shown.text
    assert "增加一种情形" not in shown.text
    assert opened(store, DESK) == replace(desk, answer="值班电话：456")


def test_a_reader_reads_but_has_no_form(logged_in: LoggedIn, store: Engine) -> None:
    reader = logged_in(Role.READER)
    card = opened(store, CARD)

    shown = reader.get(page(CARD))

    assert shown.status == 200
    assert card.situations[0].suggestion in shown.text
    assert "<textarea" not in shown.html
    assert "faq.js" not in shown.html
    assert reader.post(page(CARD), filled(card)).status == 403


def test_what_was_typed_is_text_everywhere(editor: Visitor, store: Engine) -> None:
    hours = opened(store, HOURS)
    hostile = "</textarea><script>alert(1)</script>"
    written = replace(hours, title=hostile, answer=hostile)

    preview = editor.post(page(HOURS), filled(written, hours, do="preview"))
    editor.post(page(HOURS), filled(written, hours))

    pages = (preview, editor.get(page(HOURS)), editor.get("/console/faq"))
    assert all("<script>alert" not in it.html for it in pages)


def test_a_question_that_never_was_is_no_page(editor: Visitor) -> None:
    assert editor.get(page("9.9")).status == 404


def test_a_question_has_the_situation_keys_of_nobody_else(
    editor: Visitor, store: Engine
) -> None:
    card = opened(store, CARD)
    made_up = Situation(77, "编的", "编的")

    answer = editor.post(page(CARD), filled(replace(card, situations=(made_up,)), card))

    assert answer.status == 400
    assert stands(store, CARD) == card
