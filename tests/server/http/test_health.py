"""Alive, and ready or not: one sentence says what to do about it."""

import logging
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from faq_store.content.edition_cache import EditionCache
from server import migrate
from server.app import app_state, create_app, make_ready
from server.errors import NotReadyError
from server.http import health
from server.http.health import DATABASE_DOWN, MIGRATIONS_PENDING, NO_EDITION
from storage.engine import connect
from tests.faq_store import examples
from tests.server.callers import Caller, production

pytestmark = pytest.mark.both_stores


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Hold a port on which nobody listens."""
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def readiness(store: Engine | str) -> tuple[int, object]:
    app = create_app(production(store))
    try:
        answer = Caller(app).asked("GET", "/readyz")
        assert Caller(app).asked("GET", "/healthz").status_code == 200
    finally:
        app_state(app).engine.dispose()
    return answer.status_code, answer.get_json()


def unready(reason: str) -> tuple[int, object]:
    return 503, {"status": "unready", "reason": reason}


def test_with_an_edition_we_are_ready(engine: Engine, now: datetime) -> None:
    examples.publish(engine, examples.SMALL, now)

    assert readiness(engine) == (200, {"status": "ok"})


def test_without_an_edition_we_are_not(engine: Engine) -> None:
    assert readiness(engine) == unready(NO_EDITION)


def test_with_a_draft_only_we_are_not(engine: Engine, now: datetime) -> None:
    examples.draft(engine, examples.SMALL, now)

    assert readiness(engine) == unready(NO_EDITION)


def test_before_the_migrations_we_are_not(empty: Engine) -> None:
    assert readiness(empty) == unready(MIGRATIONS_PENDING)


def test_behind_a_newer_release_we_are_not(empty: Engine) -> None:
    migrate.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    status, said = readiness(empty)

    assert status == 503
    assert "比程序的" in str(said)


def test_with_the_database_server_gone_we_are_not(
    closed_port: int, log: pytest.LogCaptureFixture
) -> None:
    url = f"postgresql://someone:secret@127.0.0.1:{closed_port}/faq"

    assert readiness(url) == unready(DATABASE_DOWN)
    assert "secret" not in log.text
    assert "not ready: OperationalError" in log.text


def test_with_a_folder_for_a_database_we_are_not(tmp_path: Path) -> None:
    assert readiness(f"sqlite:///{tmp_path}") == unready(DATABASE_DOWN)


def test_with_a_file_that_is_no_database_we_are_not(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("not a database" * 99)

    assert readiness(f"sqlite:///{tmp_path}/x.db") == unready(DATABASE_DOWN)


def test_we_are_ready_again_as_soon_as_the_store_is(
    empty: Engine, now: datetime
) -> None:
    shelf = EditionCache(empty)
    before = health.readiness_fault(empty, shelf)
    migrate.upgrade(empty)
    between = health.readiness_fault(empty, shelf)
    examples.publish(empty, examples.SMALL, now)

    assert (before, between) == (MIGRATIONS_PENDING, NO_EDITION)
    assert health.readiness_fault(empty, shelf) == ""


def test_serving_does_not_begin_unready(sqlite: Engine) -> None:
    app = create_app(production(sqlite))

    with pytest.raises(NotReadyError) as refused:
        make_ready(app)

    assert str(refused.value) == NO_EDITION
    app_state(app).engine.dispose()


def test_an_application_is_put_together_without_touching_the_store(
    tmp_path: Path, closed_port: int
) -> None:
    create_app(production(f"sqlite:///{tmp_path}/new.db"))
    create_app(production(f"postgresql://127.0.0.1:{closed_port}/faq"))

    assert list(tmp_path.iterdir()) == []


def test_readiness_is_asked_without_a_word_in_the_log(
    app: Flask, log: pytest.LogCaptureFixture
) -> None:
    Caller(app).asked("GET", "/readyz")

    ours = ("server", "faq_store", "storage")
    loud = [it for it in log.records if it.levelno > logging.DEBUG]
    assert [it for it in loud if it.name.startswith(ours)] == []


def test_the_unreachable_store_is_told_from_the_start(closed_port: int) -> None:
    gone = connect(f"postgresql://127.0.0.1:{closed_port}/faq")

    assert health.readiness_fault(gone, EditionCache(gone)) == DATABASE_DOWN
