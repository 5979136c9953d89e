"""The FAQ as files to take away."""

import json
from urllib.parse import unquote

import pytest
from sqlalchemy import Engine

from faq_store.file_formats import read as documents
from faq_store.file_formats import text_format
from staff.roles import Role
from tests.console.visitors import Clock, LoggedIn, Page, Visitor
from tests.faq_store import examples
from tests.faq_store.examples import SMALL

PATH = "/console/faq/export"


@pytest.fixture
def reader(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.READER)


def raw(page: Page) -> bytes:
    return page.answer.get_data()


@pytest.mark.parametrize("form", ["txt", "docx"])
def test_a_published_edition_is_exported_as_a_document(
    reader: Visitor, form: str
) -> None:
    page = reader.get(f"{PATH}/1/{form}")

    read = text_format.parse_faq_text(documents.read_file_text(raw(page)))
    assert (read.title, read.sections) == (SMALL.title, SMALL.sections)


def test_json_has_what_the_document_has_not(reader: Visitor) -> None:
    page = reader.get(f"{PATH}/1/json")

    found = json.loads(raw(page))
    question = found["sections"][0]["questions"][1]
    assert raw(page).endswith(b"}\n")
    assert (found["edition"], found["title"]) == (1, "食堂问答")
    assert (question["key"], question["phrasings"]) == ("1.2", ["卡坏了"])
    assert question["situations"][0] == {
        "key": 1,
        "condition": "饭卡没有余额。",
        "suggestion": "去充值。",
        "phrasings": ["卡里没钱"],
    }
    assert found["out_of_scope"] == ["今天下雨吗"]
    assert found["synonyms"][0] == {"said": "家里人", "meant": "家属"}
    assert found["prompts"]["greeting"] == "食堂欢迎您。"


def test_the_draft_is_exported_where_there_is_one(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    before = reader.get(f"{PATH}/draft/txt")
    examples.draft(store, examples.retitled("新食堂"), clock())

    after = reader.get(f"{PATH}/draft/txt")

    assert before.status == 404
    assert raw(after).decode().startswith("新食堂\n")
    assert "草稿" in reader.get(PATH).text


def test_a_file_has_a_chinese_name(reader: Visitor) -> None:
    page = reader.get(f"{PATH}/1/docx")

    named = page.answer.headers["Content-Disposition"]
    assert named.startswith("attachment; filename=faq-1.docx; ")
    assert unquote(named).endswith("filename*=UTF-8''食堂问答 第1版.docx")


def test_a_name_is_fit_for_any_machine(
    reader: Visitor, store: Engine, clock: Clock
) -> None:
    examples.draft(store, examples.retitled('a/b\\c:"\r\n'), clock())

    page = reader.get(f"{PATH}/draft/json")

    named = unquote(page.answer.headers["Content-Disposition"])
    assert named.endswith("UTF-8''abc 草稿.json")


@pytest.mark.parametrize("path", ["9/txt", "1/pdf", "0/txt", "-1/txt", f"{2**40}/txt"])
def test_what_is_not_there_is_not_exported(reader: Visitor, path: str) -> None:
    assert reader.get(f"{PATH}/{path}").status == 404


def test_editions_are_listed_with_their_files(reader: Visitor) -> None:
    page = reader.get(PATH)

    assert "第1版" in page.text
    for form in ("txt", "docx", "json"):
        assert f'href="{PATH}/1/{form}"' in page.html
