"""The store fails, or we do: the answer is a problem, and nothing is half done."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Response
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from notices.api.errors import PROBLEM_TYPES
from server import migrate
from server.all_tables import METADATA
from tests.notices.api.business import (
    BATCH,
    NOTICES,
    Business,
    Clock,
    api_key,
    application,
    kind,
    order,
)
from tests.server.callers import rows

pytestmark = pytest.mark.both_stores


@pytest.fixture
def orphan(empty: Engine, clock: Clock) -> Business:
    """Have a key, and a store that has lost its tables since."""
    migrate.upgrade(empty)
    key = api_key(empty, clock.now)
    METADATA.drop_all(empty)
    return Business(application(empty, clock), key)


@pytest.mark.parametrize("path", [NOTICES, f"{NOTICES}/{'0' * 32}", "/api/v1/no"])
def test_without_a_store_nobody_is_known(orphan: Business, path: str) -> None:
    answer = orphan.asks(path)

    assert (answer.status_code, kind(answer)) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0


@contextmanager
def failing(engine: Engine, begins: str) -> Iterator[None]:
    """Let the statements that begin like this fail."""

    def fail(*told: object) -> None:
        if str(told[2]).startswith(begins):
            raise OperationalError(begins, None, Exception("gone"))

    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fail)


@pytest.mark.parametrize(
    ("path", "body"), [(NOTICES, order()), (BATCH, {"notices": [order(), order()]})]
)
@pytest.mark.parametrize(
    "begins",
    ["INSERT INTO notices", "INSERT INTO notice_events", "UPDATE api_requests"],
)
def test_what_cannot_be_finished_is_not_begun_and_can_be_repeated(
    business: Business, engine: Engine, path: str, body: object, begins: str
) -> None:
    business.asks(NOTICES)  # the use of the key is written down
    before = rows(engine)

    with failing(engine, begins):
        failed = business.sends(body, path, again="same")
    between = rows(engine)
    again = business.sends(body, path, again="same")

    assert (failed.status_code, kind(failed)) == (503, "unavailable")
    assert between == before
    assert again.status_code == 201


def test_a_failure_is_logged_without_anybody_s_number(
    business: Business, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with failing(engine, "INSERT INTO notices"):
        business.sends(order())

    assert "an API request was not answered" in caplog.text
    assert "13800138000" not in caplog.text


def test_a_use_that_cannot_be_written_down_keeps_nobody_out(
    business: Business, engine: Engine
) -> None:
    with failing(engine, "UPDATE api_keys"):
        answer = business.asks(f"{NOTICES}?application=1")

    assert answer.status_code == 200


def test_a_mistake_of_ours_is_a_problem_too(business: Business) -> None:
    def mistake(**_: object) -> Response:
        raise ZeroDivisionError

    business.app.view_functions["api.v1.listed"] = mistake

    answer = business.asks(NOTICES)

    assert (answer.status_code, kind(answer)) == (500, "internal")


def test_every_kind_of_problem_has_a_name_of_its_own() -> None:
    assert len({it.slug for it in PROBLEM_TYPES}) == len(PROBLEM_TYPES)
    assert all(it.title and it.advice for it in PROBLEM_TYPES)
