"""`ask --why` and `ask --draft`: what decided, and how the draft would answer."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine

from helpline.matching import Matcher
from tests.faq_store import examples
from tests.faq_store.examples import SMALL
from tests.server.commands.operator import Operator


def why(operator: Operator, text: str) -> list[str]:
    """Ask, and give the lines that explain."""
    done = operator.does("ask", "--why", text)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    return lines[next(at for at, it in enumerate(lines) if it[:2] == "依据") :]


@pytest.fixture
def fluent(
    operator: Operator, engine: Engine, now: datetime, spoken_matcher: Matcher
) -> Operator:
    """Work on a store whose FAQ has phrasings enough for a model."""
    examples.publish(engine, examples.SPOKEN, now, spoken_matcher)
    return operator


def test_what_a_model_decided_is_told_by_its_terms_and_the_runner_up(
    fluent: Operator,
) -> None:
    path, head, *rest = why(fluent, "卡不行了")

    reasons = rest[: rest.index("最接近的已知说法：")]
    assert path.startswith("依据：由问法学会的模型判断；不归我们答复的可能性 ")
    assert path.endswith("%")
    assert head.startswith("使它像 1.2 的字词（与次选 ")
    assert head.endswith(" 相比）：")
    assert any(it.startswith("  字“卡” +") for it in reasons)
    assert all("，对 " in it for it in reasons)


def test_what_was_reranked_is_told_with_the_nearest_passages(cook: Operator) -> None:
    path, head, *rest = why(cook, "卡里没钱了")

    near = rest[rest.index("最接近的已知说法：") + 1 :]
    assert path.startswith("依据：由索引检索后重排判断；")
    assert head.startswith("使它像 1.2 的字词")
    assert near[0].startswith("  1.2 ")
    assert near[0].endswith(" 卡里没钱")


def quotes(operator: Operator) -> bool:
    path, head, *_ = why(operator, "“几点开饭？”")
    said = path.startswith("依据：原话出自问题释疑；")
    return said and head.startswith("使它像 1.1 的字词")


def test_what_quotes_the_faq_is_said_to_do_so(cook: Operator) -> None:
    assert quotes(cook)


def test_what_quotes_the_faq_is_said_to_do_so_where_there_is_a_model(
    fluent: Operator,
) -> None:
    assert quotes(fluent)


def test_of_unknown_words_there_is_nothing_more_to_say(cook: Operator) -> None:
    assert why(cook, "xyz") == ["依据：没有一个认识的字词；不归我们答复的可能性 100.0%"]


def test_a_passage_of_nobody_s_is_said_to_be_out_of_scope(cook: Operator) -> None:
    rest = why(cook, "今天下雨吗")

    assert any(it.startswith("  范围外 ") for it in rest)


def test_where_there_is_but_one_question_there_is_no_runner_up(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    alone = replace(SMALL, sections=SMALL.sections[1:2], phrasings=())
    examples.publish(engine, alone, now)

    _, head, reason, *_ = why(operator, "带家属来")

    assert head == "使它像 2.1 的字词："
    assert "，对 " not in reason


def test_many_texts_are_not_explained(cook: Operator) -> None:
    done = cook.does("ask", "--jsonl", "--why", typed="几点\n".encode())

    assert done.exit_code == 2
    assert done.stdout == ""
    assert "--why 只能用于一句话" in done.stderr


def test_the_draft_answers_when_asked(
    cook: Operator, engine: Engine, now: datetime
) -> None:
    examples.draft(engine, examples.asking(SMALL, q2_1="开水房在哪里呢"), now)

    published = cook.does("ask", "开水房在哪里呢").stdout
    drafted = cook.does("ask", "--draft", "开水房在哪里呢").stdout

    assert published.startswith("没有找到")
    assert drafted.splitlines()[0] == "确定"
    assert drafted.splitlines()[1].startswith("  2.1  ")
    assert drafted.splitlines()[1].endswith("  开水房在哪里呢")


def test_a_draft_with_other_synonyms_answers_with_them(cook: Operator) -> None:
    cook.does("synonym", "add", "眷", "家属")

    done = cook.does("ask", "--draft", "可以带眷吗")

    assert done.stdout.splitlines()[1].startswith("  2.1  ")


def test_lines_are_asked_of_the_draft_and_explained_from_it_too(
    cook: Operator, engine: Engine, now: datetime
) -> None:
    examples.draft(engine, examples.asking(SMALL, q2_1="开水房在哪里呢"), now)

    lines = cook.does("ask", "--draft", "--jsonl", typed="开水房在哪里呢\n".encode())
    explained = cook.does("ask", "--draft", "--why", "开水房在哪里呢")

    assert '"question": "2.1"' in lines.stdout
    assert "依据：原话出自问题释疑" in explained.stdout


def test_a_text_that_asks_two_things_is_said_to(fluent: Operator) -> None:
    done = fluent.does("ask", "几点开饭？可以带家属吗？")

    decision, first, second, *_ = done.stdout.splitlines()
    assert decision == "确定，问了两件事"
    assert {first.split()[0], second.split()[0]} == {"1.1", "2.1"}
