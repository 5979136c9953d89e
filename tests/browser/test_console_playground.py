"""Conversations, calls and the test bench in a browser."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Page, expect

from faq_store.content.edition_cache import EditionCache
from helpline import phone_numbers
from helpline.conversation.settings import ConversationRules
from ivr.tables import CallRow, CallStepRow
from notices.compose.enqueue import NoticeSource
from server import demo_server
from sms import handler
from sms.context import SmsContext
from sms.webhook_form import InboundText
from staff.roles import Role
from storage.session import writing
from tests import seeded, stores
from tests.browser.desk import log_in
from tests.browser.phone import ON_A_DESK, PICTURES
from tests.console import visitors
from tests.notices.fakes import Post

if TYPE_CHECKING:
    from playwright.sync_api import Browser, StorageState
    from sqlalchemy import Engine

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
APPLICANT = "+8613800138000"
TEXTS = (
    "照片传不上去怎么办，我的身份证是410105199001011234",
    "系统提示未获取到建造师信息",
    "2",
    "今天天气怎么样",
    "证书什么时候能下来",
)
KEYS = (
    ("0", "1"),
    ("1", "6"),
    ("1-6", "8"),
    ("1-6", "2"),
    ("1-6-2", "*"),
    ("1-6", "0"),
)
_OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the packaged FAQ, with what two people texted and one call."""
    folder = tmp_path_factory.mktemp("bench")
    with demo_server.run_demo_server(
        seeded.edition(), folder, seeded.matcher()
    ) as found:
        with stores.opened(f"sqlite:///{folder / 'trial.db'}") as engine:
            visitors.employ(engine, datetime.now(UTC))
            _text(engine)
            _call(engine)
        yield found


def _text(engine: "Engine") -> None:
    post = Post(engine, NOW + timedelta(minutes=3, seconds=30))
    post.order(to=APPLICANT, reason="照片不清楚", origin=NoticeSource("test"))
    post.send_all()
    shelf = EditionCache(engine)
    for at, body in enumerate(TEXTS):
        now = NOW + timedelta(minutes=at)
        door = SmsContext(engine, shelf, lambda now=now: now, ConversationRules())  # type: ignore[misc]
        sender = phone_numbers.parse_sender("+8613900139000" if at == 4 else APPLICANT)
        handler.answer_text(door, InboundText(f"SM{at:032x}", sender, "+86371", body))


def _call(engine: "Engine") -> None:
    with writing(engine) as session:
        for at, status in enumerate(("completed", "lost", "in-progress")):
            row = CallRow(call_sid=f"CA{at:032x}", sender=APPLICANT, edition=1)
            row.status, row.duration = status, 95 if status == "completed" else None
            row.started_at = NOW + timedelta(minutes=at)
            session.add(row)
        session.flush()
        for step, (path, key) in enumerate(KEYS):
            pressed = CallStepRow(call_sid=f"CA{0:032x}", step=step, path=path, key=key)
            pressed.at = NOW + timedelta(seconds=9 * step)
            session.add(pressed)


@pytest.fixture(scope="module")
def login(browser: "Browser", address: str) -> "StorageState":
    """Log in as a reviewer, once: a recovery code serves once."""
    return log_in(browser, address, Role.REVIEWER)


@pytest.fixture
def page(
    browser: "Browser", login: "StorageState", size: tuple[int, int]
) -> Iterator[Page]:
    """Go on under that login; a complaint of the browser fails the test."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        storage_state=login,
    )
    context.set_default_timeout(20_000)
    found, troubles = context.new_page(), list[str]()
    found.on("pageerror", lambda it: troubles.append(str(it)))
    found.on("console", lambda it: troubles.append(it.text))
    yield found
    context.close()
    assert troubles == []


def picture(page: Page, name: str) -> None:
    """Keep a screenshot, for people to look at; nothing may stand out at the side."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"console-{name}-{width}.png", full_page=True)
    assert page.evaluate(_OVERFLOW) <= 0


both = pytest.mark.parametrize("size", ON_A_DESK)


@both
def test_a_conversation_is_found_by_number_and_read(page: Page, address: str) -> None:
    page.goto(f"{address}/console/conversations")
    picture(page, "conversations")
    page.get_by_label("号码（要写全）").fill("138 0013 8000")
    page.get_by_role("button", name="找号码").click()
    expect(page.get_by_text("只看 138****8000 的")).to_be_visible()
    page.get_by_text("系统提示未获取到建造师信息").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("与 138****8000 的对话")
    expect(page.locator(".speech.notice")).to_have_count(1)
    expect(page.locator(".speech.theirs")).to_have_count(4)
    assert "13800138000" not in page.content()
    assert "410105199001011234" not in page.content()
    picture(page, "conversation")
    page.get_by_role("button", name="显示完整号码").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("与 13800138000 的对话")
    picture(page, "conversation-whole")


@both
def test_the_path_of_a_call_is_read(page: Page, address: str) -> None:
    page.goto(f"{address}/console/calls")
    picture(page, "calls")
    page.get_by_text("95秒").click()

    expect(page.get_by_text("没有这个选项")).to_be_visible()
    picture(page, "call")


@both
def test_a_dialogue_is_tried_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/console/bench")
    box = page.get_by_label("像申请人那样写一条短信")
    expect(box).to_be_focused()
    box.fill("系统提示未获取到建造师信息")
    for _ in range(2):
        box.page.keyboard.press("Tab")
    box.page.keyboard.press("Enter")
    expect(page.locator(".speech")).to_have_count(2)
    picture(page, "bench-text")
    page.get_by_label("像申请人那样写一条短信").fill("2")
    page.get_by_role("button", name="发送").click()

    expect(page.locator(".speech")).to_have_count(4)
    expect(page.get_by_text("不用匹配就能答复")).to_be_visible()
    picture(page, "bench-dialogue")


@both
def test_a_call_is_played_by_keypad(page: Page, address: str) -> None:
    page.goto(f"{address}/console/bench/call")
    for key in "12":
        page.get_by_role("button", name=key, exact=True).click()
    page.get_by_role("button", name="井号").click()

    expect(page.locator(".talk > li")).to_have_count(4)
    picture(page, "bench-call")


@both
def test_a_labelled_file_is_judged(page: Page, address: str) -> None:
    lines = (
        '{"text": "照片传不上去", "label": "1.7", "kind": "口语"}\n'
        '{"text": "证书在哪里下载", "label": "1.1"}\n'
        '{"text": "附近有什么好吃的", "label": null}\n'
    )
    page.goto(f"{address}/console/bench/file")
    page.locator("#file").set_input_files(
        {"name": "texts.jsonl", "mimeType": "text/plain", "buffer": lines.encode()}
    )
    page.get_by_role("button", name="衡量").click()

    expect(page.get_by_text("2 条、1 条")).to_be_visible()
    picture(page, "bench-file")
