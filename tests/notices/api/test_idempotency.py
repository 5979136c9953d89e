"""A request is carried out once, however often and wherever it arrives."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine

from notices import idempotency
from tests.notices.api.business import (
    BATCH,
    NOTICES,
    Business,
    Clock,
    application,
    kind,
    order,
)
from tests.server.callers import added, rows

pytestmark = pytest.mark.both_stores


def test_a_request_that_is_repeated_is_answered_the_same(
    business: Business, engine: Engine, clock: Clock
) -> None:
    first = business.sends(order(), again="same")
    before = rows(engine)
    clock.pass_(idempotency.KEPT_FOR - timedelta(seconds=1))

    again = business.sends(order(), again="same")

    assert (again.status_code, again.data) == (200, first.data)
    assert rows(engine) == before


def test_a_request_that_can_no_longer_be_sent_is_still_answered_the_same(
    business: Business, clock: Clock
) -> None:
    soon = order(send_at="2026-03-02T09:35:00+08:00")
    first = business.sends(soon, again="same")
    clock.pass_(timedelta(days=1))

    again = business.sends(soon, again="same")

    assert (again.status_code, again.data) == (200, first.data)


def test_blanks_and_the_order_of_fields_do_not_matter(business: Business) -> None:
    one = json.dumps(order(), indent=4).encode()
    other = json.dumps(dict(reversed(order().items())), ensure_ascii=False).encode()

    statuses = [business.posts(it).status_code for it in (one, other)]

    assert statuses == [201, 200]


def test_the_same_key_for_something_else_is_refused(
    business: Business, engine: Engine
) -> None:
    business.sends(order(), again="same")
    before = rows(engine)

    answers = [
        business.sends(order(reason="别的"), again="same"),
        business.sends({"notices": [order()]}, BATCH, again="same"),
    ]

    assert [it.status_code for it in answers] == [422, 422]
    assert {kind(it) for it in answers} == {"idempotency-key-reused"}
    assert rows(engine) == before


def test_two_systems_may_use_the_same_key(
    business: Business, stranger: Business
) -> None:
    statuses = [
        item.sends(order(), again="same").status_code for item in (business, stranger)
    ]

    assert statuses == [201, 201]


def test_a_refused_request_leaves_its_key_free(business: Business) -> None:
    statuses = [
        business.sends(order(to="1"), again="same").status_code,
        business.sends(order(), again="same").status_code,
    ]

    assert statuses == [422, 201]


@pytest.mark.parametrize("reason", ["照片不清晰", "别的"])
def test_after_a_week_a_key_is_as_good_as_new(
    business: Business, clock: Clock, reason: str
) -> None:
    first = business.sends(order(), again="same")
    clock.pass_(idempotency.KEPT_FOR)

    second = business.sends(order(reason=reason), again="same")
    again = business.sends(order(reason=reason), again="same")

    assert (second.status_code, again.status_code) == (201, 200)
    assert second.get_json()["id"] != first.get_json()["id"]
    assert again.data == second.data


@pytest.mark.parametrize(
    ("path", "body"), [(NOTICES, order()), (BATCH, {"notices": [order(), order()]})]
)
def test_of_equal_requests_at_once_one_is_carried_out(
    business: Business, engine: Engine, clock: Clock, path: str, body: object
) -> None:
    """Two applications, as in two processes: they share nothing but the store."""
    apps = [business.app, application(engine, clock)]
    business.asks(NOTICES)  # the use of the key is written down
    before = rows(engine)
    together = Barrier(8)

    def send(index: int) -> tuple[int, bytes]:
        asking = Business(apps[index % 2], business.key)
        together.wait()
        answer = asking.sends(body, path, again="same")
        return answer.status_code, answer.data

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert sorted(status for status, _ in answers) == [200] * 7 + [201]
    assert len({told for _, told in answers}) == 1
    many = 1 if path == NOTICES else 2
    made = added(before, rows(engine))
    assert made.pop("batches", 1) == 1
    assert made == {"notices": many, "notice_events": many, "api_requests": 1}


def test_of_different_requests_with_one_key_at_once_one_is_carried_out(
    business: Business, engine: Engine
) -> None:
    business.asks(NOTICES)
    before = rows(engine)
    together = Barrier(6)

    def send(index: int) -> int:
        together.wait()
        return business.sends(order(reason=f"原因{index}"), again="same").status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(send, range(6)))

    assert sorted(statuses) == [201] + [422] * 5
    assert added(before, rows(engine))["notices"] == 1
