"""Whatever the document allows, and much that it does not, is answered as it promises."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi import checks
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notices.reference_tables import ApiRequestRow
from notices.tables import BatchRow, NoticeEventRow, NoticeRow
from storage.session import reading
from tests import stores
from tests.conftest import NO_POSTGRES, NOW
from tests.notices.api.business import Business, Clock, api_key, application

OPERATIONS = [
    "POST /api/v1/notices",
    "GET /api/v1/notices",
    "POST /api/v1/notices/batch",
    "GET /api/v1/notices/{id}",
]
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
    checks.allow_header_conformance,
]
"""All but that what the document allows is taken: a number may be nobody's mobile."""

EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make up requests to one kind of store, or to both: each takes its time."""
    kinds = [stores.SQLITE]
    if metafunc.config.getoption("everything"):
        kinds.append(stores.POSTGRES)
    metafunc.parametrize("store", kinds, indirect=True, scope="module")


@pytest.fixture(scope="module")
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Migrate a store of each kind: what one of them takes, the other may not."""
    if request.param == stores.POSTGRES and not os.environ.get("TEST_DATABASE_URL"):
        pytest.skip(NO_POSTGRES)
    folder = tmp_path_factory.mktemp("fuzzed")
    with stores.migrated(str(request.param), folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def business(store: Engine) -> Business:
    return Business(application(store, Clock(NOW)), api_key(store, NOW))


@pytest.fixture(scope="module")
def schema(business: Business) -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", business.app)


def test_the_document_is_one_of_openapi_3_1(schema: BaseSchema) -> None:
    schema.validate()

    assert str(schema.specification.version) == "3.1.0"
    found = [it.ok() for it in schema.get_all_operations() if isinstance(it, Ok)]
    assert [it.label for it in found] == OPERATIONS


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("label", OPERATIONS)
def test_what_is_made_up_from_the_document_is_answered_as_it_says(
    schema: BaseSchema, business: Business, store: Engine, label: str, mode: str
) -> None:
    operation = schema.find_operation_by_label(label)
    assert operation is not None
    seen: Counter[int] = Counter()

    @EXAMPLES
    @given(
        operation.as_strategy(generation_mode=GenerationMode(mode)),
        st.sampled_from(["", "13800138000", "+86 139-0013-9000"]),
    )
    def ask(case: Case[Any], number: str) -> None:
        if number and mode == GenerationMode.POSITIVE:
            _complete(case.body, number)
            case.headers["Idempotency-Key"] = f"{label} {seen.total()}".replace(
                " ", "-"
            )
        answer = case.call(headers=business.bearer)
        case.validate_response(answer, checks=CHECKS)
        seen[answer.status_code] += 1

    ask()

    assert sum(seen.values()) >= 50
    with reading(store) as session:
        assert_nothing_is_half_written(session)


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_bound_in_the_document_is_tried_from_both_sides(
    schema: BaseSchema, business: Business, store: Engine, label: str
) -> None:
    operation = schema.find_operation_by_label(label)
    assert operation is not None
    cases = schema.iter_coverage_cases(
        operation,
        generation_modes=list(GenerationMode),
        generation_config=schema.config.generation,
    )
    tried = 0

    for case in cases:
        answer = case.call(headers=business.bearer)
        case.validate_response(answer, checks=CHECKS)
        tried += 1

    assert tried > 5
    with reading(store) as session:
        assert_nothing_is_half_written(session)


def _complete(body: object, number: str) -> None:
    """Let a request go further than to the first thing that hardly any text is."""
    match body:
        case {"notices": list(entries)}:
            for entry in entries:
                _complete(entry, number)
        case dict():
            body |= dict.fromkeys(("template", "reason_code", "send_at"))
            body["to"] = number
            for name in ("application", "reason"):
                body[name] = body.get(name) or "HN-1"
        case _:
            return


def assert_nothing_is_half_written(session: Session) -> None:
    """See that every request has its notices, and every notice its request and history."""
    notices = set(session.scalars(select(NoticeRow.id)))
    begun = session.execute(select(NoticeEventRow.notice_id, NoticeEventRow.status))
    assert Counter(it for it, _ in begun) == Counter(notices)

    told: set[str] = set()
    batches: set[str] = set()
    for answer in session.scalars(select(ApiRequestRow.answer)):
        said = json.loads(answer)
        told |= {it["id"] for it in said.get("notices", [said])}
        batches |= {it for it in [said["batch"]] if it}
    assert told == notices
    assert batches == set(session.scalars(select(BatchRow.id)))
