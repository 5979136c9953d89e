"""The dashboard in a real browser: charts, tables, both schemes; pictures are kept."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from reporting import store as reporting_store
from reporting.days import day_of
from reporting.histogram import interval_of
from reporting.metrics import Figure, FigureName
from server import demo_server
from staff.roles import Role
from storage.session import writing
from tests import seeded, stores
from tests.browser.desk import OVERFLOWS, log_in
from tests.browser.phone import DESK, IN_A_POCKET, ON_A_DESK, PICTURES, POCKET, expect
from tests.console import visitors
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState

_DAYS = 60
_CUT_OFF = """() => [...document.querySelectorAll(".numbers")]
  .filter((it) => it.scrollWidth > it.clientWidth)
  .map((it) => it.ariaLabel)"""
_ALL_DRAWN = """() => document.readyState === "complete" &&
  [...document.querySelectorAll("[data-chart]")].every((place) => {
    const drawn = place.querySelector("canvas");
    if (!drawn) return false;
    const blank = document.createElement("canvas");
    [blank.width, blank.height] = [drawn.width, drawn.height];
    return drawn.width > 0 && drawn.toDataURL() !== blank.toDataURL();
  })"""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a console with staff, where sixty days were counted."""
    folder = tmp_path_factory.mktemp("dashboard")
    with demo_server.run_demo_server(
        seeded.edition(), folder, seeded.matcher()
    ) as address:
        with stores.opened(f"sqlite:///{folder / 'trial.db'}") as store:
            visitors.employ(store, datetime.now(UTC))
            _count(store, datetime.now(UTC))
        yield address


def _count(store: Engine, now: datetime) -> None:
    chance = Random(1)  # noqa: S311 - figures for pictures
    waiting = 0
    for ago in range(_DAYS - 1, -1, -1):
        day = day_of(now) - timedelta(days=ago)
        scale = 0.3 if day.isoweekday() > 5 else 1.0
        busy = scale * chance.uniform(0.7, 1.3)
        new, settled = int(9 * busy), int(chance.uniform(3, 11) * scale)
        waiting = max(0, waiting + new - settled)
        moved = (("new", new), ("settled", settled), ("open", waiting))
        found: list[Figure] = [(FigureName.INQUIRIES, key, many) for key, many in moved]
        found += [(name, key, int(many * busy)) for name, key, many in _USUAL]
        with writing(store) as session:
            reporting_store.record_day(session, day, found, now, past=False)


_USUAL: tuple[Figure, ...] = (
    *(
        (FigureName.TEXTS, *item)
        for item in (("certain", 88), ("unsure", 21), ("nothing", 11))
    ),
    *((FigureName.TEXTS, *it) for it in (("choice", 56), ("silent", 4))),
    *((FigureName.ANSWERED, *it) for it in (("1.6", 22), ("1.7", 17), ("2.3", 14))),
    *((FigureName.ANSWERED, *it) for it in (("1.1", 9), ("1.3", 8), ("2.1", 6))),
    *((FigureName.ANSWERED, *it) for it in (("3.1", 5), ("4.1", 4), ("1.8", 4))),
    *(
        (FigureName.HEARD, *each)
        for each in (("1.6", 9), ("2.3", 7), ("3.1", 5), ("1.2", 3))
    ),
    (FigureName.REPLY_SEGMENTS, "", 310),
    *((FigureName.CALLS, *it) for it in (("completed", 24), ("busy", 3), ("lost", 1))),
    (FigureName.CALL_SECONDS, "", 2200),
    *(
        (FigureName.CALL_LENGTHS, str(interval_of(entry)), 4)
        for entry in (12, 35, 61, 80, 140, 400)
    ),
    *((FigureName.LEFT_AT, *it) for it in (("", 4), ("1", 6), ("1.6", 7), ("2.3", 4))),
    *((FigureName.LEFT_AT, *it) for it in (("hotline", 3), ("3.1", 2))),
    *((FigureName.NOTICES, *it) for it in (("delivered", 420), ("undelivered", 13))),
    *(
        (FigureName.NOTICES, *one)
        for one in (("failed", 4), ("sent", 9), ("suppressed", 3))
    ),
    *((FigureName.NOTICE_EVENTS, *it) for it in (("受理", 180), ("退件", 140))),
    *((FigureName.NOTICE_EVENTS, *it) for it in (("办结", 90), ("证书生成", 40))),
    *((FigureName.NOTICE_FAILURES, *it) for it in (("30003", 8), ("30005", 5))),
    *((FigureName.NOTICE_FAILURES, *it) for it in (("30007", 2), ("21610", 2))),
    (FigureName.NOTICE_SEGMENTS, "", 760),
    *((FigureName.DELIVERIES, str(interval_of(it)), 70) for it in (2, 3, 4, 6, 9, 30)),
)


@pytest.fixture(scope="module")
def login(browser: "Browser", console: str) -> "StorageState":
    """Log in as somebody who may only read, once: a recovery code serves once."""
    return log_in(browser, console, Role.READER)


@pytest.fixture
def scripts() -> bool:
    """Say whether the browser runs scripts; tests may say another."""
    return True


@pytest.fixture
def page(  # noqa: PLR0913 - what makes a browser
    browser: "Browser",
    console: str,
    login: "StorageState",
    size: tuple[int, int],
    scheme: str,
    *,
    scripts: bool,
) -> Iterator["Page"]:
    """Open the dashboard; a complaint of the browser fails the test."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
        storage_state=login,
        java_script_enabled=scripts,
    )
    context.set_default_timeout(1000 * HANGS)
    made, troubles = context.new_page(), list[str]()
    made.on("pageerror", lambda it: troubles.append(str(it)))
    made.on("console", lambda it: troubles.append(it.text))
    made.goto(f"{console}/console/dashboard")
    yield made
    context.close()
    # A page about a wrong range comes with 400, which the browser notes as well.
    assert [it for it in troubles if "status of 400" not in it] == []


def picture(page: "Page", name: str) -> None:
    """Keep a screenshot, and see that nothing stands out at the sides."""
    width = (page.viewport_size or {"width": 0})["width"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"dashboard-{name}-{width}.png", full_page=True)
    assert not page.evaluate(OVERFLOWS)


def drawn(page: "Page") -> int:
    """Count the charts, and see that something is drawn in each."""
    page.wait_for_function(_ALL_DRAWN)
    return page.locator("[data-chart] canvas").count()


@pytest.mark.parametrize("size", ON_A_DESK)
def test_today_and_a_month_are_drawn_above_their_tables(page: "Page") -> None:
    expect(page.get_by_role("heading", name="总览")).to_be_visible()
    assert drawn(page) == page.locator("main table").count() > 10
    picture(page, "today")

    page.get_by_role("link", name="近30天").click()

    expect(page.get_by_role("link", name="近30天")).to_have_attribute(
        "aria-current", "page"
    )
    assert drawn(page) == page.locator("main table").count() > 10
    expect(page.locator("#table-texts tbody tr")).to_have_count(30)
    picture(page, "month")
    if (page.viewport_size or {}) == {"width": DESK[0], "height": DESK[1]}:
        assert page.evaluate(_CUT_OFF) == []


@pytest.mark.parametrize("scheme", ["dark"])
@pytest.mark.parametrize("size", IN_A_POCKET)
def test_charts_are_drawn_in_the_dark_and_again_when_it_gets_light(
    page: "Page",
) -> None:
    page.get_by_role("link", name="近7天").click()
    page.wait_for_url("**from=*")
    assert drawn(page) > 10
    picture(page, "dark")

    page.emulate_media(color_scheme="light")

    assert drawn(page) > 10


@pytest.mark.parametrize("size", ON_A_DESK)
def test_a_range_without_figures_says_so(page: "Page") -> None:
    page.get_by_label("从", exact=True).fill("2020-01-01")
    page.get_by_label("到", exact=True).fill("2020-01-31")
    page.get_by_role("button", name="看这几天").click()

    expect(page.get_by_text("这段时间没有收到短信。")).to_be_visible()
    assert page.locator("canvas, main table").count() == 0
    picture(page, "empty")


@pytest.mark.parametrize("size", [POCKET])
def test_a_reversed_range_says_so(page: "Page") -> None:
    page.get_by_label("从", exact=True).fill("2020-02-01")
    page.get_by_label("到", exact=True).fill("2020-01-31")
    page.get_by_label("到", exact=True).press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("对调")
    picture(page, "reversed")


def test_a_chart_has_a_name_and_its_file_is_beside_it(page: "Page") -> None:
    chart = page.get_by_role("img", name="图：收到的短信。数字在下面的表里。")
    expect(chart).to_be_visible()

    with page.expect_download() as download:
        page.locator("#texts").get_by_role("link", name="下载表格").click()

    today = date.isoformat(day_of(datetime.now(UTC)))
    assert download.value.suggested_filename == f"texts-{today}-{today}.csv"


@pytest.mark.parametrize("scripts", [False])
def test_without_scripts_the_tables_suffice(page: "Page") -> None:
    page.get_by_role("link", name="近7天").click()

    expect(page.locator("#table-texts tbody tr")).to_have_count(7)
    assert page.locator("canvas").count() == 0
    picture(page, "plain")
