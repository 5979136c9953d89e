"""Where questions stand, and what points at them, in either store."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from faq_store.content import drafts, editions, queries
from faq_store.editing import question_context
from faq_store.editing.question_context import QuestionPosition, QuestionTitle
from helpline.faq import Question
from storage.session import reading, writing
from tests.faq_store.examples import SMALL, publish

HOURS, CARD = SMALL.sections[0].questions


@pytest.fixture
def drafted(engine: Engine, now: datetime) -> Engine:
    """Publish the canteen's FAQ; in the draft 1.1 is gone and 1.3 points at 1.2."""
    publish(engine, SMALL, now)
    pointing = Question("1.3", "卡坏了找谁？", "先看“饭卡刷不出来怎么办”，或见1.2。")
    section = replace(SMALL.sections[0], questions=(CARD, pointing))
    edition = replace(SMALL, sections=(section, *SMALL.sections[1:]), phrasings=())
    with writing(engine) as session:
        drafts.replace_draft(session, edition, now=now)
    return engine


def standing(session: Session) -> int:
    row = queries.working_edition_row(session)
    assert row
    return row.id


def test_a_place_counts_from_one(drafted: Engine) -> None:
    with reading(drafted) as session:
        draft = standing(session)

        assert question_context.question_position(
            session, draft, "1", "1.3"
        ) == QuestionPosition(1, 3, 2, 2)
        assert question_context.question_position(
            session, draft, "3", "3.1"
        ) == QuestionPosition(3, 3, 1, 1)


def test_a_new_question_stands_behind_the_others(drafted: Engine) -> None:
    with reading(drafted) as session:
        draft = standing(session)

        assert question_context.question_position(
            session, draft, "1"
        ) == QuestionPosition(1, 3, 3, 3)
        assert question_context.question_position(session, draft, "9") is None


def test_neighbours_are_those_of_the_section(drafted: Engine) -> None:
    with reading(drafted) as session:
        draft = standing(session)

        assert question_context.neighbour_keys(session, draft, "1.2") == (
            None,
            "1.3",
            None,
        )
        assert question_context.neighbour_keys(session, draft, "1.3") == (
            "1.2",
            None,
            None,
        )
        assert question_context.neighbour_keys(session, draft, "9.9") == (
            None,
            None,
            None,
        )


def test_what_the_draft_has_no_more_is_retired(drafted: Engine) -> None:
    with reading(drafted) as session:
        latest = editions.latest_row(session)
        assert latest

        gone = question_context.list_retired(session, latest.id, standing(session), 10)

        assert gone == (QuestionTitle("1.1", HOURS.title),)


def test_answers_that_say_a_key_or_a_title_point_at_it(drafted: Engine) -> None:
    with reading(drafted) as session:
        draft = standing(session)

        assert [
            item.key
            for item in question_context.questions_mentioning(session, draft, CARD)
        ] == ["1.3"]
        short = Question("1.2", "卡", "")
        assert [
            each.key
            for each in question_context.questions_mentioning(session, draft, short)
        ] == ["1.3"]
        other = Question("2.1", "可以带家属吗？", "")
        assert question_context.questions_mentioning(session, draft, other) == ()


def test_mentions_of_what_is_not_there_are_dead(drafted: Engine) -> None:
    alive = ("见1.2", "见一、2", "第2题", "情形9")
    dead = ("见1.1", "见一、3", "见九、1", "第3题")

    with reading(drafted) as session:
        found = question_context.dead_mentions(
            session, standing(session), "1", (*alive, *dead)
        )

    assert sorted(it.words for it in found) == sorted(dead)


def test_phrasings_of_situations_count_too(engine: Engine, now: datetime) -> None:
    publish(engine, SMALL, now)

    with reading(engine) as session:
        assert question_context.count_phrasings(session, standing(session), "1.2") == 2


def test_titles_are_read_alone(drafted: Engine) -> None:
    with reading(drafted) as session:
        found = question_context.list_titles(session, standing(session))

    assert {it.key for it in found} == {"1.2", "1.3", "2.1", "3.1"}
