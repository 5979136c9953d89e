"""Evaluate, of a draft, and of the cases of another FAQ."""

import json

import pytest
from sqlalchemy import Engine

from helpline.faq import Case, Phrasing
from tests.faq_store import examples
from tests.faq_store.examples import SMALL
from tests.seeded import MONDAY_MORNING
from tests.server.commands.measuring import CROSSED, figures, texts
from tests.server.commands.operator import Operator

NEW = "开水房在哪里呢"
CASES = (
    {"key": "a", "question": "几点开饭？", "answer": "十二点。"},
    {"key": "b", "question": "可以带家属吗？", "phrasings": ["家里人能来吃吗"]},
)


def test_cases_of_a_file_take_the_place_of_the_faq(newcomer: Operator) -> None:
    cases = texts(newcomer, *CASES, name="cases.jsonl")
    file = texts(
        newcomer,
        {"text": "几点开饭？", "label": "a"},
        {"text": "可以带家属吗？", "label": "b"},
    )

    found = figures(newcomer, file, "--cases", cases)

    assert (found["in_scope"], found["first"]) == (2, 1)
    assert not list(newcomer.folder.rglob("*.db"))


def test_cases_learn_too(newcomer: Operator) -> None:
    cases = texts(newcomer, *CASES, name="cases.jsonl")
    file = texts(
        newcomer,
        {"text": NEW, "label": "b", "split": "train"},
        {"text": "请问" + NEW, "label": "b", "split": "dev"},
    )

    assert figures(newcomer, file, "--cases", cases, "--learn", "train")["first"] == 1


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((*CASES, CASES[0]), "有问题的 key 重复"),
        ((*CASES, {"key": "c"}), "第3行不是 {key, question, …}"),
    ],
)
def test_cases_that_are_none_are_one_sentence(
    newcomer: Operator, lines: tuple[object, ...], why: str
) -> None:
    cases = texts(newcomer, *lines, name="cases.jsonl")

    done = newcomer.does("evaluate", "--cases", cases)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"Error: {why}\n"


@pytest.mark.parametrize("words", [("--cases", "cases.jsonl"), ("--learn", "train")])
def test_the_draft_is_measured_as_it_is(cook: Operator, words: tuple[str, ...]) -> None:
    texts(cook, *CASES, name="cases.jsonl")

    done = cook.does("evaluate", "--draft", *words)

    assert done.exit_code == 2
    assert "--draft 不能与 --cases 或 --learn 同时用" in done.stderr


def test_of_the_draft_the_changed_answers_are_listed(
    cook: Operator, engine: Engine
) -> None:
    draft = examples.asking(SMALL, q2_1="食堂电话多少", q3_1=NEW)
    examples.draft(engine, draft, MONDAY_MORNING)
    lines = (
        {"text": NEW, "label": "3.1"},
        {"text": "食堂电话多少", "label": "3.1"},
        {"text": "几点开饭？", "label": "1.1"},
    )

    done = cook.does("evaluate", "--draft", texts(cook, *lines))

    assert done.stdout.splitlines()[0] == "范围内 3 条，范围外 0 条"
    changed = [it for it in done.stdout.splitlines() if it.startswith("  [")]
    assert changed[0].startswith("  [变差] 食堂电话多少（应为 3.1）：")
    assert changed[0].endswith(" → 答 2.1")
    assert changed[1:] == [f"  [变好] {NEW}（应为 3.1）：没有找到 → 答 3.1"]


def test_a_draft_that_answers_alike_is_said_to(cook: Operator, engine: Engine) -> None:
    examples.draft(engine, examples.retitled("新"), MONDAY_MORNING)

    done = cook.does("evaluate", "--draft")

    assert done.stdout.startswith(CROSSED)
    assert done.stdout.endswith("草稿与已发布版本的答复都相同。\n")


def test_the_draft_is_measured_with_what_it_has_learnt(
    cook: Operator, engine: Engine
) -> None:
    cook.does("phrasing", "add", NEW, "--case", "3.1")
    file = texts(cook, {"text": "请问" + NEW, "label": "3.1"})

    published = figures(cook, file)
    drafted = figures(cook, file, "--draft")

    assert (published["first"], drafted["first"]) == (0, 1)
    assert examples.drafted(engine) is not None
    assert Phrasing(NEW, Case("3.1")) not in SMALL.phrasings


def test_without_a_store_the_packaged_faq_is_measured(newcomer: Operator) -> None:
    file = texts(newcomer, {"text": "系统提示无企业信息", "label": "1.3"})

    done = newcomer.does("evaluate", "--json", file)

    assert json.loads(done.stdout)["first"] == 1
    assert done.stderr == "没有数据库，使用随程序附带的问题释疑。\n"
