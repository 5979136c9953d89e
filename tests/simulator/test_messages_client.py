"""The real company's own client takes the stand-in for the real company."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from typing_extensions import override

from simulator import routes
from simulator.provider import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER, Provider
from tests.simulator.company import APPLICANT, Later
from tests.simulator.conftest import NINE
from tests.simulator.fakes import listening
from tests.waiting import HANGS


class _Redirected(TwilioHttpClient):  # type: ignore[misc]  # published without types
    """Asks the stand-in whatever the real one is asked."""

    def __init__(self, address: str) -> None:
        super().__init__(timeout=HANGS)
        self.session.trust_env = False
        self.address = address

    @override
    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        there = url.replace("https://api.twilio.com", self.address + "/phone", 1)
        return super().request(method, there, *args, **kwargs)


@pytest.fixture
def client(provider: Provider) -> Iterator[Client]:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(routes.blueprint(provider, waiting=Later()))
    with listening(app) as address:
        http = _Redirected(address)
        yield Client(ACCOUNT_SID, AUTH_TOKEN, http_client=http)
        http.session.close()


def test_the_real_client_sends_finds_and_lists(client: Client) -> None:
    taken = client.messages.create(to=APPLICANT, from_=OUR_NUMBER, body="一")
    for body in "二三四五":
        client.messages.create(to=APPLICANT, from_=OUR_NUMBER, body=body)

    fetched = client.messages(taken.sid).fetch()
    listed = client.messages.list(to=APPLICANT, date_sent_after=NINE, page_size=2)

    assert (fetched.status, fetched.from_, fetched.date_created) == (
        *("queued", OUR_NUMBER, NINE),
    )
    assert [it.body for it in listed] == ["五", "四", "三", "二", "一"]


def test_the_real_client_understands_a_refusal(client: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to="+15005550009", from_=OUR_NUMBER, body="一")

    assert (refused.value.status, refused.value.code) == (400, 21614)
