"""Notices are found again, by whoever asked for them."""

from urllib.parse import quote

import pytest
from sqlalchemy import Engine

from notices.delivery import history
from notices.status import Status
from storage.session import writing
from tests.notices.api.business import (
    APPLICATION,
    BATCH,
    NOTICES,
    Business,
    Clock,
    faults,
    kind,
    order,
    orders,
)


def test_a_notice_is_found_with_its_history(
    business: Business, engine: Engine, clock: Clock
) -> None:
    sent = business.sends(order()).get_json()
    with writing(engine) as session:
        history.write_steps(session, [(sent["id"], Status.FAILED, "30007")], clock.now)

    answer = business.asks(f"{NOTICES}/{sent['id']}")

    at = "2026-03-02T01:30:00Z"
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json() == {
        **sent,
        "history": [
            {"at": at, "status": "queued", "code": ""},
            {"at": at, "status": "failed", "code": "30007"},
        ],
    }


@pytest.mark.parametrize(
    "id", ["0" * 32, "1", "%00" * 32, "%F0%9F%98%80" * 32, "'-" * 16]
)
def test_a_notice_that_is_not_there_is_not_found(business: Business, id: str) -> None:  # noqa: A002
    answer = business.asks(f"{NOTICES}/{id}")

    assert (answer.status_code, kind(answer)) == (404, "not-found")


def test_nobody_finds_what_another_key_asked_for(
    business: Business, stranger: Business
) -> None:
    notice = business.sends(order()).get_json()["id"]
    batch = business.sends({"notices": [order()]}, BATCH).get_json()["batch"]

    by_id = stranger.asks(f"{NOTICES}/{notice}")
    by_batch = stranger.asks(f"{NOTICES}?batch={batch}")
    by_application = stranger.asks(f"{NOTICES}?application={APPLICATION}")

    assert (by_id.status_code, by_batch.status_code) == (404, 404)
    assert by_application.get_json()["notices"] == []


def test_the_notices_of_an_application_are_listed_in_the_order_they_came(
    business: Business,
) -> None:
    sent = [business.sends(order(event=it)).get_json() for it in ("受理", "退件")]
    business.sends(order(application="HN-1"))

    answer = business.asks(f"{NOTICES}?application={APPLICATION}")

    assert answer.get_json() == {"notices": sent, "next": None, "counts": None}


def test_a_batch_is_listed_page_by_page_with_its_counts(business: Business) -> None:
    sent = business.sends({"notices": orders(5)}, BATCH).get_json()
    path = f"{NOTICES}?batch={sent['batch']}&limit=2"
    found = []
    after: str | None = ""

    for _ in range(3):
        page = business.asks(path + (f"&after={after}" if after else "")).get_json()
        found += [it["id"] for it in page["notices"]]
        after = page["next"]
        assert page["counts"] == {"queued": 5}

    assert after is None
    assert found == [it["id"] for it in sent["notices"]]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", {"application": "application 和 batch 要给出其中一个，且只能给一个。"}),
        (f"application=1&batch={'0' * 32}", {"application": "application 和 batch 要给出其中一个，且只能给一个。"}),
        ("application=", {"application": "至少1个字符。"}),
        ("application=1&application=2", {"application": "应为文字。"}),
        ("batch=1", {"batch": "形式不对。"}),
        ("application=1&limit=0", {"limit": "不能小于1。"}),
        ("application=1&limit=1001", {"limit": "不能大于1000。"}),
        ("application=1&limit=many", {"limit": "应为整数。"}),
        ("application=1&after=%00", {"after": "形式不对。"}),
        ("application=1&page=2", {"page": "没有这个字段。"}),
    ],
)  # fmt: skip
def test_a_question_that_is_none_is_refused_by_the_name_of_its_parameter(
    business: Business, query: str, said: dict[str, str]
) -> None:
    answer = business.asks(f"{NOTICES}?{query}")

    assert answer.status_code == 422
    assert faults(answer) == said


def test_a_batch_that_is_not_there_is_not_found(business: Business) -> None:
    assert business.asks(f"{NOTICES}?batch={'0' * 32}").status_code == 404


@pytest.mark.parametrize("name", ["%00", "%ff", "%F0%9F%98%80", quote("'--"), "%25"])
def test_an_application_that_nobody_has_has_no_notices(
    business: Business, name: str
) -> None:
    answer = business.asks(f"{NOTICES}?application={name}")

    assert (answer.status_code, answer.get_json()["notices"]) == (200, [])


def test_an_application_is_found_as_it_was_written(business: Business) -> None:
    business.sends(order(application=" HN【1】 "))

    answer = business.asks(f"{NOTICES}?application={quote(' HN【1】 ')}")

    assert len(answer.get_json()["notices"]) == 1
