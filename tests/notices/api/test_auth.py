"""Nobody comes in without a key, with one that is no good, or too often."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from notices import api_keys
from notices.api_keys import Scope
from storage.session import reading, writing
from tests.notices.api.business import (
    NOTICES,
    Business,
    Clock,
    api_key,
    application,
    kind,
    order,
)

PATHS = [NOTICES, f"{NOTICES}/batch", f"{NOTICES}/{'0' * 32}", "/api/v1", "/api/v1/no"]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", METHODS)
def test_without_a_key_there_is_nothing_to_see_at_all(
    app: Flask, path: str, method: str
) -> None:
    answer = app.test_client().open(path, method=method, data=b"{")

    assert (answer.status_code, kind(answer)) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "said",
    ["Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Basic ?", "Bearer a=b", "é"],
)
def test_what_is_no_key_lets_nobody_in(app: Flask, said: str) -> None:
    answer = app.test_client().get(NOTICES, headers={"Authorization": said})

    assert (answer.status_code, kind(answer)) == (401, "unauthorized")


def test_a_revoked_key_lets_nobody_in(
    business: Business, engine: Engine, clock: Clock
) -> None:
    with writing(engine) as session:
        api_keys.revoke(session, "shenpi", clock.now)

    assert business.sends(order()).status_code == 401


@pytest.mark.parametrize(
    ("scope", "told"), [(Scope.WRITE, (201, 403)), (Scope.READ, (403, 422))]
)
def test_a_key_is_good_for_its_scopes_only(
    app: Flask, engine: Engine, clock: Clock, scope: Scope, told: tuple[int, int]
) -> None:
    business = Business(app, api_key(engine, clock.now, scopes=[scope]))

    answers = (business.sends(order()), business.asks(NOTICES))

    assert tuple(it.status_code for it in answers) == told


def test_who_it_is_is_asked_before_what_it_wants(app: Flask) -> None:
    answer = app.test_client().post(NOTICES, data=b"{")

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("DELETE", NOTICES, 405),
        ("OPTIONS", NOTICES, 405),
        ("PUT", f"{NOTICES}/batch", 405),
        ("GET", f"{NOTICES}/batch", 405),
        ("DELETE", f"{NOTICES}/{'0' * 32}", 405),
        ("GET", "/api/v1/no", 404),
        ("GET", f"{NOTICES}/", 404),
    ],
)
def test_with_a_key_what_is_nowhere_is_a_problem_too(
    business: Business, method: str, path: str, status: int
) -> None:
    answer = business.app.test_client().open(
        path, method=method, headers=business.bearer
    )

    assert answer.status_code == status
    assert kind(answer) in {"not-found", "method-not-allowed"}
    assert ("Allow" in answer.headers) is (status == 405)


def test_whoever_asks_too_often_is_told_when_to_come_back(
    engine: Engine, clock: Clock
) -> None:
    app = application(engine, clock, rate=3)
    business = Business(app, api_key(engine, clock.now))
    other = Business(app, api_key(engine, clock.now, "other"))

    statuses = [business.asks(NOTICES).status_code for _ in range(4)]
    refused = business.asks(NOTICES)
    beside = other.asks(NOTICES)
    clock.pass_(timedelta(seconds=1))
    later = business.asks(NOTICES)

    assert statuses == [422, 422, 422, 429]
    assert (kind(refused), refused.headers["Retry-After"]) == ("too-many-requests", "1")
    assert (beside.status_code, later.status_code) == (422, 422)


def test_what_is_nowhere_counts_as_well(engine: Engine, clock: Clock) -> None:
    business = Business(application(engine, clock, rate=1), api_key(engine, clock.now))

    statuses = [business.asks("/api/v1/no").status_code for _ in range(2)]

    assert statuses == [404, 429]


def test_the_last_use_is_known_to_the_minute(
    business: Business, engine: Engine, clock: Clock
) -> None:
    first = clock.now
    seen = []
    for _ in range(3):
        business.asks(NOTICES)
        with reading(engine) as session:
            seen.append(api_keys.list_api_keys(session)[0].last_used_at)
        clock.pass_(timedelta(seconds=45))

    assert seen == [first, first, first + timedelta(seconds=90)]
