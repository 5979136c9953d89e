"""Lint: questions that the matcher cannot tell apart."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from helpline.matching import Matcher
from tests.faq_store import examples
from tests.faq_store.examples import SMALL
from tests.server.commands.operator import Operator

ALIKE = examples.asking(SMALL, q2_1="几点能开饭呢？")
CLEAR = "没有分不清的问题。\n"


def test_questions_of_nearly_the_same_title_are_named_both_ways(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    examples.publish(engine, ALIKE, now)

    done = operator.does("lint")

    pairs = [it for it in done.stdout.splitlines() if not it.startswith("  ")]
    texts = [it for it in done.stdout.splitlines() if it.startswith("  ")]
    assert done.exit_code == 0
    assert {it.partition("（")[0] for it in pairs} == {
        "2.1“几点能开饭呢？” 常被当成 1.1“几点开饭？”",
        "1.1“几点开饭？” 常被当成 2.1“几点能开饭呢？”",
    }
    assert all(it.endswith("%）：") for it in pairs)
    assert {it.strip() for it in texts} == {"几点能开饭呢？", "几点开饭？"}


def test_questions_that_are_clear_are_not_named(cook: Operator) -> None:
    assert cook.does("lint").stdout == CLEAR


def test_questions_that_a_model_tells_apart_are_not_named(
    operator: Operator, engine: Engine, now: datetime, spoken_matcher: Matcher
) -> None:
    examples.publish(engine, examples.SPOKEN, now, spoken_matcher)

    assert operator.does("lint").stdout == CLEAR


def test_the_draft_is_looked_at_when_asked(
    cook: Operator, engine: Engine, now: datetime
) -> None:
    examples.draft(engine, ALIKE, now)

    drafted, published = cook.does("lint", "--draft"), cook.does("lint")

    assert "常被当成" in drafted.stdout
    assert published.stdout == CLEAR


@pytest.mark.parametrize(
    "words", [("lint", "--draft"), ("ask", "x", "--draft"), ("evaluate", "--draft")]
)
def test_without_a_draft_there_is_none_to_look_at(
    cook: Operator, words: tuple[str, ...]
) -> None:
    done = cook.does(*words)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: 没有草稿\n"
