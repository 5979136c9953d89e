"""Pieces of a document that cannot be kept cost little, and leave nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Engine, event

from faq_store.document_import import apply
from faq_store.document_import.apply import ApplyResult
from faq_store.document_import.changes import RemovedSection
from storage.session import reading
from tests.faq_store import examples
from tests.faq_store.document_import.test_apply import accept
from tests.faq_store.examples import PAPER, SMALL

ONE_SECTION = PAPER[: PAPER.index("二、其他")]


def accept_two_that_cannot_be(engine: Engine, now: datetime) -> ApplyResult:
    """Give up two sections that are not empty."""
    return accept(engine, ONE_SECTION, now, lambda it: isinstance(it, RemovedSection))


@contextmanager
def copied(engine: Engine) -> Iterator[list[str]]:
    """List the statements by which phrasings are copied into a draft."""
    found = list[str]()

    def note(*said: object) -> None:
        statement = str(said[2])
        if statement.startswith("INSERT INTO phrasings") and "SELECT" in statement:
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_the_draft_is_begun_once_however_many_are_refused_at_first(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)

    with copied(engine) as copies:
        outcome = accept_two_that_cannot_be(engine, now)

    assert len(outcome.refused) == 2
    assert len(copies) == 1


def test_where_all_are_refused_there_is_no_draft(engine: Engine, now: datetime) -> None:
    examples.publish(engine, SMALL, now)

    accept_two_that_cannot_be(engine, now)

    assert examples.drafted(engine) is None


def test_where_all_are_refused_a_draft_is_as_it_was(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, SMALL, now)
    with reading(engine) as session:
        before = apply.version(session)

    accept_two_that_cannot_be(engine, now + timedelta(hours=1))

    with reading(engine) as session:
        assert apply.version(session) == before
