"""Whether the FAQ has a question is asked ten thousand times, and looked up once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from server.all_tables import METADATA
from server.app import app_state, create_app
from server.question_lookup import QuestionLookup
from tests.faq_store import examples
from tests.notices.api.business import Clock
from tests.seeded import MONDAY_MORNING
from tests.server.callers import production, visits

A_QUESTION = next(iter(examples.SMALL.questions)).key


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY_MORNING)


def test_a_question_of_the_edition_in_use_is_known(app: Flask, clock: Clock) -> None:
    questions = QuestionLookup(app_state(app).edition_cache, clock)

    assert questions.has_question(A_QUESTION)
    assert not questions.has_question("9.99")


def test_the_store_is_looked_into_every_ten_seconds_at_most(
    app: Flask, clock: Clock
) -> None:
    questions = QuestionLookup(app_state(app).edition_cache, clock)
    noted = visits(app)
    many = []

    for _ in range(3):
        for _ in range(100):
            questions.has_question(A_QUESTION)
        many.append(len(noted))
        clock.pass_(timedelta(seconds=5))

    assert many == [1, 1, 2]


@pytest.fixture
def unpublished(sqlite: Engine) -> Iterator[Flask]:
    app = create_app(production(sqlite))
    yield app
    app_state(app).engine.dispose()


def test_where_nothing_is_published_there_are_no_questions(
    unpublished: Flask, clock: Clock
) -> None:
    assert not QuestionLookup(app_state(unpublished).edition_cache, clock).has_question(
        A_QUESTION
    )


def test_with_the_store_gone_what_is_held_is_known(app: Flask, clock: Clock) -> None:
    METADATA.drop_all(app_state(app).engine)

    assert QuestionLookup(app_state(app).edition_cache, clock).has_question(A_QUESTION)
