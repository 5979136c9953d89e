from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.content import drafts
from faq_store.editing import arrange
from faq_store.editing.edit import Author
from faq_store.publishing import draft_checks, publish
from faq_store.publishing.draft_checks import IncompleteDraftError
from helpline.faq import Edition
from tests.faq_store import edited, examples
from tests.faq_store.edited import ONE
from tests.faq_store.examples import SMALL


def insist(engine: Engine, now: datetime) -> None:
    edited.done(
        engine,
        lambda session: draft_checks.insist_on_complete(
            session, drafts.open_draft(session, now)
        ),
    )


def test_a_faq_with_questions_in_every_section_is_sound(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, SMALL, now)

    insist(engine, now)


def test_a_section_without_questions_is_named(engine: Engine, now: datetime) -> None:
    examples.draft(engine, SMALL, now)
    author = Author(ONE, now)
    edited.done(engine, lambda it: arrange.add_section(it, "外卖", author))

    with pytest.raises(IncompleteDraftError, match="“外卖”"):
        insist(engine, now)


def test_a_faq_without_sections_cannot_be_published(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, Edition(0, "空", ()), now)

    with pytest.raises(IncompleteDraftError, match="一个阶段也没有"):
        insist(engine, now)


def test_an_unsound_draft_is_not_published(engine: Engine, now: datetime) -> None:
    examples.publish(engine, SMALL, now)
    author = Author(ONE, now)
    edited.done(engine, lambda it: arrange.add_section(it, "外卖", author))

    with pytest.raises(IncompleteDraftError):
        edited.done(
            engine,
            lambda it: publish.publish_draft(it, now=now, by=ONE, second_person=False),
        )

    assert examples.latest(engine) == replace(SMALL, number=1)
