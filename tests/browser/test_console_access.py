"""Every page of the console, judged by axe: for whoever cannot see it, or uses no mouse."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from axe_playwright_python.sync_playwright import Axe

from server import demo_server
from server.app import create_app
from staff.roles import Role
from tests import seeded, stores
from tests.browser.phone import DESK, POCKET
from tests.console import addresses, stocked, visitors
from tests.console.addresses import Address
from tests.server.callers import production
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState

WORDS = "职称证书的扫描件在哪里上传"
BAD = {"serious", "critical"}
"""What axe calls bad enough to keep somebody from the page."""

_OVERFLOWS = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def console(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, list[Address]]]:
    """Serve a console with staff and with everything in it; give its pages."""
    folder = tmp_path_factory.mktemp("access")
    with demo_server.run_demo_server(
        seeded.edition(), folder, seeded.matcher()
    ) as address:
        with stores.opened(f"sqlite:///{folder / 'trial.db'}") as store:
            visitors.employ(store, datetime.now(UTC))
            stocked.stock(store, WORDS, datetime.now(UTC))
            app = create_app(production(store))
            pages = [*addresses.walk(app, store, ways=False)]
        yield address, pages


@pytest.fixture(scope="module")
def login(
    browser: "Browser", console: tuple[str, list[Address]]
) -> Iterator["StorageState"]:
    """Log in as the administrator, once: a recovery code serves once."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(1000 * HANGS)
    visit = context.new_page()
    visit.goto(f"{console[0]}/console/login")
    visit.get_by_label("用户名").fill(visitors.name(Role.ADMIN))
    visit.get_by_label("密码").fill(visitors.PASSWORD)
    visit.get_by_role("button", name="登录").click()
    visit.get_by_label("验证码").fill(visitors.RECOVERY[0])
    visit.get_by_role("button", name="继续").click()
    visit.get_by_role("link", name="操作记录").first.wait_for()
    yield context.storage_state()
    context.close()


@pytest.fixture
def page(
    browser: "Browser", login: "StorageState", size: tuple[int, int], scheme: str
) -> Iterator["Page"]:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
        storage_state=login,
        reduced_motion="reduce",
    )
    context.set_default_timeout(1000 * HANGS)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("size", "scheme", "turn"),
    [(DESK, "light", 0), (DESK, "dark", 1), (POCKET, "light", 2)],
)
@pytest.mark.parametrize("looks", [3, pytest.param(1, marks=pytest.mark.long)])
def test_no_page_keeps_anybody_out(
    page: "Page", console: tuple[str, list[Address]], turn: int, looks: int
) -> None:
    """Look at each page in one way, in turn; in a long run, in all three."""
    address, every = console
    pages = every[turn % looks :: looks]
    complaints: list[str] = []
    page.on("pageerror", lambda it: complaints.append(str(it)))
    page.on("console", lambda it: complaints.extend(_complaint(it)))

    found = {
        item.endpoint: [*_faults(page, f"{address}{item.path}"), *_taken(complaints)]
        for item in pages
        if _is_page(page, f"{address}{item.path}")
    }

    assert len(found) > len(pages) / 2
    told = [f"{name}: {it}" for name, faults in found.items() for it in faults]
    assert "\n".join(told) == ""


def _is_page(page: "Page", address: str) -> bool:
    answer = page.request.head(address)
    return answer.headers.get("content-type", "").startswith("text/html")


def _faults(page: "Page", address: str) -> Iterator[str]:
    """Visit a page, and say what is wrong with it."""
    answer = page.goto(address)
    if answer is None or answer.status >= 500:
        yield f"{answer and answer.status}"
    if page.evaluate(_OVERFLOWS):
        yield "it overflows at the side"
    for item in Axe().run(page).response["violations"]:
        if item["impact"] in BAD:
            nodes = [node["html"][:160] for node in item["nodes"][:3]]
            yield f"{item['id']}: {item['help']} {nodes}"


def _complaint(item: "ConsoleMessage") -> Iterator[str]:
    # That a page is not there, as of an invitation, its own status says.
    if item.type in {"error", "warning"} and "Failed to load resource" not in item.text:
        yield item.text


def _taken(complaints: list[str]) -> list[str]:
    taken = complaints.copy()
    complaints.clear()
    return taken
