"""The inquiries in a real browser: two clicks settle a group; pictures are kept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from helpline.conversation.turn import InquiryReason
from helpline.faq import Case
from server import demo_server
from staff.roles import Role
from tests import seeded, stores
from tests.browser.desk import OVERFLOWS, log_in
from tests.browser.phone import IN_A_POCKET, ON_A_DESK, PICTURES, POCKET, expect
from tests.console import visitors
from tests.faq_store.asked import ask
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState


_HEARD = (
    (
        "职称证书的扫描件在哪里交啊，急急急",
        9,
        InquiryReason.UNMATCHED,
        ("1.9", "2.2", "1.1"),
    ),
    ("大头照老是提示规格不对", 6, InquiryReason.UNSURE, ("1.7", "1.8", "1.3")),
    ("请问大头照老提示规格不对", 3, InquiryReason.UNSURE, ("1.7", "1.8", "1.3")),
    ("大头照老是提示规格不对怎么弄", 2, InquiryReason.REJECTED, ("1.7", "1.8")),
    ("138****8000查不到建造师", 1, InquiryReason.REJECTED, ("1.6", "1.6#2")),
    ("你们中午休息吗", 1, InquiryReason.UNMATCHED, ("4.1", "2.1")),
    ("哈哈", 0, InquiryReason.UNMATCHED, ("4.1",)),
)


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a console with staff, and with texts that wait."""
    folder = tmp_path_factory.mktemp("inquiries")
    with demo_server.run_demo_server(
        seeded.edition(), folder, seeded.matcher()
    ) as address:
        with stores.opened(f"sqlite:///{folder / 'trial.db'}") as store:
            visitors.employ(store, datetime.now(UTC))
            _hear(store, datetime.now(UTC))
        yield address


def _hear(store: Engine, now: datetime) -> None:
    for at, (text, days, reason, offered) in enumerate(_HEARD):
        ask(
            store,
            text,
            now - timedelta(days=days, minutes=at),
            reason=reason,
            options=[Case.parse(it) for it in offered],
            sender=f"+861380013800{at}",
        )


@pytest.fixture(scope="module")
def login(browser: "Browser", console: str) -> "StorageState":
    """Log in as an editor, once: a recovery code serves once."""
    return log_in(browser, console, Role.EDITOR)


@pytest.fixture
def page(
    browser: "Browser", console: str, login: "StorageState", size: tuple[int, int]
) -> Iterator["Page"]:
    """Open the list; a complaint of the browser fails the test."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        storage_state=login,
    )
    context.set_default_timeout(1000 * HANGS)
    made, troubles = context.new_page(), list[str]()
    made.on("pageerror", lambda it: troubles.append(str(it)))
    made.on("console", lambda it: troubles.append(it.text))
    made.goto(f"{console}/console/inquiries")
    yield made
    context.close()
    assert troubles == []


def picture(page: "Page", name: str) -> None:
    """Keep a screenshot, and see that nothing stands out at the sides."""
    width = (page.viewport_size or {"width": 0})["width"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"inquiries-{name}-{width}.png", full_page=True)
    assert not page.evaluate(OVERFLOWS)


@pytest.mark.parametrize("size", ON_A_DESK)
def test_two_clicks_settle_a_group_and_one_takes_it_back(page: "Page") -> None:
    expect(page.get_by_role("heading", name="待处理提问")).to_be_visible()
    picture(page, "list")
    page.get_by_text("最多的在前").click()
    page.get_by_role("link", name="大头照").first.click()
    picture(page, "group")

    page.get_by_role("button", name="1.7").click()
    expect(page.get_by_role("heading", name="会改变什么")).to_be_visible()
    picture(page, "preview")
    page.get_by_role("button", name="确认，处理这3条").click()

    expect(page.get_by_role("alert")).to_contain_text("草稿发布后生效")
    picture(page, "done")
    page.get_by_role("link", name="已处理").click()
    picture(page, "settled")
    page.get_by_role("button", name="放回待处理").first.click()
    expect(page.get_by_role("alert")).to_contain_text("已放回待处理：3条")


@pytest.mark.parametrize("size", IN_A_POCKET)
def test_an_applicant_is_answered_after_a_look_at_what_arrives(page: "Page") -> None:
    name = (
        "中午休息" if page.viewport_size == {"width": 1280, "height": 900} else "哈哈"
    )
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("link", name="现在答复").first.click()
    page.get_by_label("答复").fill("窗口中午不休息，12点到14点照常办理。")
    picture(page, "answer")
    page.get_by_role("button", name="预览").click()
    picture(page, "answer-preview")
    page.get_by_role("button", name="发送").click()

    expect(page.get_by_role("alert")).to_contain_text("已进入发送队列")
    expect(page.get_by_text("已答复")).to_be_visible()


@pytest.mark.parametrize("size", [POCKET])
def test_the_keyboard_alone_suffices(page: "Page") -> None:
    page.get_by_role("link", name="建造师").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="要写新问题").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("要写新问题")
    page.get_by_role("link", name="要写新问题").focus()
    page.keyboard.press("Enter")
    picture(page, "new")
    expect(page.get_by_text("138****8000查不到建造师")).to_be_visible()
