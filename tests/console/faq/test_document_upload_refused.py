"""Files that are brought: what cannot be read is told, the others are listed."""

from io import BytesIO

import pytest
from sqlalchemy import Engine

from faq_store.document_import import uploads
from staff.roles import Role
from storage.session import writing
from tests.console.papers import PATH, bring
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.faq_store.examples import PAPER


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(100), "另存为 .docx 或 .txt"),
        ("食堂\n一、用餐\n1.几点？\n没有答".encode(), "第4行，看不懂这一行"),
        (b"PK\x03\x04nonsense", "已损坏"),
        (bytes(range(256)), "这不是文本，也不是完好的 Word 文档，文件可能已损坏"),
        ("没有阶段".encode(), "没有“一、……”这样的阶段标题"),
        (b"", "文档里没有文字"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(
    editor: Visitor, raw: bytes, why: str
) -> None:
    page = editor.post(PATH, {"file": (BytesIO(raw), "新.docx")})

    assert page.status == 400
    assert why in page.text
    assert "“新.docx”没有导入" in page.text


def test_without_a_file_nothing_is_brought(editor: Visitor) -> None:
    page = editor.post(PATH)

    assert page.status == 400
    assert "请先选一个文件" in page.text


def test_what_reading_left_out_is_shown_near_its_words(editor: Visitor) -> None:
    page = bring(editor, PAPER.replace("十二点。", "十二点。[image: 钟.png]"))

    assert "第5行：略去图片[image: 钟.png]（在“答：十二点。" in page.text
    assert "没有不同了" in page.text


def test_names_and_words_from_outside_are_escaped(editor: Visitor) -> None:
    evil = "<script>alert(1)</script>"

    page = bring(editor, PAPER.replace("十二点。", evil), f"{evil}.txt")

    assert evil not in page.html
    assert evil not in editor.get(PATH).html


def test_documents_are_listed_the_newest_first_page_by_page(
    editor: Visitor, logged_in: LoggedIn
) -> None:
    for number in range(22):
        bring(editor, PAPER, f"第{number}份.txt")

    reader = logged_in(Role.READER)
    first, rest = reader.get(PATH), reader.get(PATH, {"before": 3})

    assert first.text.index("第21份") < first.text.index("第2份")
    assert "第1份.txt" not in first.text
    assert "第1份.txt" in rest.text
    assert 'type="file"' not in first.html


def test_a_text_that_is_read_no_more_is_told(
    editor: Visitor, store: Engine, clock: Clock
) -> None:
    with writing(store) as session:
        uploads.store_upload(session, "旧.txt", "没有阶段", "张三", clock())

    page = editor.client.get(f"{PATH}/1", follow_redirects=True).text
    accepted = editor.post(f"{PATH}/1/accept", {"piece": "a@b"}, follow=True)

    assert "这份文档现在读不懂了，请重新导入：第1行" in page
    assert "没有接受：第1行" in accepted.text
