from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import IntegrityError

from faq_store.content import edition_rows, editions
from faq_store.errors import NoSuchEditionError
from faq_store.tables import EditionRow, PromptRow
from helpline.wording import Prompts
from storage.session import reading, writing
from tests import seeded
from tests.faq_store import examples


def test_an_edition_comes_back_as_it_was_published(
    engine: Engine, now: datetime
) -> None:
    number = examples.publish(engine, examples.SMALL, now)

    with reading(engine) as session:
        loaded = editions.load_edition(session, number)

    assert loaded == replace(examples.SMALL, number=1)


def test_the_order_is_the_documents_not_the_keys(engine: Engine, now: datetime) -> None:
    section = examples.SMALL.sections[0]
    question = section.questions[1]
    question = replace(question, situations=question.situations[::-1])
    section = replace(section, questions=(question, section.questions[0]))
    turned = replace(
        examples.SMALL, sections=(*examples.SMALL.sections[:0:-1], section), number=1
    )

    examples.publish(engine, turned, now)

    with reading(engine) as session:
        assert editions.load_edition(session, 1) == turned


def test_an_edition_takes_few_statements_whatever_its_size(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, seeded.edition(), now, seeded.matcher())
    statements = list[str]()

    with reading(engine) as session:

        @event.listens_for(session.connection(), "before_cursor_execute")
        def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        editions.load_edition(session, 1)

    assert len(statements) == 7


def test_only_prompts_that_differ_from_the_default_are_kept(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)

    with reading(engine) as session:
        names = session.scalars(select(PromptRow.name)).all()

    assert set(names) == {"greeting", "hotline_dialled"}


def test_a_prompt_this_code_does_not_know_is_passed_over(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, replace(examples.SMALL, prompts=Prompts()), now)
    with writing(engine) as session:
        row = session.scalars(select(EditionRow)).one()
        session.add(PromptRow(edition_id=row.id, name="of_tomorrow", text="x"))

    with reading(engine) as session:
        assert editions.load_edition(session, 1).prompts == Prompts()


def test_there_is_no_latest_edition_before_the_first(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, examples.SMALL, now)

    with reading(engine) as session:
        assert editions.latest_number(session) is None
        assert editions.load_latest(session) is None


@pytest.mark.parametrize("number", [0, 2, -1])
def test_an_edition_that_was_never_published_is_refused(
    engine: Engine, now: datetime, number: int
) -> None:
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, examples.SMALL, now)

    with (
        reading(engine) as session,
        pytest.raises(NoSuchEditionError, match=str(number)),
    ):
        editions.load_edition(session, number)


def test_the_store_itself_allows_no_second_draft(engine: Engine, now: datetime) -> None:
    examples.draft(engine, examples.SMALL, now)

    def another() -> None:
        with writing(engine) as session:
            session.add(EditionRow(number=0, title="", drafted_at=now))

    with pytest.raises(IntegrityError):
        another()


def test_a_phrasing_of_nothing_that_exists_is_refused(
    engine: Engine, now: datetime
) -> None:
    bare = replace(examples.SMALL, sections=examples.SMALL.sections[1:])

    with pytest.raises(IntegrityError):
        examples.draft(engine, bare, now)

    assert examples.drafted(engine) is None


def test_rewriting_an_edition_leaves_nothing_of_the_old_one(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, examples.SMALL, now)
    smaller = replace(
        examples.SMALL, sections=examples.SMALL.sections[1:], phrasings=()
    )

    examples.draft(engine, smaller, now)

    assert examples.drafted(engine) == smaller
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(EditionRow)) == 1
        assert (
            edition_rows.read_edition(
                session, session.scalars(select(EditionRow)).one()
            )
            == smaller
        )
