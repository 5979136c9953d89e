from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.content import editions, queries
from faq_store.content.queries import QuestionLine, SectionLine
from helpline.faq import Case
from helpline.wording import Prompts
from storage.session import reading
from tests.faq_store import edited, examples
from tests.faq_store.examples import SMALL


@pytest.fixture
def canteen(engine: Engine, now: datetime) -> Engine:
    examples.publish(engine, SMALL, now)
    return engine


def test_what_stands_is_the_draft_else_what_is_published(
    engine: Engine, now: datetime
) -> None:
    def number() -> int | None:
        with reading(engine) as session:
            found = queries.working_edition_row(session)
            return found.number if found else None

    nothing = number()
    examples.publish(engine, SMALL, now)
    published = number()
    examples.draft(engine, examples.retitled("饭堂问答"), now)

    assert (nothing, published, number()) == (None, 1, 0)


def test_an_outline_counts_the_questions_of_each_section(canteen: Engine) -> None:
    with reading(canteen) as session:
        latest = editions.latest_row(session)
        assert latest
        found = queries.list_sections(session, latest.id)

    assert found == (
        SectionLine("1", "用餐", 2),
        SectionLine("2", "其他", 1),
        SectionLine("3", "联系我们", 1),
    )


def test_questions_are_listed_page_by_page(canteen: Engine) -> None:
    with reading(canteen) as session:
        latest = editions.latest_row(session)
        assert latest
        first = queries.list_questions(session, latest.id, "1", -1, 1)
        second = queries.list_questions(session, latest.id, "1", first[0].position, 9)

    asked = QuestionLine("1.1", "1", "几点开饭？", 0, contacts=False, situations=0)
    assert first == (asked,)
    assert [(it.key, it.situations) for it in second] == [("1.2", 2)]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("几点", ["1.1"]),
        ("去充值", ["1.2"]),
        ("挂失", ["1.2"]),
        ("卡里没钱", ["1.2"]),
        ("2.1", ["2.1"]),
        ("%", []),
        ("下雨", []),
    ],
)
def test_a_question_is_found_by_what_it_says_and_by_its_phrasings(
    canteen: Engine, words: str, keys: list[str]
) -> None:
    with reading(canteen) as session:
        latest = editions.latest_row(session)
        assert latest
        found = queries.search_questions(session, latest.id, words, 9)

    assert [it.key for it in found] == keys


def test_one_question_is_read_as_the_whole_edition_has_it(canteen: Engine) -> None:
    with reading(canteen) as session:
        latest = editions.latest_row(session)
        assert latest
        for question in SMALL.questions:
            assert queries.read_question(session, latest.id, question.key) == question
        assert queries.read_question(session, latest.id, "9.9") is None
        section = queries.read_section_of(session, latest.id, "1.2")
        assert section == replace(SMALL.sections[0], questions=())
        assert queries.read_section_of(session, latest.id, "9.9") is None
        assert queries.read_section(session, latest.id, "9") is None


def test_a_prompt_is_read_with_its_default_behind_it(canteen: Engine) -> None:
    with reading(canteen) as session:
        latest = editions.latest_row(session)
        assert latest
        greeting = queries.read_prompt(session, latest.id, "greeting")
        sorry = queries.read_prompt(session, latest.id, "sorry")

    assert (greeting, sorry) == (SMALL.prompts.greeting, Prompts().sorry)


@pytest.mark.parametrize(
    ("case", "texts"),
    [
        (Case("1.2"), ["卡坏了"]),
        (Case("1.2", 1), ["卡里没钱"]),
        (Case("1.2", 2), []),
        (None, ["今天下雨吗"]),
    ],
)
def test_phrasings_are_listed_by_what_they_mean(
    canteen: Engine, case: Case | None, texts: list[str]
) -> None:
    with reading(canteen) as session:
        latest = editions.latest_row(session)
        assert latest
        found = queries.list_phrasings(session, latest.id, case, -1, 9)

    assert [it.text for it in found] == texts
    assert {it.case for it in found} <= {case}


def test_a_draft_begun_by_an_edit_has_all_rows_of_the_edition(
    canteen: Engine, now: datetime
) -> None:
    edited.save(canteen, edited.seen(canteen, "1.1"), now)

    assert edited.draft(canteen) == replace(SMALL, number=0)
