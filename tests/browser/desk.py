"""Staff at the console in a real browser: logged in once, and pictured."""

from typing import TYPE_CHECKING

from staff.roles import Role
from tests.console import visitors

if TYPE_CHECKING:
    from playwright.sync_api import Browser, StorageState

OVERFLOWS = "document.documentElement.scrollWidth > innerWidth"
"""Tells a page that stands out at the sides."""


def log_in(browser: "Browser", address: str, role: Role) -> "StorageState":
    """Log somebody of a role in; once, for a recovery code serves once."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(60_000)
    visit = context.new_page()
    visit.goto(f"{address}/console/login")
    visit.get_by_label("用户名").fill(visitors.name(role))
    visit.get_by_label("密码").fill(visitors.PASSWORD)
    visit.get_by_role("button", name="登录").click()
    visit.get_by_label("验证码").fill(visitors.RECOVERY[0])
    visit.get_by_role("button", name="继续").click()
    visit.get_by_role("button", name="退出").wait_for()
    state = context.storage_state()
    context.close()
    return state
