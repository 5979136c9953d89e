"""Documents on either store: beside no FAQ at all, and closed by others meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from faq_store.document_import import uploads
from server.app import app_state
from staff.roles import Role
from storage.session import reading, writing
from tests.console import visitors
from tests.console.papers import CHANGED, accept, address, bring
from tests.console.visitors import Clock, Visitor
from tests.faq_store import examples

pytestmark = pytest.mark.both_stores


@pytest.fixture
def app(engine: Engine, clock: Clock) -> Iterator[Flask]:
    """Run on a store of either kind, with staff and without an FAQ."""
    visitors.employ(engine, clock())
    with visitors.opened(engine, clock) as made:
        yield made


@pytest.fixture
def editor(app: Flask) -> Visitor:
    return visitors.logged_in(app, Role.EDITOR)


def test_where_there_is_no_faq_a_document_is_refused_and_not_kept(
    editor: Visitor, engine: Engine
) -> None:
    page = bring(editor, CHANGED)

    assert page.status == 400
    assert "“新.txt”没有导入：还没有发布任何版本，也没有草稿。" in page.text
    with reading(engine) as session:
        assert uploads.newest_uploads(session, None, 1) == ()


@contextmanager
def once_documents_are_looked_up(
    engine: Engine, do: Callable[[], object]
) -> Iterator[None]:
    """Do something, once, behind the back of whoever has just looked one up."""
    left = [do]

    def interfere(*said: object) -> None:
        if left and "FROM documents" in str(said[2]):
            left.pop()()

    event.listen(engine, "after_cursor_execute", interfere)
    try:
        yield
    finally:
        event.remove(engine, "after_cursor_execute", interfere)
    assert left == []


def test_nothing_is_accepted_of_a_document_that_is_closed_meanwhile(
    app: Flask, editor: Visitor, engine: Engine, clock: Clock
) -> None:
    examples.publish(engine, examples.SMALL, clock())
    page = bring(editor, CHANGED)

    def close() -> None:
        with writing(engine) as session:
            uploads.close_upload(
                session, int(address(page).rpartition("/")[2]), clock()
            )

    with once_documents_are_looked_up(app_state(app).engine, close):
        refused = accept(editor, page, "question:1.1")

    assert "这份文档已经结束" in refused.text
    assert examples.drafted(engine) is None
