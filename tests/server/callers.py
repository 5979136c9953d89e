"""The provider, and others, before an application of ours: forms, signatures, requests."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import Engine, event, func, select
from werkzeug.test import TestResponse

from server.all_tables import METADATA
from server.app import app_state, make_ready
from server.config.settings import Settings
from simulator.signing import HEADER, sign
from storage.session import reading
from tests import applications
from tests.seeded import MONDAY_MORNING

# Made by a rule, so that neither people nor scanners take them for real secrets.
ACCOUNT = "AC" + "7e" * 16
PRIMARY = "primary-" * 4
SECONDARY = "secondary-" * 4
OURS = "+8637112345678"
APPLICANT = "+8613800138000"
BASE = "https://helpline.example.gov.cn"
FORM = "application/x-www-form-urlencoded"

Fields = tuple[tuple[str, str], ...]


def environment(url: str, **more: str) -> dict[str, str]:
    """Set everything that production must have."""
    return {
        "PUBLIC_BASE_URL": BASE,
        "SECRET_KEY": "secret-" * 4,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": PRIMARY,
        "DATABASE_URL": url,
        **more,
    }


def production(store: Engine | str, **more: str) -> Settings:
    return Settings.read(environment(address(store), **more))


def address(store: Engine | str) -> str:
    if isinstance(store, str):
        return store
    return store.url.render_as_string(hide_password=False)


@contextmanager
def running(settings: Settings, now: datetime = MONDAY_MORNING) -> Iterator[Flask]:
    """Give an application that is ready, as after its start."""
    with applications.borrowed(settings, lambda: now) as app:
        make_ready(app)
        yield app


def a_text(body: str = "几点开饭", sid: str = "SM" + "1" * 32, **more: str) -> Fields:
    """Write the form of a text as the provider sends it, blanks included."""
    fields = {
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "Body": body,
        "From": APPLICANT,
        "FromCity": "",
        "NumMedia": "0",
        "NumSegments": "1",
        "To": OURS,
    }
    return tuple((fields | more).items())


def a_call(sid: str = "CA" + "1" * 32, **more: str) -> Fields:
    fields = {
        "CallSid": sid,
        "AccountSid": ACCOUNT,
        "CallStatus": "in-progress",
        "Direction": "inbound",
        "From": APPLICANT,
        "To": OURS,
    }
    return tuple((fields | more).items())


def a_receipt(word: str = "delivered", sid: str = "SM" + "2" * 32) -> Fields:
    fields = {
        "MessageSid": sid,
        "SmsSid": sid,
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "MessageStatus": word,
        "SmsStatus": word,
        "To": APPLICANT,
        "From": OURS,
    }
    return tuple(fields.items())


def form_for(path: str) -> Fields:
    """Write a form that the door at this path takes."""
    if path.startswith("/sms/"):
        return a_text()
    return a_receipt() if path.startswith("/notices/") else a_call()


@dataclass(frozen=True, slots=True)
class Caller:
    """Knocks on an application; `signed` as the provider, `sent` as anybody."""

    app: Flask
    base: str = BASE
    token: str = PRIMARY

    def signed(
        self, path: str, fields: Fields, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        return self.sent(path, fields, self.signature(path, fields), headers)

    def signature(self, path: str, fields: Fields = ()) -> str:
        return sign(self.token, self.base + path, fields)

    def sent(
        self,
        path: str,
        fields: Fields | bytes,
        signature: str = "",
        headers: Mapping[str, str] | None = None,
        kind: str = FORM,
    ) -> TestResponse:
        """Post to exactly this path and query: nothing is encoded or put right."""
        given = {HEADER: signature} if signature else {}
        return self.app.test_client().post(
            path,
            data=fields if isinstance(fields, bytes) else urlencode(fields),
            content_type=kind,
            headers=given | dict(headers or {}),
            environ_overrides={"REQUEST_URI": path, "RAW_URI": path},
        )

    def asked(self, method: str, path: str) -> TestResponse:
        return self.app.test_client().open(path, method=method)


def rows(store: Engine) -> dict[str, int]:
    """Count what every table holds."""
    with reading(store) as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in METADATA.sorted_tables
        }


def added(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    return {it: after[it] - before[it] for it in after if after[it] != before[it]}


def visits(app: Flask) -> list[object]:
    """Begin to note every time the application goes to its store."""
    noted: list[object] = []
    event.listen(app_state(app).engine, "checkout", lambda *it: noted.append(it))
    return noted


def sentence(answer: TestResponse) -> str:
    """Read what an error answer says."""
    return str(answer.get_json()["error"])


def without(fields: Fields, *names: str) -> Fields:
    return tuple(it for it in fields if it[0] not in names)


def cut(fields: Iterable[tuple[str, str]], **changes: str) -> Fields:
    return tuple((dict(fields) | changes).items())
