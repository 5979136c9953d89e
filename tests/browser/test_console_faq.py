"""The FAQ edited in a real browser, with its live preview; pictures are kept."""

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

_TITLE = "标题"
_EXPECTED = ("Failed to load resource", "Autofocus processing was blocked")
"""What Chromium says of answers such as 409, and of typing before a page is whole."""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a console with staff."""
    folder = tmp_path_factory.mktemp("faq")
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


@pytest.fixture(scope="module")
def other_login(browser: "Browser", console: str) -> "StorageState":
    return log_in(browser, console, Role.REVIEWER)


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
    """Open the tree; a complaint of the browser fails the test."""
    made, troubles = context.new_page(), list[str]()
    made.on("pageerror", lambda it: troubles.append(str(it)))
    made.on("console", lambda it: troubles.append(it.text))
    made.goto(f"{console}/console/faq")
    yield made
    assert [it for it in troubles if not it.startswith(_EXPECTED)] == []


def enter(page: "Page", key: str) -> None:
    """Open a question from the tree."""
    page.locator("a.title").filter(has_text=key).first.click()
    page.locator("#preview").wait_for()


def picture(page: "Page", name: str, *, whole: bool = True) -> None:
    """Keep a screenshot, and see that nothing stands out at the sides."""
    width = (page.viewport_size or {"width": 0})["width"]
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / f"faq-{name}-{width}{'-dark' if dark else ''}.png"
    page.screenshot(path=file, full_page=whole)
    assert not page.evaluate(OVERFLOWS)


def barriers(page: "Page") -> list[str]:
    """List what axe finds that keeps somebody out."""
    found = Axe().run(page, context="main").response["violations"]
    return [f"{it['id']}: {it['nodes'][0]['html']}" for it in found]


def look(page: "Page", name: str) -> None:
    """See one page as it comes, in a picture and without barriers."""
    picture(page, name)
    assert barriers(page) == []


@LOOKS
def test_the_pages_have_no_barriers_and_nothing_stands_out(
    page: "Page", console: str
) -> None:
    look(page, "tree")
    for name, path in (
        ("question", "1.3"),
        ("contacts", "4.1"),
        ("new", "new?section=2"),
        ("retire", "1.6/retire"),
        ("phrasings", "1.6/phrasings?situation=2"),
        ("section", "sections/1"),
    ):
        page.goto(f"{console}/console/faq/{path}")
        look(page, name)


@pytest.mark.parametrize("size", ON_A_DESK)
def test_the_preview_and_the_remarks_follow_the_typing(page: "Page") -> None:
    enter(page, "1.9")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("证书补办")

    page.get_by_label("答复（建议）").fill("请登录www.hngcjs.cn下载。" * 12)

    expect(preview).to_contain_text("请登录www.hngcjs.cn下载。请登录")
    expect(preview).to_contain_text("接通后按")
    expect(page.locator("#remarks-answer")).to_contain_text("“www.hngcjs.cn”是网址")
    expect(page.locator("#state")).to_have_text("还没有保存。")
    picture(page, "typing", whole=False)


@pytest.mark.parametrize("size", IN_A_POCKET)
def test_a_situation_is_added_in_place_moved_and_saved(page: "Page") -> None:
    enter(page, "1.6")
    before = page.url

    page.get_by_role("button", name="增加一种情形").click()
    added = page.locator("fieldset").last.get_by_label("什么情形")
    expect(added).to_be_focused()
    added.fill("建造师证书已经注销。")
    page.locator("fieldset").last.get_by_label("建议").fill("请先重新注册建造师。")
    expect(page.locator("#preview")).to_contain_text("3 建造师证书已经注销。")
    page.locator("fieldset").last.get_by_role("button", name="上移").click()
    expect(page.locator("fieldset").nth(1).get_by_label("什么情形")).to_have_value(
        "建造师证书已经注销。"
    )
    picture(page, "situations")
    assert page.url == before
    page.get_by_role("button", name="保存到草稿").click()

    expect(page.get_by_role("alert")).to_contain_text("已保存到草稿")
    expect(page.locator("#preview")).to_contain_text("2 建造师证书已经注销。")
    picture(page, "saved")
    page.get_by_role("button", name="恢复成已发布的样子").click()
    expect(page.get_by_role("alert")).to_contain_text("已恢复")


@pytest.mark.parametrize("size", ON_A_DESK)
def test_of_two_people_the_later_is_told_and_loses_nothing(
    browser: "Browser", other_login: "StorageState", page: "Page", console: str
) -> None:
    width = (page.viewport_size or {"width": 0})["width"]
    address = f"{console}/console/faq/2.2"
    page.goto(address)
    colleague = browser.new_context(storage_state=other_login).new_page()
    colleague.goto(address)
    colleague.get_by_label("答复（建议）").fill(
        f"“收件”时可以撤回，其它时候不能{width}。"
    )
    colleague.get_by_role("button", name="保存到草稿").click()
    expect(colleague.get_by_role("alert")).to_contain_text("已保存到草稿")
    colleague.context.close()

    mine = f"“收件”时可以自己撤回，其它状态不能{width}。"
    page.get_by_label("答复（建议）").fill(mine)
    page.get_by_role("button", name="保存到草稿").click()

    told = page.get_by_role("alert").first
    expect(told).to_contain_text("reviewer")
    expect(told.locator("del").first).to_be_visible()
    expect(page.get_by_label("答复（建议）")).to_have_value(mine)
    look(page, "overtaken")
    page.get_by_role("button", name="用我的覆盖").click()
    expect(page.get_by_role("alert")).to_contain_text("已保存到草稿")
    expect(page.get_by_label("答复（建议）")).to_have_value(mine)


def test_questions_are_ordered_by_the_keyboard_alone(page: "Page") -> None:
    rows = page.locator("#section-2 li")
    last = rows.last.inner_text().split("\n")[0]
    page.get_by_role("button", name="上移“已提交了事项申请").focus()

    for _ in range(2):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="上移“已提交了事项申请")).to_be_focused()

    assert rows.nth(2).inner_text().split("\n")[0] == last
    picture(page, "ordered")


def test_nobody_leaves_with_unsaved_words_unasked(page: "Page") -> None:
    enter(page, "2.1")
    page.get_by_label(_TITLE).fill("怎样知道办到哪里了？")
    asked = list[str]()
    page.on("dialog", lambda it: asked.append(it.type))
    page.on("dialog", lambda it: it.dismiss())

    with page.expect_event("dialog"):
        page.get_by_role("link", name="← 问题解答").click(no_wait_after=True)
    page.wait_for_timeout(300)  # for another that should not come

    assert asked == ["beforeunload"]
    expect(page.get_by_label(_TITLE)).to_have_value("怎样知道办到哪里了？")


def test_a_new_question_clicked_twice_is_written_once(
    page: "Page", console: str
) -> None:
    page.goto(f"{console}/console/faq/new?section=3")
    page.get_by_label(_TITLE).fill("证书上的照片能换吗？")
    page.get_by_label("答复（建议）").fill("办结以后不能换。")

    page.get_by_role("button", name="保存到草稿").dblclick()

    expect(page.get_by_role("alert")).to_contain_text("已写进草稿")
    page.get_by_role("link", name="← 问题解答").click()
    expect(page.locator("a.title").filter(has_text="照片能换吗")).to_have_count(1)


def test_without_changes_nobody_is_asked(page: "Page") -> None:
    enter(page, "2.1")

    page.get_by_role("link", name="← 问题解答").click()

    expect(page.get_by_role("heading", name="问题解答")).to_be_visible()


@pytest.mark.parametrize("script", [False])
def test_without_script_buttons_do_it_all(page: "Page") -> None:
    enter(page, "1.7")
    page.get_by_role("button", name="增加一种情形").click()
    page.get_by_label("什么情形").fill("照片太大。")
    page.get_by_label("建议", exact=True).fill("请压缩到50K以内。")

    page.get_by_role("button", name="预览").click()

    expect(page.locator("#preview")).to_contain_text("1 照片太大。")
    expect(page.locator("#state")).to_have_text("还没有保存。")
    expect(page.locator("#remarks-condition-0")).to_contain_text("只有一种情形")


def test_a_lost_login_loses_no_words(page: "Page", context: "BrowserContext") -> None:
    enter(page, "2.1")
    context.clear_cookies()

    page.get_by_label(_TITLE).fill("怎样知道办到哪里了？")

    expect(page.locator("#state")).to_contain_text("写的字都还在")
    expect(page.get_by_label(_TITLE)).to_have_value("怎样知道办到哪里了？")
