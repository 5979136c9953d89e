"""Suppressions, templates and reason codes in the console, and how sending goes."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from notices.compose import reason_codes, templates
from notices.delivery import alerts, circuit_breaker, suppressions
from notices.gateways.base import SendUnknown
from staff.roles import Role
from storage.session import reading, writing
from tests.console.noticing import audited
from tests.console.visitors import HOME, Clock, LoggedIn, Page, Visitor
from tests.notices.fakes import Post
from tests.seeded import MONDAY_MORNING

SUPPRESSIONS = "/console/notices/suppressions"
TEMPLATES = "/console/notices/templates"
REASONS = "/console/notices/reasons"
SENDING = "/console/notices/sending"
NUMBER = {"number": "13800138000"}


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


# --- Suppressions ------------------------------------------------------------


def test_a_number_is_suppressed_and_resumed_with_its_history(
    editor: Visitor, store: Engine
) -> None:
    added = editor.post(SUPPRESSIONS, NUMBER, follow=True)
    again = editor.post(SUPPRESSIONS, NUMBER, follow=True)
    found = editor.post(f"{SUPPRESSIONS}/find", NUMBER)
    removed = editor.post(f"{found.location}/remove", follow=True)

    assert "138****8000已退订" in added.text
    assert "本来就已退订" in again.text
    assert "又会给这个号码发通知" in removed.text
    history = removed.text.split("谁的意思")[1]
    assert history.count("工作人员 editor") == 2
    actions = [it[1:] for it in audited(store)]
    assert actions == [
        ("suppress", "number:138****8000"),
        ("resume", "number:138****8000"),
    ]


def test_no_page_about_suppressions_shows_a_whole_number(editor: Visitor) -> None:
    editor.post(SUPPRESSIONS, NUMBER)
    found = editor.post(f"{SUPPRESSIONS}/find", NUMBER)

    for page in (editor.get(SUPPRESSIONS), editor.get(found.location)):
        assert "13800138000" not in page.html
        assert "138****8000" in page.text


def test_a_number_that_never_unsubscribed_has_no_history(editor: Visitor) -> None:
    page = editor.post(f"{SUPPRESSIONS}/find", NUMBER, follow=True)

    assert "138****8000从没有退订过。" in page.text
    assert "没有退订的号码。" in page.text
    assert editor.get(f"{SUPPRESSIONS}/7").status == 404
    assert editor.post(f"{SUPPRESSIONS}/7/remove").status == 404


@pytest.mark.parametrize("path", [SUPPRESSIONS, f"{SUPPRESSIONS}/find"])
def test_what_is_no_number_is_neither_suppressed_nor_found(
    editor: Visitor, path: str
) -> None:
    page = editor.post(path, {"number": "12345"})

    assert page.status == 400
    assert "不是中国大陆的手机号码。" in page.text
    assert 'value="12345"' in page.html
    assert editor.post(path, {"number": ""}).status == 400


def test_suppressions_have_pages(editor: Visitor, store: Engine) -> None:
    with writing(store) as session:
        for item in range(55):
            number = f"+86138001380{item:02}"
            suppressions.suppress_number(session, number, "test", MONDAY_MORNING)

    first = editor.get(SUPPRESSIONS)
    second = editor.get(SUPPRESSIONS, {"before": "6"})

    assert "before=6" in first.html
    assert ("138****8004" in second.text, "138****8005" in second.text) == (True, False)


def test_a_reader_changes_no_suppression(logged_in: LoggedIn) -> None:
    reader = logged_in(Role.READER)

    assert reader.get(SUPPRESSIONS).status == 200
    assert reader.post(SUPPRESSIONS, NUMBER).status == 403


# --- Templates ---------------------------------------------------------------


def saves(editor: Visitor, body: str, name: str = "退件", **more: str) -> Page:
    fields = {"name": name, "body": body, "version": "0", "do": "save", **more}
    return editor.post(f"{TEMPLATES}/edit", fields)


def test_a_new_version_is_shown_with_a_sample_before_it_is_used(
    editor: Visitor, store: Engine
) -> None:
    page = saves(editor, "申请{application}退件：{reason}", do="preview")

    assert "申请HN2026-000123退件：身份证照片不清晰" in page.text
    with reading(store) as session:
        assert templates.templates_in_use(session)["退件"].version == 0


def test_a_new_version_is_used_and_written_down(editor: Visitor, store: Engine) -> None:
    page = saves(editor, "申请{application}退件：{reason}")
    shown = editor.get(f"{TEMPLATES}/edit", {"name": "退件"}).text

    assert page.status == 302
    assert "第1版（在用） 申请{application}退件：{reason}" in shown
    assert "随附的" in shown
    assert "申请{application}退件：{reason}" in editor.get(TEMPLATES).text
    assert audited(store)[-1] == ("editor", "set-template", "template:退件")


def test_a_version_clicked_twice_is_one(editor: Visitor, store: Engine) -> None:
    saves(editor, "申请{application}退件：{reason}")
    again = saves(editor, "申请{application}退件：{reason}")

    assert again.status == 302
    with reading(store) as session:
        assert len(templates.template_versions(session, "退件")) == 1


def test_a_version_written_over_another_is_not_lost_nor_put_in_use(
    editor: Visitor, store: Engine
) -> None:
    saves(editor, "申请{application}退件：{reason}")

    page = saves(editor, "另一种{reason}")

    assert page.status == 409
    assert "刚才有了新的版本" in page.text
    assert "另一种{reason}" in page.text
    with reading(store) as session:
        assert len(templates.template_versions(session, "退件")) == 1


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("坏的{", "变量要写成"),
        ("见 www.example.com", "短信里不能有网址"),
        ("", "请填写。"),
    ],
)
def test_what_cannot_be_a_template_is_said(
    editor: Visitor, body: str, why: str
) -> None:
    page = saves(editor, body)

    assert (page.status, why in page.text) == (400, True)


def test_a_template_of_another_name_is_added(editor: Visitor) -> None:
    assert editor.get(f"{TEMPLATES}/edit").status == 200
    page = saves(editor, "请带{材料}", name="取件", do="preview")
    assert "请带〔材料〕" in page.text
    saves(editor, "请带{材料}", name="取件")

    assert "取件 另加的" in editor.get(TEMPLATES).text
    assert editor.get(f"{TEMPLATES}/edit", {"name": "没有"}).status == 404


# --- Reason codes ------------------------------------------------------------


def test_a_reason_code_is_added_changed_and_removed(
    editor: Visitor, store: Engine
) -> None:
    assert "还没有原因代码。" in editor.get(REASONS).text
    code = {"code": "P01", "text": "照片不清晰", "question": "1.1"}

    added = editor.post(REASONS, code, follow=True)
    editor.post(REASONS, {**code, "text": "照片太小"})
    with reading(store) as session:
        changed = reason_codes.find_reason_code(session, "P01")
    removed = editor.post(f"{REASONS}/remove", {"code": "P01"}, follow=True)
    none = editor.post(f"{REASONS}/remove", {"code": "P01"}, follow=True)

    assert "P01 照片不清晰 1.1" in added.text
    assert changed == reason_codes.ReasonCode("P01", "照片太小", "1.1")
    assert "已删除" in removed.text
    assert "没有这个原因代码。" in none.text
    actions = [it[1] for it in audited(store)]
    assert actions == ["set-reason", "set-reason", "remove-reason"]


def test_a_reason_code_is_changed_in_the_form_that_adds_one(editor: Visitor) -> None:
    editor.post(REASONS, {"code": "P01", "text": "照片不清晰", "question": "1.1"})

    page = editor.get(REASONS, {"code": "P01"})

    assert "修改“P01”" in page.text
    assert 'value="P01"' in page.html


def test_what_cannot_be_a_reason_code_is_said_and_kept(editor: Visitor) -> None:
    bad = editor.post(REASONS, {"code": "照片", "text": "照片不清晰"})
    gone = editor.post(REASONS, {"code": "P1", "text": "照片", "question": "9.9"})
    empty = editor.post(REASONS, {"code": "", "text": ""})

    assert (bad.status, "原因代码只能用" in bad.text) == (400, True)
    assert "没有编号为“9.9”的问题" in gone.text
    assert "9.9（现在的版本里没有）" in gone.text
    assert empty.status == 400


def test_reason_codes_have_pages(editor: Visitor, store: Engine) -> None:
    with writing(store) as session:
        for number in range(55):
            reason = reason_codes.ReasonCode(f"P{number:02}", "照片", "")
            reason_codes.save_reason_code(
                session, reason, lambda _: True, "test", MONDAY_MORNING
            )

    assert "after=P49" in editor.get(REASONS).html
    assert "P50 照片" in editor.get(REASONS, {"after": "P49"}).text


# --- Sending -----------------------------------------------------------------


def test_how_sending_goes_is_told(editor: Visitor, store: Engine) -> None:
    post = Post(store, MONDAY_MORNING)
    post.order()
    post.hear("", "delivered", "SM" + "9" * 32)

    page = editor.get(SENDING)

    assert "没有暂停" in page.text
    assert "等待发送 1" in page.text


def test_receipts_of_nobody_are_shown_masked(
    editor: Visitor, store: Engine, clock: Clock
) -> None:
    post = Post(store, MONDAY_MORNING)
    post.hear("", "delivered", "SM" + "9" * 32)
    clock.wait(timedelta(minutes=29))  # a login lasts half an hour
    editor.get(HOME)
    clock.wait(timedelta(minutes=29))
    editor.get(HOME)
    clock.wait(timedelta(minutes=29))

    assert "有1份。" in editor.get(SENDING).text


def test_every_page_says_that_sending_is_halted(
    editor: Visitor, visitor: Visitor, store: Engine
) -> None:
    with writing(store) as session:
        alerts.raise_alert(session, alerts.HALTED, MONDAY_MORNING, code="20003")
        alerts.raise_alert(session, alerts.UNKNOWN_PILE, MONDAY_MORNING, code="21")
        alerts.raise_alert(
            session, alerts.BATCH_STOPPED, MONDAY_MORNING, code="30007", about="b1"
        )

    for path in (HOME, SENDING, "/console/audit"):
        page = editor.get(path)
        assert "通知已停止发送" in page.text
        assert "有21条通知发出后结果不明。 逐条处理" in page.text
        assert "/console/notices/batches/b1" in page.html
        assert "status=unknown" in page.html
    assert "通知已停止发送" not in visitor.get("/console/login").text


def test_a_pause_says_why_and_until_when(editor: Visitor, store: Engine) -> None:
    with writing(store) as session:
        circuit_breaker.record_outcomes(
            session, [SendUnknown("timeout")] * 5, MONDAY_MORNING
        )

    page = editor.get(SENDING)

    assert "已暂停 缘由：服务商没有及时答复（timeout）。" in page.text
