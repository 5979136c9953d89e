"""The company's API and phone page without a browser, and its time, which a test lets pass."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulator import routes
from simulator.provider import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER, Provider

APPLICANT = "+8613800138000"
NOTICE = "您的申请已受理。"
API = f"/phone/2010-04-01/Accounts/{ACCOUNT_SID}/Messages"
RECEIPTS = "/notices/receipts"
SERVICE = "MG" + "5" * 32


@dataclass(slots=True)
class Later:
    """What waits for its time."""

    full: bool = False
    works: list[tuple[timedelta, Callable[[], None]]] = field(default_factory=list)

    def after(self, delay: timedelta, work: Callable[[], None]) -> None:
        self.works.append((delay, work))

    def pass_by(self, until: timedelta = timedelta.max) -> None:
        """Let all time pass since the works were asked for, or so much of it."""
        for delay, work in sorted(self.works, key=lambda it: it[0]):
            if delay <= until:
                self.works.remove((delay, work))
                work()


@dataclass(frozen=True, slots=True)
class Company:
    """Asks as the helpline and as the phone page do."""

    browser: FlaskClient
    later: Later

    def create(self, **changed: str) -> TestResponse:
        """Ask for a message; a field that is "" is left out."""
        fields = {"To": APPLICANT, "From": OUR_NUMBER, "Body": NOTICE} | changed
        form = {name: value for name, value in fields.items() if value}
        return self.browser.post(API + ".json", data=form, auth=account())

    def get(self, path: str = API + ".json", **query: str) -> TestResponse:
        return self.browser.get(path, query_string=query or None, auth=account())

    def sent(self, **changed: str) -> str:
        """Have a message taken; return its id."""
        response = self.create(**changed)
        assert response.status_code == 201, response.json
        return str(found(response)["sid"])

    def status(self, sid: str) -> str:
        return str(found(self.get(f"{API}/{sid}.json"))["status"])

    def text(self, body: str, sender: str = APPLICANT) -> Any:  # noqa: ANN401  JSON
        asked = {"sender": sender, "body": body}
        return found(self.browser.post("/phone/texts", json=asked))

    def choose(self, way: str) -> None:
        """Choose how receipts come."""
        asked = self.browser.post("/phone/receipts", json={"way": way})
        assert asked.json == {"receipts": way}

    def news(self, number: str = APPLICANT, **since: int) -> Any:  # noqa: ANN401  JSON
        query = {"number": number, **since}
        return found(self.browser.get("/phone/messages", query_string=query))


def opened(provider: Provider) -> Company:
    """Open a company that sends through `provider`."""
    later = Later()
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(routes.blueprint(provider, waiting=later))
    return Company(app.test_client(), later)


def account() -> tuple[str, str]:
    return ACCOUNT_SID, AUTH_TOKEN


def found(response: TestResponse) -> Any:  # noqa: ANN401  JSON
    return response.json
