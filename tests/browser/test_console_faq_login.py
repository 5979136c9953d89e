"""Whoever is logged out while writing logs in elsewhere, and goes on writing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from server import demo_server
from staff.roles import Role
from tests import seeded, stores
from tests.browser.phone import expect
from tests.console import visitors
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_WRITTEN = "请换一个浏览器再上传。"


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a console with staff."""
    folder = tmp_path_factory.mktemp("expired")
    with demo_server.run_demo_server(
        seeded.edition(), folder, seeded.matcher()
    ) as address:
        with stores.opened(f"sqlite:///{folder / 'trial.db'}") as store:
            visitors.employ(store, datetime.now(UTC))
        yield address


@pytest.fixture
def desk(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(1000 * HANGS)
    yield context.new_page()
    context.close()


def log_in(page: "Page", console: str, recovery: str) -> None:
    page.goto(f"{console}/console/login")
    page.get_by_label("用户名").fill(visitors.name(Role.EDITOR))
    page.get_by_label("密码").fill(visitors.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("验证码").fill(recovery)
    page.get_by_role("button", name="继续").click()
    page.get_by_role("heading", name="您好").wait_for()


def test_another_login_in_another_window_lets_it_be_saved(
    desk: "Page", console: str
) -> None:
    log_in(desk, console, visitors.RECOVERY[0])
    desk.goto(f"{console}/console/faq/1.7")
    desk.context.clear_cookies()
    desk.get_by_label("答复").fill(_WRITTEN)
    expect(desk.locator("#state")).to_contain_text("登录已经过期")

    elsewhere = desk.context.new_page()
    log_in(elsewhere, console, visitors.RECOVERY[1])
    desk.get_by_label("答复").press("End")
    desk.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(desk.locator("#state")).to_contain_text("还没有保存")
    desk.get_by_role("button", name="保存").first.click()

    expect(desk.get_by_role("alert")).to_contain_text("已保存到草稿")
    expect(desk.get_by_label("答复")).to_have_value(_WRITTEN)
