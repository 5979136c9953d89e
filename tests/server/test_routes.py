"""A route that nobody listed is refused, whoever asks and whatever it would do."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine

from server.app import app_state, create_app
from server.config.settings import Settings
from server.http.provider_auth import KEYED, PUBLIC, SIGNED, unlisted_routes
from tests.server.callers import (
    Caller,
    address,
    form_for,
    production,
    rows,
    running,
    visits,
)

MODES = ["production", "simulator"]
CONSOLE = ("console", "bootstrap")
"""What paths begin with that tests/console walks as each role."""


@pytest.fixture(params=MODES)
def either(request: pytest.FixtureRequest, store: Engine) -> Iterator[Flask]:
    """Run in production, then with the simulator."""
    with running(settings(store, request.param)) as app:
        yield app


def settings(store: Engine, mode: str) -> Settings:
    trying = {"SIMULATOR": "on", "DATABASE_URL": address(store)}
    return production(store) if mode == "production" else Settings.read(trying)


def pages(app: Flask) -> set[str]:
    return {it.rule for it in app.url_map.iter_rules()}


def own(app: Flask) -> set[str]:
    """Name the routes that guard themselves: the console's, the simulator's."""
    return {it for it in pages(app) if it.split("/")[1] in {"phone", *CONSOLE}}


def test_every_route_is_signed_keyed_public_or_guards_itself(either: Flask) -> None:
    theirs = own(either)

    assert pages(either) - theirs == set(SIGNED) | KEYED | PUBLIC
    assert unlisted_routes(either, PUBLIC | theirs) == frozenset()


def test_what_guards_itself_is_a_door_s_own_and_nothing_beside_it(
    either: Flask,
) -> None:
    doors = {
        rule.endpoint
        for rule in either.url_map.iter_rules()
        if rule.rule in own(either)
    }

    assert {it.partition(".")[0] for it in doors} <= {
        "console",
        "bootstrap",
        "simulator",
    }


def test_there_is_no_phone_page_in_production(app: Flask) -> None:
    answers = [
        Caller(app).asked("GET", "/phone").status_code,
        Caller(app).asked("POST", "/phone/texts").status_code,
    ]

    assert answers == [404, 404]
    assert not any(it.startswith("/phone") for it in pages(app))


def answered(app: Flask) -> dict[str, set[int]]:
    """Ask for every route in every way it is there for, without a word of who asks."""
    found: dict[str, set[int]] = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<[^>]*>", "x" * 32, rule.rule)
        for method in sorted(rule.methods or ()):
            status = app.test_client().open(path, method=method).status_code
            found.setdefault(rule.rule, set()).add(status)
    return found


def test_no_route_but_the_public_ones_answers_somebody_unknown(app: Flask) -> None:
    statuses = answered(app)

    assert {it for it in statuses if statuses[it] == {401}} == KEYED
    assert {it for it in statuses if statuses[it] == {403}} == set(SIGNED)
    assert statuses.keys() - KEYED - set(SIGNED) - own(app) == PUBLIC


def test_the_console_s_files_are_anybody_s_and_its_pages_are_not(app: Flask) -> None:
    statuses = answered(app)

    assert statuses["/bootstrap/static/<path:filename>"] == {404}
    assert statuses["/console/static/<path:filename>"] == {404}
    assert statuses["/console/"] == {302}
    assert statuses["/console/people"] == {302, 400}


def test_a_signature_is_no_key(app: Flask) -> None:
    paths = [re.sub(r"<[^>]*>", "x" * 32, it) for it in KEYED]

    statuses = {Caller(app).signed(it, form_for("/sms/")).status_code for it in paths}

    assert statuses == {401}


@pytest.mark.parametrize("mode", MODES)
def test_a_route_that_nobody_listed_is_refused_even_signed(
    store: Engine, mode: str
) -> None:
    reached, either = [], create_app(settings(store, mode))

    @either.route("/forgotten", methods=["GET", "POST"])
    def forgotten() -> str:
        reached.append(1)
        return ""

    caller = Caller(either)
    answers = [
        caller.asked("GET", "/forgotten").status_code,
        caller.sent("/forgotten", form_for("/sms/")).status_code,
        caller.signed("/forgotten", form_for("/sms/")).status_code,
    ]

    assert answers == [403, 403, 403]
    assert reached == []
    assert unlisted_routes(
        either, pages(either) - {"/forgotten"} - set(SIGNED) - KEYED
    ) == {"/forgotten"}
    app_state(either).engine.dispose()


def test_with_the_simulator_only_its_own_account_counts(store: Engine) -> None:
    trying = Settings.read({"SIMULATOR": "on", "DATABASE_URL": address(store)})
    with running(trying) as app:
        outsider = Caller(app, base=trying.public_base_url)
        answer = outsider.signed("/sms/inbound", form_for("/sms/inbound"))

    assert answer.status_code == 403
    assert rows(store)["turns"] == 0


@pytest.mark.parametrize("path", ["/", "/consoles", "/phone/", "/favicon.ico", "/%ff"])
def test_what_is_nowhere_is_said_to_be_nowhere_without_the_store(
    app: Flask, path: str
) -> None:
    noted = visits(app)

    answer = Caller(app).asked("GET", path)

    assert answer.status_code == 404
    assert answer.get_json() == {"error": "没有这个地址。"}
    assert noted == []


def test_no_address_can_ever_move(either: Flask) -> None:
    """The provider would follow with a GET, and its form would be lost."""
    rules = list(either.url_map.iter_rules())

    assert not either.url_map.merge_slashes
    moved = (it for it in rules if it.rule.endswith("/") and it.strict_slashes)
    assert not [*moved, *(it for it in rules if it.redirect_to)]
