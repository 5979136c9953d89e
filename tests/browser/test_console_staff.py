"""Accounts in a real browser: signed up by a link, second factor, invited; by keyboard."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyotp
import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from server import invitations
from server.app_state import utc_now
from staff.roles import Role
from storage.engine import connect
from storage.session import writing
from tests.browser.phone import DESK, POCKET, picture_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PASSWORD = "correct horse battery"  # noqa: S105  made up

_READY = "() => document.activeElement.tagName === 'INPUT'"
_WIDER = "() => document.documentElement.scrollWidth > innerWidth"


@dataclass
class Desk:
    """One browser before the console; `troubles` is what it complained about."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("pageerror", lambda it: self.troubles.append(str(it)))
        self.page.on("console", lambda it: self._note(it.type, it.text))
        self.page.on("request", lambda it: self._stay(it.url))

    def type(self, *fields: str) -> None:
        """Type into the field that has the focus and the next ones, then Enter."""
        self.page.wait_for_function(_READY)
        for position, text in enumerate(fields):
            if position:
                self.page.keyboard.press("Tab")
            self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def reach(self, name: str) -> None:
        """Go by Tab to what has this name, and press it."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(
                "() => (document.activeElement.innerText || "
                "document.activeElement.value || '').trim()"
            )
            if found == name:
                return
        raise AssertionError(name)

    def press(self, name: str) -> None:
        self.reach(name)
        self.page.keyboard.press("Enter")

    def picture(self, name: str) -> None:
        """Keep screenshots of both widths; nothing may scroll sideways."""
        for width, height in (DESK, POCKET):
            self.page.set_viewport_size({"width": width, "height": height})
            assert not self.page.evaluate(_WIDER), (name, width)
            path = picture_file(f"{width}-console-{name}")
            self.page.screenshot(path=path, full_page=True)
        self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})

    def _note(self, kind: str, text: str) -> None:
        # A form that is refused comes back with 400, which the browser notes.
        if kind in {"error", "warning"} and "400" not in text:
            self.troubles.append(text)

    def _stay(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.troubles.append(url)


@pytest.fixture
def books(address: str, served_folder: Path) -> Iterator[Engine]:
    """Open the store of the served helpline."""
    assert address
    engine = connect(f"sqlite:///{served_folder / 'trial.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def desk(browser: "Browser", address: str, scheme: str) -> Iterator[Desk]:
    context = browser.new_context(
        viewport={"width": DESK[0], "height": DESK[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
    )
    context.set_default_timeout(10_000)
    made = Desk(context.new_page(), address)
    made.watch()
    yield made
    context.close()
    assert made.troubles == []


def invited(books: Engine, address: str, name: str, role: Role) -> str:
    with writing(books) as session:
        person = invitations.add_person(session, name, role, utc_now())
        return invitations.make_link(session, person.id, address, utc_now())


def sign_up(desk: Desk, link: str) -> str:
    """Set a password, log in, set the second factor up; return its secret."""
    desk.page.goto(link)
    desk.type(PASSWORD, PASSWORD)
    desk.page.wait_for_url("**/console/login")
    desk.type(PASSWORD)  # the name is there
    desk.page.wait_for_url("**/second-factor/new**")
    secret = desk.page.locator("code").inner_text()
    desk.type(pyotp.TOTP(secret).now())
    expect(desk.page.locator(".codes code")).to_have_count(10)
    return secret


def test_an_administrator_signs_up_invites_and_logs_out_by_keyboard(
    desk: Desk, books: Engine
) -> None:
    link = invited(books, desk.address, "张管理", Role.ADMIN)
    desk.page.goto(link)
    desk.picture("join")
    sign_up(desk, link)
    desk.picture("recovery-codes")
    desk.press("抄好了，继续")
    expect(desk.page.locator("h1")).to_have_text("您好，张管理")
    desk.picture("home")

    desk.press("人员")
    desk.page.wait_for_url("**/console/people")
    desk.page.locator("#name").focus()
    desk.type("李编辑")
    expect(desk.page.locator(".alert-info")).to_contain_text("/console/join/")
    desk.picture("people")
    desk.page.locator("#name").fill("张")
    desk.page.locator("#name").press("Enter")
    expect(desk.page.locator(".invalid-feedback")).to_have_text("要有2到32个字。")
    expect(desk.page.locator("#name")).to_have_value("张")

    desk.press("操作记录")
    desk.page.wait_for_url("**/console/audit")
    expect(desk.page.locator("tbody tr").first).to_contain_text("增加人员")
    desk.picture("audit")
    desk.press("张管理（管理员）")
    desk.page.wait_for_url("**/console/own")
    desk.picture("own")
    desk.press("退出")
    desk.page.wait_for_url("**/console/login")
    desk.type("张管理", "wrong password")
    expect(desk.page.locator(".invalid-feedback")).to_have_text("用户名或密码不对。")
    desk.picture("login")


def test_a_second_factor_is_asked_for_and_may_be_a_recovery_code(
    desk: Desk, books: Engine
) -> None:
    link = invited(books, desk.address, "王审核", Role.REVIEWER)
    sign_up(desk, link)
    code = desk.page.locator(".codes code").first.inner_text()
    desk.page.goto(f"{desk.address}/console/audit?action=join")
    desk.press("退出")
    desk.page.wait_for_url("**/console/login")
    desk.page.goto(f"{desk.address}/console/audit?action=join")
    desk.type("王审核", PASSWORD)
    desk.page.wait_for_url("**/second-factor?next=**")
    desk.picture("second-factor")
    desk.type("000000")
    expect(desk.page.locator(".invalid-feedback")).to_contain_text("验证码不对")

    desk.page.locator("#code").fill("")
    desk.page.locator("#code").focus()
    desk.type(code)

    desk.page.wait_for_url("**/console/audit?action=join")


@pytest.mark.parametrize("scheme", ["dark"])
def test_the_colours_are_those_of_the_system(
    desk: Desk, books: Engine, scheme: str
) -> None:
    link = invited(books, desk.address, "赵审核", Role.REVIEWER)
    desk.page.goto(link)
    desk.type(PASSWORD, PASSWORD)
    desk.page.wait_for_url("**/console/login")
    desk.type(PASSWORD)
    desk.page.wait_for_url("**/second-factor/new**")

    expect(desk.page.locator("html")).to_have_attribute("data-bs-theme", scheme)
    desk.picture(f"set-up-{scheme}")
    expect(desk.page.locator("#too-old")).to_be_hidden()
