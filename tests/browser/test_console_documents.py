"""A document of Word in a real browser: brought, accepted in part; pictures are kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faq_store.file_formats import docx_writer, text_format
from server import demo_server
from staff.roles import Role
from tests import seeded, stores
from tests.browser.desk import OVERFLOWS, log_in
from tests.browser.phone import IN_A_POCKET, ON_A_DESK, PICTURES, expect
from tests.console import visitors
from tests.waiting import HANGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState

_REFUSED = "status of 400"
"""What the browser notes by itself of a file that is refused."""

_NEW = "18.企业合并以后，人员的证书怎么办？\n答：请先办理企业名称变更，再办理聘用企业变更。\n"


def _paper() -> str:
    """Change the packaged FAQ in every way that a document can."""
    seed = seeded.edition()
    paper = text_format.format_faq_text(seed.title, seed.sections)
    start, end = paper.index("1.注册河南政务"), paper.index("2.安管人员考核需要")
    first = paper[start:end]
    changed = paper.replace(first, "").replace("有关问题释疑", "有关问题解答", 1)
    changed = changed.replace("客服电话96500", "客服电话96500（全天）")
    changed = changed.replace(
        "选择下载安装IE11浏览器。", "下载安装IE11浏览器，再重新登录。", 1
    )
    changed = changed.replace(
        "登记的身份证号、考核证书编号有误", "登记的身份证号有误", 1
    )
    section = changed.index("二、业务办理")
    return f"{changed[:section]}{_NEW}{changed[section:]}"


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a console with staff."""
    folder = tmp_path_factory.mktemp("documents")
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
def page(
    browser: "Browser", console: str, login: "StorageState", size: tuple[int, int]
) -> Iterator["Page"]:
    """Open the FAQ; a complaint of the browser fails the test."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        storage_state=login,
    )
    context.set_default_timeout(1000 * HANGS)
    made, troubles = context.new_page(), list[str]()
    made.on("pageerror", lambda it: troubles.append(str(it)))
    made.on("console", lambda it: troubles.append(it.text))
    made.goto(f"{console}/console/faq")
    yield made
    context.close()
    assert [it for it in troubles if _REFUSED not in it] == []


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the document of Word."""
    read = text_format.parse_faq_text(_paper())
    path = tmp_path_factory.mktemp("paper") / "安管人员考核问题解答（2026年修订）.docx"
    path.write_bytes(
        docx_writer.write_docx(read.title, read.sections, seeded.MONDAY_MORNING)
    )
    return path


def picture(page: "Page", name: str) -> None:
    """Keep a screenshot, and see that nothing stands out at the sides."""
    width = (page.viewport_size or {"width": 0})["width"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"documents-{name}-{width}.png", full_page=True)
    assert not page.evaluate(OVERFLOWS)


@pytest.mark.parametrize("size", IN_A_POCKET)
def test_a_document_is_brought_and_accepted_in_part(page: "Page", paper: Path) -> None:
    page.get_by_role("link", name="导入文档").click()
    expect(page.get_by_role("heading", name="导入文档")).to_be_visible()
    page.get_by_label("问题释疑文档").set_input_files(paper)
    picture(page, "list")
    page.get_by_role("button", name="上传并比较").click()

    expect(page.get_by_role("heading", name=paper.name)).to_be_visible()
    many = page.get_by_role("checkbox").count()
    picture(page, "pieces")
    for box in page.get_by_role("checkbox").all()[2:]:
        box.uncheck()
    page.get_by_role("button", name="接受选中的").click()

    expect(page.get_by_role("alert")).to_contain_text("已接受2处")
    expect(page.get_by_role("checkbox")).to_have_count(many - 2)
    picture(page, "left")
    page.get_by_role("button", name="结束这份文档").click()
    expect(page.get_by_role("alert")).to_contain_text("已结束")
    picture(page, "closed")


@pytest.mark.parametrize("size", ON_A_DESK)
def test_what_cannot_be_read_is_told_beside_the_file(
    page: "Page", tmp_path: Path
) -> None:
    old = tmp_path / "旧文档.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    page.get_by_role("link", name="导入文档").click()

    page.get_by_label("问题释疑文档").set_input_files(old)
    page.get_by_role("button", name="上传并比较").click()

    expect(page.get_by_role("alert")).to_contain_text("另存为 .docx 或 .txt")
    picture(page, "refused")


@pytest.mark.parametrize("size", ON_A_DESK)
def test_files_are_taken_away_under_a_chinese_name(page: "Page") -> None:
    page.get_by_role("link", name="导出").click()
    picture(page, "exports")

    with page.expect_download() as coming:
        page.get_by_role("link", name="Word 文档").last.click()

    assert coming.value.suggested_filename.endswith("第1版.docx")
