"""The browser page and its requests, without a browser."""

from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator import routes
from simulator.provider import AN_APPLICANT, OUR_NUMBER, Provider
from tests.simulator.fakes import BROKEN, Doors, replied, spoken

WAIT = '<Gather numDigits="1" timeout="6" action="key" finishOnKey="">{}</Gather>'
TEXT = {"sender": AN_APPLICANT, "body": "菜单"}
CALL = {"sender": AN_APPLICANT}


@pytest.fixture
def browser(provider: Provider) -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(routes.blueprint(provider))
    return app.test_client()


def answered(browser: FlaskClient, path: str, asked: object = None) -> Any:  # noqa: ANN401  JSON
    response = browser.post(path, json=asked)
    assert response.status_code == HTTPStatus.OK, response.json
    return response.json


@pytest.mark.parametrize("path", ["/phone", "/phone/"])
def test_the_page_is_there_and_complete(browser: FlaskClient, path: str) -> None:
    response = browser.get(path)

    assert response.status_code == HTTPStatus.OK
    assert '<html lang="zh-CN">' in response.text
    assert OUR_NUMBER in response.text
    assert AN_APPLICANT in response.text


def test_the_page_may_load_nothing_from_elsewhere(browser: FlaskClient) -> None:
    headers = browser.get("/phone").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["phone.js", "base.css", "favicon.svg"])
def test_what_the_page_needs_is_served(browser: FlaskClient, name: str) -> None:
    with browser.get(f"/phone/static/{name}") as response:
        assert response.status_code == HTTPStatus.OK


def test_a_text_is_answered_with_replies_sizes_and_the_wire(
    doors: Doors, browser: FlaskClient
) -> None:
    doors.answers["/sms/inbound"] = replied("汉" * 71)

    done = answered(browser, "/phone/texts", TEXT)

    assert done["sent"] == {"units": 2, "segments": 1}
    assert done["replies"] == [{"text": "汉" * 71, "units": 71, "segments": 2}]
    assert done["fault"] == ""
    (hop,) = done["wire"]
    assert hop["url"] == doors.address + "/sms/inbound"
    assert hop["status"] == HTTPStatus.OK
    assert ["Body", "菜单"] in hop["form"]
    assert "汉" in hop["answer"]


def test_a_text_may_bear_an_id_of_the_pages_own(
    doors: Doors, browser: FlaskClient
) -> None:
    own = "SM" + "ab" * 16

    done = answered(browser, "/phone/texts", {**TEXT, "message": own})

    assert done["message"] == own
    assert doors.knocks[0].form["MessageSid"] == own


def test_a_fault_is_told_with_its_code(doors: Doors, browser: FlaskClient) -> None:
    doors.answers["/sms/inbound"] = BROKEN

    done = answered(browser, "/phone/texts", TEXT)

    assert "503" in done["fault"]
    assert done["wire"][0]["fault"].startswith("11200：")


def test_a_call_goes_on_by_keys_and_silence_until_it_is_ended(
    doors: Doors, browser: FlaskClient
) -> None:
    doors.answers["/ivr/answer"] = spoken(WAIT.format("<Say>您好</Say><Pause/>"))
    doors.answers["/ivr/key"] = spoken(WAIT.format("<Say>好</Say>"))

    begun = answered(browser, "/phone/calls", CALL)
    own = f"/phone/calls/{begun['call']}"

    assert begun["heard"] == [
        {"kind": "say", "text": "您好"},
        {"kind": "pause", "seconds": 1},
    ]
    assert begun["wait"] == {"seconds": 6, "keys": 1}
    assert answered(browser, f"{own}/keys", {"key": "*"})["heard"][0]["text"] == "好"
    silent = answered(browser, f"{own}/silence")
    assert silent["heard"] == [{"kind": "ended", "by": "callee", "why": ""}]
    assert silent["wait"] is None
    assert answered(browser, f"{own}/end")["heard"] == []


def test_a_call_that_is_put_through_says_how_that_went(
    doors: Doors, browser: FlaskClient
) -> None:
    doors.answers["/ivr/answer"] = spoken("<Dial>96500</Dial>")

    heard = answered(browser, "/phone/calls", {**CALL, "whenDialled": "busy"})["heard"]

    assert heard[0] == {"kind": "dialled", "number": "96500", "status": "busy"}


def test_only_what_an_act_sent_is_shown_as_its_wire(
    doors: Doors, browser: FlaskClient
) -> None:
    doors.answers["/ivr/answer"] = spoken(WAIT.format(""))
    begun = answered(browser, "/phone/calls", CALL)

    ended = answered(browser, f"/phone/calls/{begun['call']}/end")

    assert [it["url"] for it in ended["wire"]] == [doors.address + "/ivr/status"]


def test_a_call_that_is_gone_is_404_with_a_sentence(browser: FlaskClient) -> None:
    response = browser.post("/phone/calls/CA0/keys", json={"key": "1"})

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert response.json is not None
    assert "重新拨打" in response.json["error"]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/phone/texts", None),
        ("/phone/texts", []),
        ("/phone/texts", {"sender": AN_APPLICANT}),
        ("/phone/texts", {"sender": 1, "body": "菜单"}),
        ("/phone/texts", {"sender": " ", "body": "菜单"}),
        ("/phone/texts", {"sender": "1" * 65, "body": "菜单"}),
        ("/phone/texts", {"sender": "1\n2", "body": "菜单"}),
        ("/phone/texts", {**TEXT, "body": "汉" * 1601}),
        ("/phone/texts", {**TEXT, "message": "SM1"}),
        ("/phone/texts", {**TEXT, "message": ["SM"]}),
        ("/phone/calls", {**CALL, "whenDialled": "later"}),
        ("/phone/calls", {**CALL, "whenDialled": ["busy"]}),
        ("/phone/calls/CA0/keys", {"key": "12"}),
        ("/phone/calls/CA0/keys", {"key": ""}),
    ],
)
def test_a_request_our_page_does_not_make_is_refused(
    doors: Doors, browser: FlaskClient, path: str, asked: object
) -> None:
    response = browser.post(path, json=asked)

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert response.json is not None
    assert response.json["error"]
    assert doors.knocks == []


def test_a_form_is_refused(browser: FlaskClient) -> None:
    response = browser.post("/phone/texts", data=TEXT)

    assert response.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "http://localhost:1"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
)
@pytest.mark.parametrize("path", ["/phone/texts", "/phone/calls/CA0/end"])
def test_another_sites_page_is_refused(
    doors: Doors, browser: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    response = browser.post(path, json=TEXT, headers=headers)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert doors.knocks == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://behind-a-proxy.example"},
        {"Origin": "http://localhost"},
        {},
    ],
)
def test_our_own_page_is_let_in(browser: FlaskClient, headers: dict[str, str]) -> None:
    response = browser.post("/phone/texts", json=TEXT, headers=headers)

    assert response.status_code == HTTPStatus.OK
