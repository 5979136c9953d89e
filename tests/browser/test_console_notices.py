"""Notices in the console, in a browser: sent once, batches followed, nothing overflows."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, update

from notices.compose import reason_codes
from notices.compose.reason_codes import ReasonCode
from notices.delivery import alerts
from notices.status import Status
from notices.tables import NoticeRow
from server import demo_server
from server.app_state import utc_now
from staff import accounts, passwords
from staff.roles import Role
from storage.session import writing
from tests import seeded, stores
from tests.browser.phone import LOOKS, expect, picture_file
from tests.notices.fakes import Post
from tests.notices.papers import LI, WANG, paper

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

PASSWORD = "correct horse battery"  # noqa: S105  made up
NOTICES = "/console/notices"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("console-notices")


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[str]:
    """Serve a console with a store of its own, and employ an editor."""
    with demo_server.run_demo_server(
        seeded.edition(), folder, seeded.matcher()
    ) as address:
        with stores.opened(f"sqlite:///{folder / 'trial.db'}") as store:
            _employ(store)
            _fill(Post(store, utc_now()))
        yield address


def _employ(store: Engine) -> None:
    now = utc_now()
    with writing(store) as session:
        made = accounts.add_account(session, "小李", Role.EDITOR, now)
        accounts.create_invitation(session, made.id, "token", now)
        accounts.accept_invitation(
            session, "token", passwords.hash_password(PASSWORD), now
        )
        reason = ReasonCode("P01", "身份证照片不清晰", "1.7")
        reason_codes.save_reason_code(session, reason, lambda _: True, "小李", now)
        alerts.raise_alert(session, alerts.UNKNOWN_PILE, now, code="21")


def _fill(post: Post) -> None:
    made = post.order_many([{"application": f"HN2026-{it:06}"} for it in range(9)])
    post.round()
    post.hear(made[0], "undelivered", post.notice(made[0]).sid or "", "30003")
    with post.writing() as session:
        unknown = update(NoticeRow).where(NoticeRow.id == made[1])
        session.execute(unknown.values(status=Status.UNKNOWN, code="timeout"))


@pytest.fixture
def page(
    browser: "Browser", desk: str, size: tuple[int, int], scheme: str
) -> Iterator["Page"]:
    """Log in; a complaint of the browser fails the test."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=desk,
        locale="zh-CN",
    )
    context.set_default_timeout(10_000)
    made = context.new_page()
    troubles: list[str] = []
    made.on("pageerror", lambda it: troubles.append(str(it)))
    made.on("console", lambda it: troubles.append(it.text))
    made.goto("/console/login")
    made.fill("#name", "小李")
    made.fill("#password", PASSWORD)
    made.click("#submit")
    yield made
    context.close()
    assert troubles == []


def overflows(page: "Page") -> bool:
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def upload(page: "Page", name: str) -> None:
    page.goto(f"{NOTICES}/batches/new")
    content = paper(WANG, LI, ("12345", "退件", name, "照片太大")).encode()
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.set_input_files("#file", [file])
    page.click("#submit")


def test_a_notice_is_previewed_and_a_double_click_sends_one(page: "Page") -> None:
    page.goto(f"{NOTICES}/new")
    page.fill("#to", "13800138111")
    page.select_option("#event", "退件")
    page.fill("#application", "HN2026-000777")
    page.select_option("#reason_code", "P01")
    page.click("button[value=preview]")
    expect(page.locator(".bubble")).to_contain_text("身份证照片不清晰")
    page.keyboard.press("Tab")

    page.dblclick("button[value=send]")

    expect(page.locator(".alert-success")).to_have_text("已进入发送队列。")
    page.goto(NOTICES)
    expect(page.locator("tr", has_text="HN2026-000777")).to_have_count(1)


def test_the_report_of_a_file_is_downloaded(page: "Page") -> None:
    upload(page, "报告.csv")

    with page.expect_download() as begun:
        page.get_by_role("button", name="下载全部1行的报告").click()

    text = Path(begun.value.path()).read_text("utf-8-sig")
    assert text.splitlines() == ["行,问题", "4,手机号：不是中国大陆的手机号码。"]


def test_the_progress_of_a_batch_renews_itself(page: "Page", folder: Path) -> None:
    upload(page, "进展.csv")
    page.get_by_role("button", name="确认，发送2条").click()
    expect(page.locator("progress")).to_have_attribute("value", "0")

    with stores.opened(f"sqlite:///{folder / 'trial.db'}") as store:
        Post(store, utc_now()).send_all()

    expect(page.locator("h1 .badge")).to_have_text("已结束")
    expect(page.locator("progress")).to_have_attribute("value", "2")


PAGES = {
    "list": NOTICES,
    "new": f"{NOTICES}/new",
    "batches": f"{NOTICES}/batches",
    "suppressions": f"{NOTICES}/suppressions",
    "templates": f"{NOTICES}/templates",
    "template": f"{NOTICES}/templates/edit?name=退件",
    "reasons": f"{NOTICES}/reasons",
    "sending": f"{NOTICES}/sending",
}


@LOOKS
def test_every_page_is_pictured_and_none_overflows(page: "Page", scheme: str) -> None:
    width = (page.viewport_size or {"width": 0})["width"]
    wide = []

    def picture(name: str) -> None:
        file = picture_file(f"{width}-{scheme}-console-notices-{name}")
        page.screenshot(path=file, full_page=True)
        if overflows(page):
            wide.append(name)

    for name, path in PAGES.items():
        page.goto(path)
        picture(name)
    page.goto(f"{NOTICES}?status=unknown")
    page.locator("tbody a").first.click()
    page.locator("summary").first.click()
    picture("unknown")
    upload(page, f"{width}-{scheme}.csv")
    picture("report")
    page.get_by_role("link", name="以后再定").click()
    picture("batch")

    assert wide == []
