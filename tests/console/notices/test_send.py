"""One notice from the console: shown first, then sent, once."""

import pytest
from sqlalchemy import Engine

from notices.compose import reason_codes, templates
from notices.compose.reason_codes import ReasonCode
from notices.delivery import suppressions
from staff.roles import Role
from storage.session import writing
from tests.console.noticing import FORM, NEW, audited, hidden, previewed, stored
from tests.console.visitors import LoggedIn, Visitor
from tests.seeded import MONDAY_MORNING


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


def test_the_preview_shows_the_text_and_its_segments_and_sends_nothing(
    editor: Visitor, store: Engine
) -> None:
    page = editor.post(NEW, {**FORM, "do": "preview"})

    assert "您的申请HN2026-000123被退件，原因：照片不清楚。" in page.text
    assert "按1段计费" in page.text
    assert stored(store) == []


def test_what_is_previewed_is_sent_and_written_down(
    editor: Visitor, store: Engine
) -> None:
    page = editor.post(NEW, previewed(editor), follow=True)

    (notice,) = stored(store)
    assert "已进入发送队列。" in page.text
    assert "工作人员 editor" in page.text
    assert (notice.to, notice.status, notice.source) == (
        *("+8613800138000", "queued", "staff:editor"),
    )
    assert audited(store)[-1] == ("editor", "send-notice", f"notice:{notice.id}")


def test_two_clicks_send_one_notice(editor: Visitor, store: Engine) -> None:
    form = previewed(editor)

    editor.post(NEW, form)
    again = editor.post(NEW, form, follow=True)

    assert "没有再发" in again.text
    assert len(stored(store)) == 1


def test_what_was_changed_after_its_preview_is_shown_again(
    editor: Visitor, store: Engine
) -> None:
    page = editor.post(NEW, {**previewed(editor), "reason": "照片太大"})

    assert "内容和预览的不一样了" in page.text
    assert stored(store) == []


def test_a_form_that_was_sent_sends_another_notice_only_after_another_look(
    editor: Visitor, store: Engine
) -> None:
    form = previewed(editor)
    editor.post(NEW, form)
    other = {**form, "reason": "照片太大", "do": "preview"}
    shown = editor.post(NEW, other)
    asked = {**other, "seen": hidden(shown, "seen"), "do": "send"}

    page = editor.post(NEW, asked)
    assert "这张表单已经发过一条通知" in page.text
    assert len(stored(store)) == 1
    editor.post(NEW, {**asked, "token": hidden(page, "token")})

    assert len(stored(store)) == 2


def test_what_is_wrong_stands_by_its_field_and_nothing_typed_is_lost(
    editor: Visitor,
) -> None:
    wrong = {"to": "12345", "reason": "", "do": "send"}

    page = editor.post(NEW, {**FORM, **wrong})

    assert page.status == 400
    assert "不是中国大陆的手机号码。" in page.text
    assert 'value="12345"' in page.html
    assert 'value="HN2026-000123"' in page.html
    missing = editor.post(NEW, {**FORM, "reason": "", "do": "preview"})
    assert "需要原因。" in missing.text


def test_a_text_that_may_not_be_sent_says_why(editor: Visitor) -> None:
    page = editor.post(NEW, {**FORM, "reason": "见www.example.com"})

    assert (page.status, "短信里不能有网址" in page.text) == (400, True)


def test_a_field_must_not_be_empty(editor: Visitor) -> None:
    page = editor.post(NEW, {**FORM, "to": ""})

    assert (page.status, "请填写。" in page.text) == (400, True)


def test_a_reason_code_gives_the_reason_and_the_way_out(
    editor: Visitor, store: Engine
) -> None:
    with writing(store) as session:
        reason = ReasonCode("P01", "照片不清晰", "1.1")
        reason_codes.save_reason_code(
            session, reason, lambda _: True, "test", MONDAY_MORNING
        )

    page = editor.post(NEW, {**FORM, "reason": "", "reason_code": "P01"})

    assert "原因：照片不清晰。" in page.text
    assert "对方回复1，会收到问题 1.1 的解决办法。" in page.text


def test_a_template_asks_for_its_own_variables(editor: Visitor, store: Engine) -> None:
    with writing(store) as session:
        body = "请带{材料}来取{application}。"
        templates.add_template(session, "取件", body, "test", MONDAY_MORNING)

    first = editor.post(NEW, {**FORM, "template": "取件"})
    second = editor.post(NEW, {**FORM, "template": "取件", "var-材料": "身份证"})

    assert (first.status, "需要材料。" in first.text) == (400, True)
    assert 'name="var-材料"' in first.html
    assert "请带身份证来取HN2026-000123。" in second.text


def test_a_suppressed_number_is_not_sent_to(editor: Visitor, store: Engine) -> None:
    with writing(store) as session:
        suppressions.suppress_number(session, "+8613800138000", "test", MONDAY_MORNING)

    page = editor.post(NEW, previewed(editor), follow=True)

    assert "这个号码已退订，没有发。" in page.text


def test_an_urgent_notice_goes_first(editor: Visitor, store: Engine) -> None:
    editor.post(NEW, previewed(editor, urgent="y"))

    assert stored(store)[0].priority == 0


def test_html_in_a_reason_is_text(editor: Visitor) -> None:
    page = editor.post(NEW, {**FORM, "reason": "<script>alert(1)</script>"})

    assert "<script>alert" not in page.html
