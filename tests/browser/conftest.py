"""One browser and one served helpline for all of these tests; a visit for each."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from server import demo_server
from tests import seeded
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.phone import Phone

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
_VISITS = count(1)


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Say where the served helpline keeps its store, `trial.db`."""
    return tmp_path_factory.mktemp("trial")


@pytest.fixture(scope="session")
def address(served_folder: Path) -> Iterator[str]:
    edition, matcher = seeded.edition(), seeded.matcher()
    with demo_server.run_demo_server(edition, served_folder, matcher) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415  may be missing

    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        pytest.skip("there is no Chromium")
    expect.set_options(timeout=1000 * HANGS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=_QUIET)
        yield started
        started.close()


@pytest.fixture
def size() -> tuple[int, int]:
    """Name the size of the window; tests may say another."""
    return 1280, 900


@pytest.fixture
def scheme() -> str:
    """Name the colours; tests may say others."""
    return "light"


@pytest.fixture
def phone(
    browser: "Browser", address: str, size: tuple[int, int], scheme: str
) -> Iterator["Phone"]:
    """Visit the page; a complaint of the browser fails the test."""
    from tests.browser.phone import Phone  # noqa: PLC0415  playwright may be missing

    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
    )
    context.set_default_timeout(1000 * HANGS)
    # Nobody is answered faster than the provider allows: a number for each visit.
    visit = Phone(context.new_page(), address, f"+86137{next(_VISITS):08}")
    visit.visit()
    yield visit
    context.close()
    assert visit.troubles == []
