"""What staff do to a draft, one transaction each, and what they see of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from faq_store.content import queries
from faq_store.editing import edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from helpline.faq import Edition, Question, Situation
from storage.session import reading, writing
from tests.faq_store import examples

_T = TypeVar("_T")

ONE = "张三"
OTHER = "李四"


def done(engine: Engine, step: Callable[[Session], _T]) -> _T:
    with writing(engine) as session:
        return step(session)


def seen(engine: Engine, key: str) -> Question:
    """Open a question, as it stands in the draft or else in what is published."""
    with reading(engine) as session:
        edition = queries.working_edition_row(session)
        assert edition
        found = queries.read_question(session, edition.id, key)
        assert found
        return found


def save(
    engine: Engine,
    content: Question,
    now: datetime,
    *,
    opened: Question | None = None,
    by: str = ONE,
) -> Question:
    """Save a question as it was opened, or as it is."""
    revision = revision_of(opened or seen(engine, content.key))
    author = Author(by, now)
    return done(engine, lambda it: edit.save_question(it, content, revision, author))


def draft(engine: Engine) -> Edition:
    found = examples.drafted(engine)
    assert found
    return found


def changed(question: Question, *situations: Situation) -> Question:
    return replace(question, situations=situations)
