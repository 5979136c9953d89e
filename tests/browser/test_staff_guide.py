"""The first hour of a new colleague, walked as docs/staff-guide.zh.md tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest
from sqlalchemy import Engine, update

from faq_store.tables import EditionRow
from helpline.faq import Case
from notices.compose import reason_codes
from notices.compose.reason_codes import ReasonCode
from notices.delivery import alerts
from server import demo_server, invitations
from server.app_state import utc_now
from staff.roles import Role
from storage.session import writing
from tests import seeded, stores
from tests.browser.guide import NAMES, Album
from tests.browser.phone import expect
from tests.console.reviewing import rehearsed
from tests.faq_store.asked import ask
from tests.notices.fakes import Post
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_PASSWORD = "correct horse battery"  # noqa: S105  made up

_PHOTOS = "大头照老是提示规格不对"
_BETTER = (
    "请用360软件管家安装IE11浏览器。除首次申请外，其它业务表单不显示照片；"
    "保存正常，照片就已提交。"
)


@dataclass(frozen=True, slots=True)
class Office:
    """A served helpline, its store, and the pictures taken in it."""

    address: str
    store: Engine
    album: Album

    def link(self, name: str, role: Role) -> str:
        """Employ somebody, and give the link that an administrator would send."""
        with writing(self.store) as session:
            person = invitations.add_person(session, name, role, utc_now())
            return invitations.make_link(session, person.id, self.address, utc_now())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Serve a helpline on which people have been texting."""
    folder = tmp_path_factory.mktemp("guide")
    with (
        demo_server.run_demo_server(
            seeded.edition(), folder, seeded.matcher()
        ) as address,
        stores.opened(f"sqlite:///{folder / 'trial.db'}") as store,
    ):
        _prepare(store)
        yield Office(address, store, Album())


def _prepare(store: Engine) -> None:
    now = utc_now()
    options = [Case.parse(it) for it in ("1.7", "1.8", "1.3")]
    for at, text in enumerate((_PHOTOS, f"请问{_PHOTOS}", "你们中午休息吗")):
        ask(
            store,
            text,
            now - timedelta(hours=at + 1),
            options=options,
            sender=f"+861380013800{at}",
        )
    with writing(store) as session:
        session.execute(update(EditionRow).values(published_by=invitations.OPERATOR))
        reason = ReasonCode("P01", "身份证照片不清晰", "1.7")
        reason_codes.save_reason_code(session, reason, lambda _: True, "编辑", now)


@pytest.fixture
def colleagues(browser: "Browser") -> Iterator[tuple["Page", "Page"]]:
    """Give two browsers; what either complains about fails the test."""
    troubles, contexts = list[str](), []
    pages = []
    for _ in range(2):
        context = browser.new_context(
            viewport={"width": 1040, "height": 900}, locale="zh-CN"
        )
        context.set_default_timeout(1000 * HANGS)
        made = context.new_page()
        made.on("pageerror", lambda it: troubles.append(str(it)))
        made.on("console", lambda it: troubles.append(it.text))
        contexts.append(context)
        pages.append(made)
    editor, reviewer = pages
    yield editor, reviewer
    for context in contexts:
        context.close()
    # Whoever types before a page is whole has the focus already, which is no trouble.
    assert [it for it in troubles if "Autofocus" not in it] == []


def test_the_first_hour_goes_as_the_guide_tells(
    office: Office, colleagues: tuple["Page", "Page"]
) -> None:
    editor, reviewer = colleagues

    _log_in_first(office, editor)
    _answer_an_inquiry(office, editor)
    _edit_a_question(office, editor)
    _submit(office, editor)
    _approve(office, reviewer)
    _roll_back(office, reviewer)
    _announce(office, editor)
    _send_a_notice(office, editor)
    _look_at_trouble(office, editor)

    assert office.album.taken == list(NAMES)


def _log_in_first(office: Office, page: "Page") -> None:
    page.goto(office.link("编辑", Role.EDITOR))
    office.album.take(page, "join", page.locator(".card"))
    page.get_by_label("密码", exact=True).fill(_PASSWORD)
    page.get_by_label("再写一遍").fill(_PASSWORD)
    page.get_by_role("button", name="设好密码").click()
    _log_in(page, "编辑")
    page.get_by_role("link", name="编辑（编辑）").click()
    page.get_by_role("link", name="设置第二步验证").click()
    expect(page.get_by_role("heading", name="设置第二步验证")).to_be_visible()
    office.album.take(page, "second-factor", page.locator(".card"))
    _set_up(page)
    expect(page.get_by_role("heading", name="请抄下恢复码")).to_be_visible()
    office.album.take(page, "recovery-codes", page.locator(".card"))
    page.get_by_role("link", name="抄好了，继续").click()
    expect(page.get_by_role("heading", name="您好，编辑")).to_be_visible()
    office.album.take(page, "home")


def _log_in(page: "Page", name: str) -> None:
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(_PASSWORD)
    page.get_by_role("button", name="登录").click()


def _set_up(page: "Page") -> None:
    code = pyotp.TOTP(page.locator("code").inner_text()).now()
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="继续").click()


def _answer_an_inquiry(office: Office, page: "Page") -> None:
    _go(page, "提问")
    page.get_by_role("link", name=_PHOTOS).first.click()
    expect(page.get_by_role("heading", name="这是在问什么？")).to_be_visible()
    office.album.take(page, "inquiry")
    page.get_by_role("button", name="1.7").first.click()
    heading = page.get_by_role("heading", name="会改变什么")
    expect(heading).to_be_visible()
    office.album.take(page, "inquiry-preview", page.locator(".card.border-primary"))
    page.get_by_role("button", name="确认，处理这").click()
    expect(page.get_by_role("alert")).to_contain_text("草稿发布后生效")


def _go(page: "Page", group: str, title: str = "") -> None:
    """Go by the menu."""
    menu = page.get_by_role("navigation", name="主菜单")
    menu.get_by_role("link", name=group, exact=True).click()
    if title:
        below = page.get_by_role("navigation", name=group)
        below.get_by_role("link", name=title, exact=True).click()


def _edit_a_question(office: Office, page: "Page") -> None:
    _go(page, "解答")
    page.get_by_role("searchbox").fill("照片")
    page.get_by_role("button", name="查找").click()
    page.locator("a.title").filter(has_text="1.7").click()
    answer = page.get_by_label("答复（建议）")
    answer.fill(f"{_BETTER}详见www.example.cn。")
    expect(page.locator("#preview")).to_contain_text("照片就已提交")
    expect(page.locator("#remarks-answer")).to_contain_text("网址")
    office.album.take(page, "question", page.locator("main"), tallest=690)
    answer.fill(_BETTER)
    page.get_by_role("button", name="保存到草稿").click()
    expect(page.get_by_role("alert")).to_contain_text("已保存到草稿")


def _submit(office: Office, page: "Page") -> None:
    _go(page, "解答", "审核与发布")
    page.get_by_label("这次改了什么").fill("照片的解答写短一些，教会一句问法")
    office.album.take(page, "submit")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_role("heading", name="等待审核")).to_be_visible()


def _approve(office: Office, page: "Page") -> None:
    page.goto(office.link("审核", Role.REVIEWER))
    page.get_by_label("密码", exact=True).fill(_PASSWORD)
    page.get_by_label("再写一遍").fill(_PASSWORD)
    page.get_by_role("button", name="设好密码").click()
    _log_in(page, "审核")
    _set_up(page)
    page.get_by_role("link", name="抄好了，继续").click()
    rehearsed(office.store, utc_now())
    page.get_by_role("link", name="提交的草稿等着审核").click()
    approve = page.get_by_role("button", name="批准并发布")
    expect(approve).to_be_enabled()
    office.album.take(page, "approve")
    approve.click()
    expect(page.get_by_role("alert")).to_contain_text("第2版")


def _roll_back(office: Office, page: "Page") -> None:
    _go(page, "解答", "版本历史")
    page.get_by_role("link", name="回滚到这一版").first.click()
    page.get_by_label("为什么回滚").fill("照片的解答漏了一种情况")
    office.album.take(page, "roll-back")
    page.get_by_role("button", name="确认回滚").click()
    expect(page.get_by_role("alert")).to_contain_text("第3版")


def _announce(office: Office, page: "Page") -> None:
    _go(page, "管理", "公告")
    page.get_by_label("内容").fill("今天17点起系统升级，明天9点恢复。")
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("alert")).to_contain_text("公告已发布")
    # Only the list: the form's times are written as this browser's own language has it.
    office.album.take(page, "announcement", page.get_by_role("table"))


def _send_a_notice(office: Office, page: "Page") -> None:
    _go(page, "通知")
    page.get_by_role("link", name="发一条").click()
    page.get_by_label("手机号").fill("13800138000")
    page.get_by_label("事件").select_option("退件")
    page.get_by_label("申报号").fill("HN2026-000123")
    page.get_by_label("原因代码").select_option("P01")
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="发送", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("已进入发送队列")
    _carry(office.store)
    _go(page, "通知")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="经过")).to_be_visible()
    office.album.take(page, "notice")


def _carry(store: Engine) -> None:
    """Let the notice be sent, and arrive."""
    post = Post(store, utc_now())
    post.send_all()
    (notice,) = post.notices()
    post.later(4)
    assert post.hear(notice.id, "delivered", notice.sid or "")


def _look_at_trouble(office: Office, page: "Page") -> None:
    with writing(office.store) as session:
        alerts.raise_alert(session, alerts.HALTED, utc_now(), code="20003")
    _go(page, "通知")
    page.get_by_role("link", name="看发送情况").click()
    expect(page.get_by_role("heading", name="发送情况")).to_be_visible()
    office.album.take(page, "trouble")
