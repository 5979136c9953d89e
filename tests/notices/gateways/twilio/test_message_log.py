"""Twilio's own books say what became of a message; where they do not, we hear of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import requests
import responses

from notices.gateways.base import GatewayError, ProviderRecord
from notices.status import Status
from tests.notices.gateways.accounts import (
    MESSAGE,
    MESSAGES,
    OURS,
    SID,
    THEIRS,
    error,
    gateway,
    record,
)

ONE = MESSAGES.removesuffix(".json") + f"/{SID}.json"
THEN = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PATH = MESSAGES.removeprefix("https://api.twilio.com")
FOUND = ProviderRecord(SID, THEIRS, MESSAGE.text, Status.ACCEPTED, "", THEN)


def listed(*records: dict[str, object], more: str | None = None) -> dict[str, object]:
    """Write a page of a list; `more` is where the next one is, without a host."""
    return {
        "messages": list(records),
        "page": 0,
        "page_size": 100,
        "next_page_uri": more,
        "uri": PATH,
    }


def at(time: datetime, **changed: object) -> dict[str, object]:
    return record(date_created=f"{time:%a, %d %b %Y %H:%M:%S} +0000", **changed)


def test_a_message_is_found_by_its_id(api: responses.RequestsMock) -> None:
    api.get(ONE, json=record())

    assert gateway().look_up(SID) == FOUND


def test_an_error_of_a_message_is_kept(api: responses.RequestsMock) -> None:
    api.get(ONE, json=record(status="undelivered", error_code=30003))

    found = gateway().look_up(SID)

    assert found is not None
    assert (found.status, found.code) == (Status.UNDELIVERED, "30003")


def test_a_word_that_we_do_not_know_still_says_that_they_have_it(
    api: responses.RequestsMock,
) -> None:
    api.get(ONE, json=record(status="partially_delivered", body=None))

    found = gateway().look_up(SID)

    assert found is not None
    assert (found.status, found.text) == (Status.ACCEPTED, "")


def test_a_message_that_they_do_not_have_is_none(api: responses.RequestsMock) -> None:
    api.get(ONE, json=error(404, 20404), status=404)

    assert gateway().look_up(SID) is None


@pytest.mark.parametrize("sid", ["", "../Calls/CA1", "SM 1", "S" * 65])
def test_what_is_no_id_is_not_asked_for(sid: str) -> None:
    assert gateway().look_up(sid) is None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, "<html>not here</html>"),
        (401, '{"code": 20003}'),
        (500, '{"code": 20500}'),
        (502, "<html>"),
        (302, ""),
        (200, "<html>"),
        (200, "{}"),
        (200, "[]"),
        (200, '{"sid": "SM1"}'),
        (200, '{"sid": "SM1", "date_created": "yesterday"}'),
        (200, '{"sid": "SM1", "date_created": "Mon, 77 Mar 2026 01:30:00 +0000"}'),
    ],
)
def test_a_question_without_a_proper_answer_is_an_error(
    api: responses.RequestsMock, status: int, body: str
) -> None:
    api.get(ONE, body=body, status=status)

    with pytest.raises(GatewayError, match="短信网关"):
        gateway().look_up(SID)


def test_the_error_says_what_was_answered(api: responses.RequestsMock) -> None:
    api.get(ONE, json=error(401, 20003), status=401)

    with pytest.raises(GatewayError, match="20003"):
        gateway().look_up(SID)


def test_a_list_that_does_not_come_is_an_error(api: responses.RequestsMock) -> None:
    api.get(MESSAGES, body="<html>", status=503)

    with pytest.raises(GatewayError, match="http-503"):
        gateway().list_sent_to(THEIRS, THEN)


def test_a_question_that_is_not_answered_in_time_is_an_error(
    api: responses.RequestsMock,
) -> None:
    api.get(MESSAGES, body=requests.ReadTimeout())

    with pytest.raises(GatewayError, match="timeout"):
        gateway().list_sent_to(THEIRS, THEN)


def test_a_list_asks_for_the_number_alone(api: responses.RequestsMock) -> None:
    api.get(MESSAGES, json=listed(record()))

    assert gateway().list_sent_to(THEIRS, THEN) == (FOUND,)
    assert api.calls[0].request.params == {"To": THEIRS, "PageSize": "100"}  # type: ignore[attr-defined]


def test_a_second_is_not_lost_to_its_parts(api: responses.RequestsMock) -> None:
    api.get(MESSAGES, json=listed(at(THEN)))

    found = gateway().list_sent_to(THEIRS, THEN + timedelta(microseconds=999_999))

    assert [it.at for it in found] == [THEN]


def test_what_is_older_is_left_out_and_the_newest_comes_first(
    api: responses.RequestsMock,
) -> None:
    times = [THEN + SECOND, THEN - SECOND, THEN + 2 * SECOND]
    records = [at(time, sid=f"SM{it}") for it, time in enumerate(times)]
    api.get(MESSAGES, json=listed(*records))

    found = gateway().list_sent_to(THEIRS, THEN)

    assert [it.at for it in found] == [THEN + 2 * SECOND, THEN + SECOND]


def test_pages_are_read_for_as_long_as_they_are_recent(
    api: responses.RequestsMock,
) -> None:
    api.get(MESSAGES, json=listed(at(THEN), more=f"{PATH}?Page=1&PageToken=PT"))
    old = listed(at(THEN - SECOND, sid="SM2"), more=f"{PATH}?Page=2")
    api.get(f"{MESSAGES}?Page=1&PageToken=PT", json=old)

    assert len(gateway().list_sent_to(THEIRS, THEN)) == 1
    assert len(api.calls) == 2


def test_a_thousand_are_looked_at_and_no_more(api: responses.RequestsMock) -> None:
    for page in range(20):
        records = [at(THEN, sid=f"SM{page}-{it}") for it in range(150)]
        here = MESSAGES if page == 0 else f"{MESSAGES}?Page={page}"
        api.get(here, json=listed(*records, more=f"{PATH}?Page={page + 1}"))
    api.assert_all_requests_are_fired = False

    assert len(gateway().list_sent_to(THEIRS, THEN)) == 1_000
    assert len(api.calls) == 10


def test_what_stands_on_two_pages_is_listed_once(api: responses.RequestsMock) -> None:
    api.get(MESSAGES, json=listed(at(THEN), more=f"{PATH}?Page=1"))
    api.get(f"{MESSAGES}?Page=1", json=listed(at(THEN)))

    assert gateway().list_sent_to(THEIRS, THEN) == (FOUND,)


def test_a_list_that_never_ends_is_left(api: responses.RequestsMock) -> None:
    other = at(THEN, to=OURS)
    api.get(re.compile(re.escape(MESSAGES)), json=listed(other, more=f"{PATH}?Page=1"))

    assert gateway().list_sent_to(THEIRS, THEN) == ()
    assert len(api.calls) == 10


def test_what_was_for_others_or_from_them_is_left_out(
    api: responses.RequestsMock,
) -> None:
    incoming = at(THEN, direction="inbound", status="received")
    api.get(MESSAGES, json=listed(at(THEN, to=OURS), incoming))

    assert gateway().list_sent_to(THEIRS, THEN) == ()


@pytest.mark.parametrize(
    "body", ["{}", "[]", '{"messages": [7]}', '{"messages": [{}]}', "<html>"]
)
def test_a_list_of_another_shape_is_an_error(
    api: responses.RequestsMock, body: str
) -> None:
    api.get(MESSAGES, body=body)

    with pytest.raises(GatewayError):
        gateway().list_sent_to(THEIRS, THEN)
