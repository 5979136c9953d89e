"""The OpenAPI document says all there is, in Chinese, and nothing of other doors."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from notices.api import examples
from notices.api.descriptions import STATUSES
from notices.api.errors import MEDIA_TYPE, PROBLEM_TYPES
from notices.api.requests import BatchOrder, NoticeOrder
from notices.api.responses import Batch, Notice, NoticeList, NoticeWithHistory
from notices.status import Status
from tests.notices.api.business import BATCH, NOTICES, Clock, application

Json = dict[str, Any]
MODELS = (NoticeOrder, BatchOrder, Notice, NoticeWithHistory, NoticeList, Batch)


@pytest.fixture
def engine(sqlite: Engine) -> Engine:
    """Do with one kind of store: none is looked into."""
    return sqlite


@pytest.fixture
def document(app: Flask) -> Json:
    answer = app.test_client().get("/api/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told: Json = answer.get_json()
    return told


def operations(document: Json) -> Iterator[Json]:
    for path in document["paths"].values():
        yield from path.values()


def texts(told: object) -> Iterator[str]:
    """Give everything that is said to a reader."""
    match told:
        case dict():
            for name, value in told.items():
                if name in {"summary", "description", "title"} and value is not None:
                    yield from [value] if isinstance(value, str) else texts(value)
                else:
                    yield from texts(value)
        case list():
            for item in told:
                yield from texts(item)
        case _:
            return


def test_it_is_of_openapi_3_1(document: Json) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == "1.0.0"
    assert document["servers"] == [{"url": "/", "description": "本系统。"}]


def test_it_holds_the_four_operations_and_nothing_else(document: Json) -> None:
    assert {path: set(it) for path, it in document["paths"].items()} == {
        NOTICES: {"get", "post"},
        BATCH: {"post"},
        NOTICES + "/{id}": {"get"},
    }
    assert all(it["tags"] == ["通知"] for it in operations(document))


def test_a_key_is_asked_for_everywhere(document: Json) -> None:
    (scheme,) = document["components"]["securitySchemes"].items()

    assert scheme[1]["type"] == "http"
    assert scheme[1]["scheme"] == "bearer"
    assert document["security"] == [{scheme[0]: []}]
    assert not any("security" in it for it in operations(document))


def test_sending_needs_an_idempotency_key(document: Json) -> None:
    for path in (NOTICES, BATCH):
        (header,) = document["paths"][path]["post"]["parameters"]

        assert (header["name"], header["in"]) == ("Idempotency-Key", "header")
        assert header["required"]


def test_every_refusal_is_a_problem(document: Json) -> None:
    for operation in operations(document):
        refused = {it: told for it, told in operation["responses"].items() if it > "3"}

        assert {"401", "403", "429", "500", "503"} <= set(refused)
        for status, told in refused.items():
            (content,) = told["content"].items()
            assert content[0] == MEDIA_TYPE
            assert content[1]["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert content[1]["examples"]
            for value in content[1]["examples"].values():
                assert value["value"]["status"] == int(status)


def test_every_kind_of_problem_but_for_lost_ways_is_in_it(document: Json) -> None:
    told = {
        slug
        for operation in operations(document)
        for answer in operation["responses"].values()
        for slug in answer["content"].get(MEDIA_TYPE, {}).get("examples", {})
    }

    assert {it.slug for it in PROBLEM_TYPES} - told == {"method-not-allowed"}


def test_the_entries_of_a_batch_are_notices(document: Json) -> None:
    entries = document["components"]["schemas"]["BatchOrder"]["properties"]["notices"]

    assert entries["items"] == {"$ref": "#/components/schemas/NoticeOrder"}
    assert entries["maxItems"] == 10_000


def test_every_field_of_a_request_has_its_bounds(document: Json) -> None:
    fields = document["components"]["schemas"]["NoticeOrder"]["properties"]
    bounds = {"maxLength", "maximum", "maxProperties", "enum", "format"}

    unbounded = [
        name
        for name, told in fields.items()
        if not bounds & set(told.get("anyOf", [told])[0])
    ]

    assert unbounded == []


def test_everything_is_said_in_chinese(document: Json) -> None:
    said = [it for it in texts(document) if it != "FieldError"]

    assert said
    assert [it for it in said if not re.search(r"[\u4e00-\u9fff]", it)] == []


def test_every_field_is_explained(document: Json) -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, told in schema["properties"].items()
        if not told.get("description")
    ]

    assert silent == []


def test_the_examples_are_what_they_are_examples_of(document: Json) -> None:
    for model in MODELS:
        example = examples.OBJECTS[model.__name__]

        model.model_validate(example)
        assert document["components"]["schemas"][model.__name__]["examples"] == [
            example
        ]


def test_every_status_is_explained() -> None:
    assert set(STATUSES) == set(Status)


def test_behind_a_proxy_it_names_the_way_through_it(
    engine: Engine, clock: Clock
) -> None:
    proxied = application(engine, clock, root="/helpline")

    told = proxied.test_client().get("/api/openapi.json").get_json()
    refused = proxied.test_client().get(NOTICES).get_json()

    assert told["servers"][0]["url"] == "/helpline"
    assert refused["type"] == "/helpline/api/docs#unauthorized"
