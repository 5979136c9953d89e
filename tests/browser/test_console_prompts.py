"""The prompts in a real browser: previewed while they are written; pictures are kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from server import demo_server
from staff.roles import Role
from tests import seeded, stores
from tests.browser.desk import OVERFLOWS, log_in
from tests.browser.phone import (
    IN_A_POCKET,
    LOOKS,
    ON_A_DESK,
    PICTURES,
    expect,
)
from tests.console import visitors
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, StorageState


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a console with staff."""
    folder = tmp_path_factory.mktemp("prompts")
    with demo_server.run_demo_server(
        seeded.edition(), folder, seeded.matcher()
    ) as address:
        with stores.opened(f"sqlite:///{folder / 'trial.db'}") as store:
            visitors.employ(store, datetime.now(UTC))
        yield address


@pytest.fixture(scope="module")
def login(browser: "Browser", console: str) -> "StorageState":
    """Log in as an editor, once: a recovery code serves once."""
    return log_in(browser, console, Role.EDITOR)


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
    """Open the list; a complaint of the browser fails the test."""
    made, troubles = context.new_page(), list[str]()
    made.on("pageerror", lambda it: troubles.append(str(it)))
    made.on("console", lambda it: troubles.append(it.text))
    made.goto(f"{console}/console/prompts")
    yield made
    assert [it for it in troubles if "409" not in it and "400" not in it] == []


def picture(page: "Page", name: str) -> None:
    """Keep a screenshot; nothing stands out at the sides, and nobody is kept out."""
    width = (page.viewport_size or {"width": 0})["width"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"prompts-{name}-{width}.png", full_page=True)
    assert not page.evaluate(OVERFLOWS)
    found = Axe().run(page).response["violations"]
    assert [f"{it['id']}: {it['nodes'][0]['html']}" for it in found] == []


@LOOKS
def test_a_prompt_is_previewed_while_it_is_written_then_kept(
    page: "Page", scheme: str, size: tuple[int, int]
) -> None:
    picture(page, f"list-{scheme}")
    page.get_by_role("link", name="没有找到").click()
    expect(page.get_by_role("button", name="预览")).to_be_hidden()
    preview = page.locator("#preview")

    page.get_by_label("内容").fill(
        f"窗口宽{size[0]}，颜色{scheme}：没有找到解答。"
        + "请换个说法再发一次，" * 5
        + "或拨打｛hotline｝咨询。"
    )

    expect(preview).to_contain_text(f"{size[0]}，颜色{scheme}")
    expect(preview).to_contain_text("或拨打96500咨询")
    expect(preview).to_contain_text("按2段计费")
    picture(page, f"one-{scheme}")
    page.get_by_role("button", name="保存到草稿").click()
    expect(page.get_by_role("alert")).to_contain_text("已写进草稿")
    picture(page, f"saved-{scheme}")
    page.get_by_role("link", name="回到提示语").click()
    expect(page.get_by_text("editor 最后改于").first).to_be_visible()
    picture(page, f"changed-{scheme}")


@pytest.mark.parametrize("size", ON_A_DESK)
def test_two_who_edit_at_once_see_both_versions(
    page: "Page", size: tuple[int, int]
) -> None:
    page.get_by_role("link", name="没能解决").click()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("内容").fill(f"别人在{size[0]}点宽的窗口里写的。")
    other.get_by_role("button", name="保存到草稿").click()
    expect(other.get_by_role("alert")).to_contain_text("已写进草稿")
    page.get_by_label("内容").fill("我写的，拨{hotline}。")
    page.get_by_role("button", name="保存到草稿").click()

    expect(page.get_by_role("alert")).to_contain_text("没有保存")
    expect(page.get_by_role("alert")).to_contain_text("别人")
    expect(page.get_by_label("您写的")).to_have_value("我写的，拨{hotline}。")
    picture(page, "conflict")


@pytest.mark.parametrize("size", IN_A_POCKET)
def test_a_short_number_is_told_but_not_dialled(page: "Page") -> None:
    page.get_by_role("link", name="客服电话（转接的）").click()
    page.get_by_label("内容").fill("96500")
    page.get_by_role("button", name="保存到草稿").click()

    expect(page.locator("#text-wrong")).to_contain_text("短号")
    picture(page, "short-number")


@pytest.mark.parametrize("script", [False])
def test_without_script_a_button_previews(page: "Page") -> None:
    page.get_by_role("link", name="来电问候").click()
    page.get_by_label("内容").fill("欢迎致电，人工请拨{hotline}。")
    page.get_by_role("button", name="预览").click()

    expect(page.locator("#preview")).to_contain_text("人工请拨9 6 5 0 0。")
