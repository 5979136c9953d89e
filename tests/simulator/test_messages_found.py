"""Finding messages again: one by its id, and all of them, page by page."""

from datetime import timedelta

import pytest

from simulator.provider import OUR_NUMBER, Provider
from tests.simulator.company import API, APPLICANT, Company, found, opened
from tests.simulator.conftest import NINE
from tests.simulator.fakes import numbered

SOMEBODY_ELSE = "+8613911112222"


def bodies(company: Company, **query: str) -> list[str]:
    return [it["body"] for it in found(company.get(**query))["messages"]]


@pytest.fixture
def five(company: Company) -> Company:
    for body in "一二三四五":
        company.sent(Body=body)
    return company


def test_a_message_is_found_by_its_id(company: Company) -> None:
    taken = found(company.create())

    assert found(company.get(f"{API}/{taken['sid']}.json")) == taken


def test_an_id_that_nothing_has_is_404(company: Company) -> None:
    response = company.get(f"{API}/SM{'0' * 32}.json")

    assert response.status_code == 404
    assert (found(response)["code"], found(response)["status"]) == (20404, 404)


def test_the_list_begins_with_the_newest(five: Company) -> None:
    assert bodies(five) == ["五", "四", "三", "二", "一"]


def test_nothing_sent_is_an_empty_page(company: Company) -> None:
    said = found(company.get())

    assert said["messages"] == []
    assert said["next_page_uri"] is None
    assert (said["page"], said["page_size"], said["start"]) == (0, 50, 0)


def test_each_page_names_the_next_until_the_last(five: Company) -> None:
    uri, pages = API + ".json?PageSize=2", []
    while uri:
        said = found(five.get(uri))
        pages.append([it["body"] for it in said["messages"]])
        uri = said["next_page_uri"] and "/phone" + said["next_page_uri"]

    assert pages == [["五", "四"], ["三", "二"], ["一"]]


def test_what_is_sent_meanwhile_repeats_nothing_on_the_next_page(five: Company) -> None:
    first = found(five.get(PageSize="2"))

    five.sent(Body="六")

    second = found(five.get("/phone" + first["next_page_uri"]))
    assert [it["body"] for it in second["messages"]] == ["三", "二"]


def test_a_page_may_be_asked_for_by_its_number(five: Company) -> None:
    assert bodies(five, PageSize="2", Page="1") == ["三", "二"]


def test_after_a_message_that_has_made_room_nothing_is_left(five: Company) -> None:
    assert bodies(five, PageToken="PASM" + "f" * 32) == []


def test_the_next_page_keeps_to_what_was_asked_for(five: Company) -> None:
    five.sent(To=SOMEBODY_ELSE)

    first = found(five.get(To="13800138000", PageSize="3"))

    second = found(five.get("/phone" + first["next_page_uri"]))
    assert [it["body"] for it in second["messages"]] == ["二", "一"]


@pytest.mark.parametrize("number", [SOMEBODY_ELSE, "13911112222", "0086 13911112222"])
def test_the_list_of_one_person_is_found_by_any_form_of_the_number(
    five: Company, number: str
) -> None:
    five.sent(To=SOMEBODY_ELSE, Body="给别人")

    assert bodies(five, To=number) == ["给别人"]


def test_the_list_of_one_sender_is_found(five: Company) -> None:
    assert len(bodies(five, From=OUR_NUMBER)) == 5
    assert bodies(five, From=APPLICANT) == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"DateSent>": "2026-03-02T01:00:00Z"}, 1),
        ({"DateSent>": "2026-03-02T01:00:01Z"}, 0),
        ({"DateSent<": "2026-03-02T01:00:00Z"}, 1),
        ({"DateSent<": "2026-03-02"}, 0),
        ({"DateSent": "2026-03-02"}, 1),
        ({"DateSent": "2026-03-01"}, 0),
    ],
)
@pytest.mark.parametrize("already_sent", [True, False])
def test_the_list_of_some_time_is_found_whether_sent_yet_or_not(
    company: Company, query: dict[str, str], count: int, *, already_sent: bool
) -> None:
    company.sent()
    if already_sent:
        company.later.pass_by()

    assert len(bodies(company, **query)) == count


@pytest.mark.parametrize(
    "query",
    [
        *({"PageSize": "many"}, {"PageSize": "1" * 6}, {"Page": "-1"}),
        *({"DateSent>": "gestern"}, {"DateSent": "2026-02-30"}),
    ],
)
def test_what_cannot_be_understood_is_refused(
    company: Company, query: dict[str, str]
) -> None:
    response = company.get(**query)

    assert (response.status_code, found(response)["code"]) == (400, 20001)


@pytest.mark.parametrize(("asked", "size"), [("0", 1), ("5000", 1000), ("7", 7)])
def test_a_page_has_a_size_within_limits(
    company: Company, asked: str, size: int
) -> None:
    assert found(company.get(PageSize=asked))["page_size"] == size


def test_times_are_those_of_the_steps(provider: Provider) -> None:
    times = iter(NINE + timedelta(minutes=it) for it in range(99))
    company = opened(
        Provider(provider.base_url, ids=numbered(), clock=lambda: next(times))
    )
    sid = company.sent()

    company.later.pass_by()

    said = found(company.get(f"{API}/{sid}.json"))
    assert said["date_created"] < said["date_sent"] < said["date_updated"]
