"""The wire when there is nobody at the other end, or somebody slow."""

import socket
from datetime import timedelta

import pytest
from flask import Flask

from simulator.errors import UndeliverableError
from simulator.signed_post import WebhookClient
from tests.simulator.fakes import listening


def reaching(url: str, patience: float = 5) -> WebhookClient:
    return WebhookClient(url, url, "token", timedelta(seconds=patience))


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def test_nobody_listening_is_said_with_the_address(closed_port: int) -> None:
    line = reaching(f"http://127.0.0.1:{closed_port}")

    hop = line.post(line.public_url + "/sms/inbound", [("Body", "菜单")])

    assert hop.status == 0
    assert f"127.0.0.1:{closed_port}" in str(hop.fault)
    assert hop.fault is not None
    assert hop.fault.code == 11205


def test_an_address_without_http_is_said_as_it_was_typed() -> None:
    line = reaching("localhost:5000")

    assert "localhost:5000" in str(line.post("localhost:5000/sms/inbound", []).fault)


def test_a_door_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        line = reaching(f"http://127.0.0.1:{mute.getsockname()[1]}", patience=0.2)

        hop = line.post(line.public_url + "/ivr/answer", [])

    assert "没有回答" in str(hop.fault)


def test_a_redirection_is_not_followed() -> None:
    app = Flask(__name__)
    app.add_url_rule("/a", "a", lambda: ("", 302, {"Location": "/b"}), methods=["POST"])
    with listening(app) as address:
        hop = reaching(address).post(f"{address}/a", [])

    assert hop.status == 302
    assert hop.fault is not None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("key?at=1", "http://here/ivr/key?at=1"),
        ("/ivr/key", "http://here/ivr/key"),
        ("", "http://here/ivr/answer?a=1"),
        ("http://here/x", "http://here/x"),
        ("key?at=你", "http://here/ivr/key?at=%E4%BD%A0"),
    ],
)
def test_an_address_in_an_answer_starts_from_that_answers_own(
    url: str, found: str
) -> None:
    assert reaching("http://here").resolve(url, "http://here/ivr/answer?a=1") == found


@pytest.mark.parametrize(
    "url", ["http://elsewhere/", "//elsewhere/", "http://here.cn/"]
)
def test_an_address_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(UndeliverableError, match="别处"):
        reaching("http://here").resolve(url, "http://here/ivr/answer")
