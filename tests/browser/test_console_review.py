"""Publishing in a real browser: two people, a rollback, the keyboard; pictures are kept."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from faq_store.content import queries
from faq_store.editing import edit as editing_edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.publishing import regression_run
from faq_store.publishing.regression_job import RegressionRun
from server import demo_server
from server.background.regression import RegressionThread
from staff.roles import Role
from storage.session import writing
from tests import stores
from tests.browser.desk import OVERFLOWS, log_in
from tests.browser.phone import DESK, IN_A_POCKET, ON_A_DESK, PICTURES, expect
from tests.console import visitors
from tests.faq_store import examples
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, StorageState


Enter = Callable[[Role, tuple[int, int]], "Page"]
"""Opens the console as somebody of a role, in a window of this size."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("review")


@pytest.fixture(scope="module")
def console(folder: Path) -> Iterator[str]:
    """Serve a console with staff, where drafts are rehearsed."""
    with (
        demo_server.run_demo_server(examples.SMALL, folder) as address,
        stores.opened(f"sqlite:///{folder / 'trial.db'}") as store,
    ):
        visitors.employ(store, _now())
        rehearser = RegressionThread(store, _now, _performing(store))
        rehearser.start()
        yield address
        rehearser.stop()


@pytest.fixture
def store(folder: Path, console: str) -> Iterator[Engine]:
    """Open what is served at this address."""
    assert console
    with stores.opened(f"sqlite:///{folder / 'trial.db'}") as opened:
        yield opened


@pytest.fixture(scope="module")
def logins(browser: "Browser", console: str) -> dict[Role, "StorageState"]:
    """Log in as an editor and as a reviewer, once each."""
    roles = (Role.EDITOR, Role.REVIEWER)
    return {role: log_in(browser, console, role) for role in roles}


@pytest.fixture
def enter(
    browser: "Browser", console: str, logins: dict[Role, "StorageState"]
) -> Iterator[Enter]:
    """Open the console for as many as come; a complaint of a browser fails the test."""
    contexts, troubles = list["BrowserContext"](), list[str]()

    def come(role: Role, size: tuple[int, int]) -> "Page":
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            storage_state=logins[role],
        )
        context.set_default_timeout(1000 * HANGS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda it: troubles.append(str(it)))
        page.on("console", lambda it: troubles.append(it.text))
        page.goto(f"{console}/console/review")
        return page

    yield come
    for item in contexts:
        item.close()
    assert troubles == []


def _now() -> datetime:
    return datetime.now(UTC)


def _performing(store: Engine) -> Callable[[RegressionRun, Callable[[], bool]], None]:
    def perform(held: RegressionRun, _: Callable[[], bool]) -> None:
        regression_run.execute_run(store, held, _now)

    return perform


def picture(page: "Page", name: str) -> None:
    """Keep a screenshot, and see that nothing stands out at the sides."""
    width = (page.viewport_size or {"width": 0})["width"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"review-{name}-{width}.png", full_page=True)
    assert not page.evaluate(OVERFLOWS)


def edit(store: Engine, title: str) -> None:
    """Give a question another title and answer, as an editor would."""
    with writing(store) as session:
        row = queries.working_edition_row(session)
        assert row is not None
        found = queries.read_question(session, row.id, "2.1")
        assert found is not None
        draft = examples.asking(examples.SMALL, q2_1=title).question("2.1")
        assert draft is not None
        author = Author(visitors.name(Role.EDITOR), _now())
        editing_edit.save_question(session, draft, revision_of(found), author)


@pytest.mark.parametrize("size", ON_A_DESK)
def test_one_submits_another_approves_and_it_is_rolled_back(
    enter: Enter, store: Engine, size: tuple[int, int]
) -> None:
    edit(store, f"什么时候吃饭{size[0]}")
    editor, reviewer = enter(Role.EDITOR, size), enter(Role.REVIEWER, size)
    picture(editor, "draft")
    editor.get_by_label("这次改了什么").fill("家属那一条改了标题")
    editor.get_by_role("button", name="提交审核").click()
    expect(editor.get_by_text("已提交审核")).to_be_visible()
    expect(editor.get_by_text("已知的问法都问过了")).to_be_visible()
    picture(editor, "submitted")

    look_again(reviewer)
    picture(reviewer, "waiting")
    reviewer.get_by_role("button", name="批准并发布").click()
    expect(reviewer.get_by_text("马上生效")).to_be_visible()
    reviewer.get_by_role("link", name="版本历史").click()
    picture(reviewer, "history")
    reviewer.get_by_role("link", name="回滚到这一版").last.click()
    picture(reviewer, "roll-back")
    reviewer.get_by_label("为什么回滚").fill("标题写错了")
    reviewer.get_by_role("button", name="确认回滚").click()

    expect(reviewer.get_by_text("已回滚到第1版的内容")).to_be_visible()
    reviewer.get_by_role("link", name="第2版").first.click()
    picture(reviewer, "edition")


def test_the_keyboard_alone_suffices_for_both(enter: Enter, store: Engine) -> None:
    edit(store, "可以带小孩吗？")
    editor, reviewer = enter(Role.EDITOR, DESK), enter(Role.REVIEWER, DESK)
    tab_to(editor, "这次改了什么")
    editor.keyboard.type("换了个说法")
    tab_to(editor, "提交审核")
    editor.keyboard.press("Enter")
    expect(editor.get_by_text("已知的问法都问过了")).to_be_visible()

    look_again(reviewer)
    tab_to(reviewer, "批准并发布")
    reviewer.keyboard.press("Enter")

    expect(reviewer.get_by_text("马上生效")).to_be_visible()


@pytest.mark.parametrize("size", IN_A_POCKET)
def test_what_is_wrong_is_sent_back_with_a_reason(
    enter: Enter, store: Engine, size: tuple[int, int]
) -> None:
    edit(store, f"可以带朋友吗{size[0]}？")
    editor, reviewer = enter(Role.EDITOR, size), enter(Role.REVIEWER, size)
    editor.get_by_label("这次改了什么").fill("朋友也可以")
    editor.get_by_role("button", name="提交审核").click()
    expect(editor.get_by_text("等待审核")).to_be_visible()
    # Until then the page loads itself anew, and takes back what was opened in it.
    expect(editor.get_by_text("已知的问法都问过了")).to_be_visible()
    look_again(reviewer)
    reviewer.get_by_text("退回…").click()
    picture(reviewer, "returning")
    reviewer.get_by_label("退回的理由").fill("朋友不可以")
    reviewer.get_by_role("button", name="退回").click()
    expect(reviewer.get_by_text("已退回给editor")).to_be_visible()

    look_again(editor)
    expect(editor.get_by_text("朋友不可以")).to_be_visible()
    picture(editor, "returned")
    editor.get_by_text("放弃草稿…").click()
    editor.get_by_role("button", name="放弃全部改动").click()
    expect(editor.get_by_text("现在没有草稿")).to_be_visible()
    picture(editor, "none")


def look_again(page: "Page") -> None:
    """Load the page anew; it may be doing just that by itself, as rehearsals end."""
    from playwright.sync_api import Error  # noqa: PLC0415  it may be missing

    with suppress(Error):
        page.reload()
    page.wait_for_load_state()


def tab_to(page: "Page", name: str) -> None:
    """Press Tab until the focus is on what is named so."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in focused.evaluate(
            "(it) => it.labels?.[0]?.textContent || it.textContent"
        ):
            return
    raise AssertionError(f"no key leads to {name}")
