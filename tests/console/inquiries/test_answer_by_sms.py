"""An applicant is answered from the page of an inquiry."""

import pytest
from sqlalchemy import Engine, select

from faq_store.inquiries import resolve
from faq_store.inquiries.resolve import Resolution, ResolutionKind
from notices.delivery import suppressions
from notices.tables import NoticeRow
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console.visitors import Clock, LoggedIn, Page, Visitor
from tests.faq_store.asked import SENDER, ask

ARRIVES = "【安管人员考核】请去充值。"


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


@pytest.fixture
def inquiry(store: Engine, clock: Clock) -> int:
    return ask(store, "薄片片不灵光", clock.now)


def path(inquiry: int) -> str:
    return f"/console/inquiries/{inquiry}/answer"


def send(visitor: Visitor, inquiry: int, text: str = "请去充值。") -> Page:
    """Click twice: first to see it, then to send what was seen."""
    seen = visitor.post(path(inquiry), {"text": text})
    assert ARRIVES in seen.text
    form = {"text": text, "seen": ARRIVES, "send": "yes"}
    return visitor.post(path(inquiry), form, follow=True)


def notices(store: Engine) -> list[NoticeRow]:
    with reading(store) as session:
        found = list(session.scalars(select(NoticeRow)))
        session.expunge_all()
        return found


def test_the_answer_is_shown_as_it_arrives_before_it_is_sent(
    editor: Visitor, inquiry: int, store: Engine
) -> None:
    page = editor.post(path(inquiry), {"text": "请去\n充值。"})

    assert page.status == 200
    assert "【安管人员考核】请去 充值。" in page.text
    assert "计费1段" in page.text
    assert notices(store) == []


def test_the_second_click_queues_a_notice_and_the_audit_says_so(
    editor: Visitor, inquiry: int, store: Engine
) -> None:
    page = send(editor, inquiry)

    assert "已进入发送队列" in page.text
    assert "已答复" in page.text
    (notice,) = notices(store)
    assert (notice.to, notice.text, notice.event) == (SENDER, ARRIVES, "通知")
    assert (notice.priority, notice.status) == (1, "queued")
    with reading(store) as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert row
        assert (row.who, row.action) == ("editor", "answer-inquiry")
        assert row.subject == f"inquiry:{inquiry}"
        assert "13800138000" not in row.after


def test_clicked_twice_it_is_sent_once(
    editor: Visitor, inquiry: int, store: Engine
) -> None:
    send(editor, inquiry)

    form = {"text": "请去充值。", "seen": ARRIVES, "send": "yes"}
    page = editor.post(path(inquiry), form, follow=True)

    assert "已经答复过了" in page.text
    assert len(notices(store)) == 1


def test_what_was_not_seen_is_not_sent(
    editor: Visitor, inquiry: int, store: Engine
) -> None:
    page = editor.post(
        path(inquiry), {"text": "别的话。", "seen": ARRIVES, "send": "yes"}
    )

    assert "【安管人员考核】别的话。" in page.text
    assert notices(store) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "需要原因"),
        ("见 www.example.com", "不能有网址"),
        ("长" * 600, "短信太长"),
    ],
)
def test_what_cannot_be_sent_is_said_and_stays_in_the_field(
    editor: Visitor, inquiry: int, text: str, sentence: str
) -> None:
    page = editor.post(path(inquiry), {"text": text, "send": "yes"})

    assert page.status == 400
    assert sentence in page.text
    assert text in page.html


@pytest.mark.parametrize(
    ("case", "begins"),
    [("1.2#1", "去充值。"), ("1.1", "十二点。"), ("9.9", ""), ("#", ""), ("", "")],
)
def test_an_answer_of_the_faq_may_be_begun_with(
    editor: Visitor, inquiry: int, case: str, begins: str
) -> None:
    page = editor.get(path(inquiry), {"case": case})

    assert f'aria-describedby="text-help">{begins}</textarea>' in page.html


@pytest.mark.parametrize("sender", ["whatsapp:+8613800138000", "+12025550123"])
def test_only_a_mainland_mobile_can_be_answered(
    editor: Visitor, store: Engine, clock: Clock, sender: str
) -> None:
    inquiry = ask(store, "薄片片不灵光", clock.now, sender=sender)

    assert "不是手机号码，不能答复" in editor.get(f"/console/inquiries/{inquiry}").text
    editor.post(path(inquiry), {"text": "好。"})
    assert "不是中国大陆的手机号码" in editor.get("/console/inquiries").text


def test_who_has_unsubscribed_is_not_answered(
    editor: Visitor, inquiry: int, store: Engine, clock: Clock
) -> None:
    with writing(store) as session:
        suppressions.suppress_number(session, SENDER, "test", clock.now)

    assert "已退订，不能答复" in editor.get(f"/console/inquiries/{inquiry}").text
    page = editor.get(path(inquiry))
    assert page.status == 302
    assert "这个号码已退订" in editor.get("/console/inquiries").text


def test_also_after_it_was_settled_an_inquiry_may_be_answered(
    editor: Visitor, inquiry: int, store: Engine, clock: Clock
) -> None:
    with writing(store) as session:
        resolve.resolve_inquiries(
            session, [inquiry], Resolution("x", ResolutionKind.IGNORED), clock.now
        )

    page = send(editor, inquiry)

    assert "已进入发送队列" in page.text
    assert "放回待处理" in page.text
