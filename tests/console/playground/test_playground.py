"""The test bench: texts, calls, files; nothing of it is stored."""

import html
import json
import re
from io import BytesIO

import pytest
from sqlalchemy import Engine

from console.playground import calls, chat_state, files
from staff.roles import Role
from tests.console.visitors import LoggedIn, Page, Visitor
from tests.faq_store import examples
from tests.seeded import MONDAY_MORNING
from tests.server.callers import rows

TEXTS, CALL, FILE = "/console/bench", "/console/bench/call", "/console/bench/file"


@pytest.fixture
def reader(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.READER)


def hidden(page: Page, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.html)
    assert found
    return html.unescape(found.group(1))


def say(visitor: Visitor, text: str, before: Page | None = None, **more: str) -> Page:
    chat = hidden(before, "chat") if before else ""
    fields = {"text": text, "chat": chat, "go_on": "on", "edition": "out", **more}
    return visitor.post(TEXTS, fields)


def jsonl(*lines: object) -> BytesIO:
    return BytesIO("\n".join(json.dumps(it) for it in lines).encode())


# --- Texts -------------------------------------------------------------------


def test_a_text_is_answered_and_explained(reader: Visitor) -> None:
    page = say(reader, "你好，食堂几点开饭")

    assert "十二点。" in page.text
    assert "段 ·" in page.text
    assert "候选" in page.text
    assert "1.1" in page.text
    assert "最接近的已知说法" in page.text
    assert "归并后" in page.text
    assert "第1版（在用）" in page.text


def test_an_empty_text_is_asked_for_again(reader: Visitor) -> None:
    page = say(reader, "  ")

    assert page.status == 400
    assert "请写一条短信。" in page.text


def test_a_command_for_notices_tells_who_is_answered_otherwise(
    reader: Visitor,
) -> None:
    progress, greeting = say(reader, "查进度"), say(reader, "你好")

    told = "收到过通知的号码发它来，答的是发给这个号码的通知"
    assert told in progress.text
    assert told not in greeting.text


def test_a_dialogue_goes_on_and_can_be_begun_anew(reader: Visitor) -> None:
    asked = say(reader, "饭卡刷不出来怎么办？")
    picked = say(reader, "2", asked)
    alone = reader.post(TEXTS, {"text": "2", "chat": hidden(picked, "chat")})
    cleared = say(reader, "", picked, afresh="1")

    assert "建议：去解挂。" in picked.text
    assert "不用匹配就能答复" in picked.text
    assert "现在没有可选的项目" in alone.text
    assert "去解挂" not in cleared.text
    assert hidden(cleared, "chat") == ""


def test_a_long_dialogue_forgets_its_beginning(reader: Visitor) -> None:
    page = say(reader, "第一条短信")
    for _ in range(chat_state.MOST_TURNS):
        page = say(reader, "菜单", page)

    assert "第一条短信" not in page.text


def test_a_dialogue_that_was_tampered_with_is_a_fresh_one(reader: Visitor) -> None:
    asked = say(reader, "饭卡刷不出来怎么办？")
    forged = hidden(asked, "chat").replace("1.2", "1.1")

    page = say(reader, "2", chat=forged)

    assert "现在没有可选的项目" in page.text


def test_what_would_happen_beside_the_reply_is_said(reader: Visitor) -> None:
    assert "会停发给这个号码的通知" in say(reader, "退订").text
    assert "会恢复给这个号码的通知" in say(reader, "恢复").text
    assert "会记为待处理提问" in say(reader, "股票怎么买").text


def test_text_from_outside_is_escaped(reader: Visitor) -> None:
    page = say(reader, "<script>alert(1)</script>")

    assert "<script>alert" not in page.html
    assert "&lt;script&gt;" in page.html


def test_nothing_typed_is_stored(store: Engine, reader: Visitor) -> None:
    before = rows(store)

    say(reader, "退订")
    say(reader, "股票怎么买")
    reader.post(CALL, {"act": "1"})
    reader.post(FILE, {"file": (jsonl({"text": "股票", "label": None}), "a.jsonl")})

    assert rows(store) == before


def test_the_draft_is_tried_where_there_is_one(store: Engine, reader: Visitor) -> None:
    none = say(reader, "几点开饭", edition="draft")
    draft = examples.asking(examples.SMALL, q1_1="食堂在几号楼？")
    examples.draft(store, draft, MONDAY_MORNING)
    some = say(reader, "食堂在几号楼？", edition="draft")

    assert "现在没有草稿" in none.text
    assert "第1版（在用）" in none.text
    assert "草稿" in some.text
    assert "现在没有草稿" not in some.text
    assert "食堂在几号楼？ 十二点。" in some.text.replace("\n", " ")


# --- Calls -------------------------------------------------------------------


def test_a_call_begins_with_the_menu(reader: Visitor) -> None:
    page = reader.get(CALL)

    assert "用餐，请按1。" in page.text
    assert "现在在： 主菜单" in page.text


def test_keys_are_pressed_one_after_another(reader: Visitor) -> None:
    page = reader.get(CALL)
    for key in "122":
        page = reader.post(CALL, {"acts": hidden(page, "acts"), "act": key})

    assert "建议：去解挂。" in page.text
    assert "用餐 › 饭卡刷不出来怎么办？ › 饭卡已经挂失。" in page.text
    assert "位置" not in page.text


def test_the_hotline_is_not_really_dialled(reader: Visitor) -> None:
    dialled = reader.post(CALL, {"acts": "", "act": "0"})
    back = reader.post(CALL, {"acts": hidden(dialled, "acts"), "act": "n"})

    assert "测试台不真的拨打" in dialled.text
    assert "电话没有接通。" in back.text


def test_silence_ends_the_call_and_it_is_placed_again(reader: Visitor) -> None:
    over = reader.post(CALL, {"acts": "ss", "act": "s"})
    again = reader.post(CALL, {"acts": hidden(over, "acts"), "afresh": "1"})

    assert "通话已结束" in over.text
    assert "（挂断）" in over.text
    assert "通话已结束" not in again.text
    assert hidden(again, "acts") == ""


def test_no_call_goes_on_for_ever(reader: Visitor) -> None:
    page = reader.post(CALL, {"acts": "#x" * calls.MOST_ACTIONS * 2, "act": "#"})

    assert len(hidden(page, "acts")) <= calls.MOST_ACTIONS


def test_a_full_call_is_to_be_placed_again(reader: Visitor) -> None:
    page = reader.post(CALL, {"acts": "#" * calls.MOST_ACTIONS, "act": "1"})

    assert "按得够多了" in page.text


# --- Files -------------------------------------------------------------------


def upload(visitor: Visitor, *lines: object) -> Page:
    return visitor.post(FILE, {"file": (jsonl(*lines), "texts.jsonl")})


def test_a_file_gives_figures_and_mistakes(reader: Visitor) -> None:
    page = upload(
        reader,
        {"text": "食堂几点开饭呢", "label": "1.1", "kind": "口语"},
        {"text": "可以带家属吗", "label": "1.2", "also": ["9.9"]},
        {"text": "股票怎么买", "label": None},
        {"text": "卡里没钱", "label": "1.2", "situation": 1},
    )

    assert "3 条、1 条" in page.text
    assert "答错的（1 条）" in page.text
    assert "应为 1.2 饭卡刷不出来怎么办？，或 9.9" in page.text
    assert "首选 2.1 可以带家属吗？" in page.text
    assert "其中 1 条本来就是这一版的问法" in page.text
    assert "口语" in page.text


def test_a_file_without_mistakes_says_so(reader: Visitor) -> None:
    page = upload(reader, {"text": "几点开饭", "label": "1.1"})

    assert "一条也没有答错。" in page.text
    assert "AUROC" not in page.text


def test_a_line_that_is_none_is_named(reader: Visitor) -> None:
    page = upload(reader, {"text": "几点开饭", "label": "1.1"}, {"text": "x"})

    assert page.status == 400
    assert "第2行不是 {text, label, …}。" in page.text


def test_a_file_of_nothing_or_none_is_refused(reader: Visitor) -> None:
    assert "请先选一个文件。" in reader.post(FILE).text
    assert "文件里一条也没有。" in upload(reader).text


def test_a_file_of_too_many_texts_is_refused(reader: Visitor) -> None:
    texts = [{"text": "x", "label": None}] * (files.MOST_TEXTS + 1)

    page = upload(reader, *texts)

    assert page.status == 400
    assert "一次最多3000条" in page.text


def test_a_file_that_is_too_large_is_refused(reader: Visitor) -> None:
    kind = "multipart/form-data; boundary=x"

    answer = reader.client.post(FILE, data=b"x" * 1_100_000, content_type=kind)

    assert answer.status_code == 413
    assert "太大" in answer.get_data(as_text=True)
