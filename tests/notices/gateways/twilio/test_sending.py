"""A message goes to Twilio as its API wants it, and an id comes back."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import responses

from notices.gateways.base import SendAccepted, SendUnknown
from notices.gateways.twilio.http import GatewayHttpClient, rewrite_base_url
from notices.status import Status
from tests.notices.gateways.accounts import (
    MESSAGE,
    MESSAGES,
    OURS,
    SID,
    THEIRS,
    gateway,
    options,
    record,
)

TEN_SECONDS = timedelta(seconds=10)


def sent(api: responses.RequestsMock) -> dict[str, str]:
    """Read the form of the only request."""
    (call,) = api.calls
    body = call.request.body
    assert isinstance(body, str)
    return {key: value for key, (value,) in parse_qs(body).items()}


def test_a_message_is_created_from_our_number(api: responses.RequestsMock) -> None:
    api.post(MESSAGES, json=record(), status=201)

    outcome = gateway().send(MESSAGE)

    assert outcome == SendAccepted(SID)
    assert sent(api) == {
        "To": THEIRS,
        "From": OURS,
        "Body": MESSAGE.text,
        "StatusCallback": MESSAGE.receipts_url,
        "ValidityPeriod": "14400",
    }


def test_a_service_goes_before_a_number(api: responses.RequestsMock) -> None:
    api.post(MESSAGES, json=record(), status=201)

    gateway(messaging_service_sid="MG" + "0" * 32).send(MESSAGE)

    assert sent(api)["MessagingServiceSid"] == "MG" + "0" * 32
    assert "From" not in sent(api)


@pytest.mark.parametrize(
    ("valid_for", "told"),
    [
        (timedelta(seconds=-5), "1"),
        (timedelta(seconds=0.4), "1"),
        (timedelta(seconds=61.9), "61"),
        (timedelta(hours=10), "36000"),
        (timedelta(days=3), "36000"),
    ],
)
def test_the_validity_is_whole_seconds_within_what_twilio_takes(
    api: responses.RequestsMock, valid_for: timedelta, told: str
) -> None:
    api.post(MESSAGES, json=record(), status=201)

    gateway().send(replace(MESSAGE, valid_for=valid_for))

    assert sent(api)["ValidityPeriod"] == told


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("accepted", Status.ACCEPTED),
        ("queued", Status.ACCEPTED),
        ("sent", Status.SENT),
        ("failed", Status.FAILED),
        ("undelivered", Status.UNDELIVERED),
        ("something new", Status.ACCEPTED),
        (None, Status.ACCEPTED),
        (["queued"], Status.ACCEPTED),
    ],
)
def test_the_answer_may_say_already_what_became_of_it(
    api: responses.RequestsMock, word: object, status: Status
) -> None:
    api.post(MESSAGES, json=record(status=word), status=201)

    assert gateway().send(MESSAGE) == SendAccepted(SID, status)


@pytest.mark.parametrize("sid", [None, "", 7, "../Calls", "S" * 65])
def test_an_answer_without_an_id_proves_nothing(
    api: responses.RequestsMock, sid: object
) -> None:
    api.post(MESSAGES, json=record(sid=sid), status=201)

    assert gateway().send(MESSAGE) == SendUnknown("no-sid")


def test_an_empty_answer_proves_nothing(api: responses.RequestsMock) -> None:
    api.post(MESSAGES, body="", status=201)

    assert gateway().send(MESSAGE) == SendUnknown("no-sid")


@pytest.mark.parametrize("status", [200, 201])
def test_an_answer_that_is_no_json_proves_nothing(
    api: responses.RequestsMock, status: int
) -> None:
    api.post(MESSAGES, body="<html>登录上网</html>", status=status)

    assert gateway().send(MESSAGE) == SendUnknown("not-json")


@pytest.mark.parametrize(
    "body", ["[]", "7", "null", '"SM"', "[" * 100_000, '{"sid": "SM1", "date_sent": 7}']
)
def test_json_of_any_other_shape_raises_nothing(
    api: responses.RequestsMock, body: str
) -> None:
    api.post(MESSAGES, body=body, status=201)

    assert isinstance(gateway().send(MESSAGE), SendUnknown)


def test_a_text_that_cannot_be_encoded_raises_nothing() -> None:
    assert isinstance(gateway().send(replace(MESSAGE, text="\ud83d")), SendUnknown)


def test_the_token_is_not_shown() -> None:
    assert "secret" not in repr(options())


def test_neither_number_nor_text_is_logged(
    api: responses.RequestsMock, caplog: pytest.LogCaptureFixture
) -> None:
    api.post(MESSAGES, json=record(), status=201)

    with caplog.at_level("DEBUG"):
        gateway().send(MESSAGE)

    assert THEIRS.strip("+") not in caplog.text
    assert "退件" not in caplog.text


@pytest.mark.parametrize(
    ("url", "base", "reached"),
    [
        ("https://api.twilio.com/2010-04-01/A.json?x=%2B1", "", None),
        ("https://api.twilio.com/a?x=%2B1", "http://h:1", "http://h:1/a?x=%2B1"),
        ("https://api.twilio.com/a", "https://h/t/", "https://h/t/a"),
        ("https://messaging.twilio.com/v1/S", "http://h", "http://h/messaging/v1/S"),
    ],
)
def test_another_base_stands_in_for_every_host_of_twilio(
    url: str, base: str, reached: str | None
) -> None:
    assert rewrite_base_url(url, base) == (reached or url)


@pytest.mark.parametrize(
    ("base", "asked"),
    [
        ("", True),
        ("https://sms.example", True),
        ("http://127.0.0.1:4010", False),
        ("http://[::1]:4010", False),
        ("http://localhost:4010", False),
    ],
)
def test_the_proxy_of_the_environment_is_not_asked_for_this_machine(
    base: str, *, asked: bool
) -> None:
    assert GatewayHttpClient(base, TEN_SECONDS).session.trust_env is asked


def test_the_client_never_waits_for_ever(api: responses.RequestsMock) -> None:
    api.post(MESSAGES, json=record(), status=201)

    gateway().send(MESSAGE)

    (call,) = api.calls
    assert call.request.req_kwargs["timeout"] == 10  # type: ignore[attr-defined]
