"""Ask and evaluate: what the matching makes of texts, for a person."""

import gzip
import json

import pytest
from sqlalchemy import Engine

from server.matcher_files import matcher_files_for
from tests import seeded
from tests.faq_store import examples
from tests.seeded import MONDAY_MORNING
from tests.server.callers import address
from tests.server.commands.operator import Operator

LINES = (
    {"text": "几点开饭", "label": "1.1"},
    {"text": "卡里没钱了", "label": "1.2", "situation": 1, "kind": "short"},
    {"text": "什么时候吃饭", "label": "2.1", "also": ["1.1"]},
    {"text": "今天下雨吗", "label": None},
    {"text": "可以带家属吗", "label": "1.1"},
)
TEXTS = "".join(json.dumps(it, ensure_ascii=False) + "\n" for it in LINES)


@pytest.fixture
def canteen(store: Engine, operator: Operator) -> Operator:
    """Work on a store with the canteen's FAQ."""
    return Operator(address(store), operator.folder)


def test_a_question_is_recognised_and_shown_with_its_title(canteen: Operator) -> None:
    done = canteen.does("ask", "几点开饭？")

    decision, first, *_ = done.stdout.splitlines()
    assert done.exit_code == 0
    assert decision in {"确定", "不确定"}
    assert first.startswith("  1.1  ")
    assert first.endswith("%  几点开饭？")
    assert done.stderr == ""


def test_a_store_s_own_faq_is_asked_not_the_packaged_one(canteen: Operator) -> None:
    said = canteen.does("ask", "IE11").stdout

    assert "几点开饭" in said


@pytest.mark.parametrize(
    "words", [("ask",), ("ask", "几点", "开饭"), ("ask", "x", "--jsonl")]
)
def test_one_text_is_asked_or_many_are_read(
    newcomer: Operator, words: tuple[str, ...]
) -> None:
    done = newcomer.does(*words)

    assert done.exit_code == 2
    assert done.stdout == ""


@pytest.fixture
def packaged(newcomer: Operator) -> Operator:
    """Work where there is no store, but the packaged FAQ's matcher of an earlier time."""
    seeded.lay_out(newcomer.folder / "var" / "matchers")
    return newcomer


def test_without_a_database_the_packaged_faq_answers_and_none_is_made(
    packaged: Operator,
) -> None:
    answered_without_a_database(packaged)


@pytest.mark.long
def test_the_packaged_faq_is_taught_where_it_is_asked_first(
    newcomer: Operator,
) -> None:
    answered_without_a_database(newcomer)


def answered_without_a_database(newcomer: Operator) -> None:
    done = newcomer.does("ask", "系统提示无企业信息")

    assert done.exit_code == 0
    assert done.stderr == "没有数据库，使用随程序附带的问题释疑。\n"
    assert len(done.stdout.splitlines()) == 4
    made = [it for it in newcomer.folder.rglob("*") if it.is_file()]
    assert [it.parent for it in made] == [newcomer.folder / "var" / "matchers"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://someone@127.0.0.1:1/faq", "数据库不可用"),
        ("sqlite:///{folder}", "数据库不可用"),
    ],
)
def test_with_the_database_down_the_packaged_faq_answers(
    packaged: Operator, url: str, reason: str
) -> None:
    broken = Operator(url.format(folder=packaged.folder), packaged.folder)

    done = broken.does("ask", "系统提示无企业信息")

    assert done.exit_code == 0
    assert done.stderr.startswith(reason)


def test_without_an_edition_the_packaged_faq_answers(operator: Operator) -> None:
    copies = matcher_files_for(operator.url, "").copies
    assert copies
    seeded.lay_out(copies)

    done = operator.does("ask", "系统提示无企业信息")

    assert done.exit_code == 0
    assert done.stderr.startswith("数据库里还没有发布的版本")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("texts.jsonl", TEXTS.encode()),
        ("texts.jsonl.gz", gzip.compress(TEXTS.encode())),
        ("texts.jsonl", b"\xef\xbb\xbf" + TEXTS.replace("\n", "\r\n\r\n").encode()),
    ],
    ids=["plain", "packed", "windows"],
)
def test_labelled_texts_give_figures_and_every_mistake(
    canteen: Operator, name: str, content: bytes
) -> None:
    done = canteen.does("evaluate", canteen.file(name, content))

    figures, mistakes = done.stdout.splitlines()[:5], done.stdout.splitlines()[5:]
    assert done.exit_code == 0
    assert figures[0] == "范围内 4 条，范围外 1 条"
    assert figures[1].startswith("首选正确 75.0%")
    assert [it.partition("：")[2] for it in mistakes if "应为 1.1，" in it] == [
        "可以带家属吗"
    ]


def test_no_texts_at_all_are_figures_too(canteen: Operator) -> None:
    done = canteen.does("evaluate", canteen.file("none.jsonl", ""))

    assert done.exit_code == 0
    assert done.stdout.startswith("范围内 0 条，范围外 0 条\n")


@pytest.mark.parametrize(
    "bad",
    [
        b"not json",
        b"[]",
        b"5",
        b'"text"',
        b'{"text": "no label"}',
        b'{"label": "1.1"}',
        b'{"text": "x", "label": "1.1", "also": 5}',
        b'{"text": "\xb2\xbb\xca\xc7", "label": null}',
    ],
)
def test_a_line_that_is_no_labelled_text_is_named(
    newcomer: Operator, bad: bytes
) -> None:
    file = newcomer.file("texts.jsonl", TEXTS.encode() + b"\n" + bad + b"\n")

    done = newcomer.does("evaluate", file)

    assert done.exit_code == 1
    assert done.stdout == ""
    assert "第7行不是 {text, label, …}" in done.stderr


@pytest.mark.parametrize(
    "content", [b"", b"not packed", gzip.compress(TEXTS.encode())[:-30]]
)
def test_a_packed_file_that_is_not_whole_is_one_sentence(
    newcomer: Operator, content: bytes
) -> None:
    done = newcomer.does("evaluate", newcomer.file("texts.jsonl.gz", content))

    assert done.exit_code == int(content != b"")
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_refused(newcomer: Operator) -> None:
    assert newcomer.does("evaluate", "nowhere.jsonl").exit_code == 2


def test_the_edition_asked_is_the_latest_one(canteen: Operator, store: Engine) -> None:
    examples.publish(store, examples.retitled("新食堂问答"), MONDAY_MORNING)

    assert canteen.does("ask", "几点开饭").exit_code == 0
