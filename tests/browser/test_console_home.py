"""The first page and the menu in a real browser: by keyboard, without script, looked at."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import Engine

from faq_store import announcements
from faq_store.editing import edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from helpline.wording import Prompts
from notices.delivery import alerts
from server import demo_server
from staff.roles import Role
from storage.session import writing
from tests import seeded, stores
from tests.browser.desk import OVERFLOWS, log_in
from tests.browser.phone import IN_A_POCKET, LOOKS, PICTURES, POCKET, expect
from tests.console import visitors
from tests.faq_store.asked import ask
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, StorageState


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a console in which much waits."""
    folder = tmp_path_factory.mktemp("home")
    with (
        demo_server.run_demo_server(
            seeded.edition(), folder, seeded.matcher()
        ) as address,
        stores.opened(f"sqlite:///{folder / 'trial.db'}") as store,
    ):
        _fill(store, datetime.now(UTC))
        yield address


def _fill(store: Engine, now: datetime) -> None:
    visitors.employ(store, now)
    ask(store, "大头照老是提示规格不对", now)
    with writing(store) as session:
        seen = revision_of(Prompts().goodbye)
        edit.save_prompt(session, "goodbye", "再见。", seen, Author("编辑", now))
        alerts.raise_alert(session, alerts.HALTED, now, code="20003")
        until = now + timedelta(hours=8)
        announcements.create_announcement(
            session, "今天下午系统升级。", now, until, "编辑"
        )


@pytest.fixture(scope="module")
def login(browser: "Browser", console: str) -> "StorageState":
    """Log in as the administrator, once: a recovery code serves once."""
    return log_in(browser, console, Role.ADMIN)


@pytest.fixture
def script() -> bool:
    """Tell whether the browser runs scripts; tests may say no."""
    return True


@pytest.fixture
def context(
    browser: "Browser",
    login: "StorageState",
    size: tuple[int, int],
    scheme: str,
    *,
    script: bool,
) -> Iterator["BrowserContext"]:
    """Be logged in, in a window of that size and those colours."""
    made = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
        storage_state=login,
        java_script_enabled=script,
    )
    made.set_default_timeout(1000 * HANGS)
    yield made
    made.close()


@pytest.fixture
def page(context: "BrowserContext", console: str) -> Iterator["Page"]:
    """Open the first page; a complaint of the browser fails the test."""
    made, troubles = context.new_page(), list[str]()
    made.on("pageerror", lambda it: troubles.append(str(it)))
    made.on("console", lambda it: troubles.append(it.text))
    made.goto(f"{console}/console/")
    yield made
    assert troubles == []


def picture(page: "Page", name: str) -> None:
    """Keep a screenshot; nothing stands out at the sides, and nobody is kept out."""
    width = (page.viewport_size or {"width": 0})["width"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"home-{name}-{width}.png", full_page=True)
    assert not page.evaluate(OVERFLOWS)
    found = Axe().run(page).response["violations"]
    assert [f"{it['id']}: {it['nodes'][0]['html']}" for it in found] == []


@LOOKS
def test_what_waits_is_in_sight_and_the_menu_shows_where_one_is(
    page: "Page", scheme: str
) -> None:
    waiting = page.get_by_role("region", name="等着处理的")
    expect(waiting.get_by_role("link", name="1条提问")).to_be_in_viewport()
    expect(page.get_by_text("今天下午系统升级。")).to_be_visible()
    picture(page, scheme)

    page.get_by_role("navigation", name="主菜单").get_by_text("解答").click()
    below = page.get_by_role("navigation", name="解答")
    below.get_by_role("link", name="测试台").click()

    marked = below.locator("[aria-current]")
    expect(marked).to_have_text("测试台")
    picture(page, f"menu-{scheme}")


@pytest.mark.parametrize("size", IN_A_POCKET)
@pytest.mark.parametrize("script", [False])
def test_the_menu_works_without_script(page: "Page", console: str) -> None:
    page.get_by_role("navigation", name="主菜单").get_by_text(
        "管理", exact=True
    ).click()
    page.get_by_role("navigation", name="管理").get_by_text("操作记录").click()

    assert page.url == f"{console}/console/audit"


@pytest.mark.parametrize("size", [POCKET])
def test_the_menu_works_by_keyboard(page: "Page", console: str) -> None:
    def reach(title: str) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText") == title:
                page.keyboard.press("Enter")
                return
        raise AssertionError(title)

    reach("提问")
    page.wait_for_url(f"{console}/console/inquiries")
    reach("来电")

    page.wait_for_url(f"{console}/console/calls")
