"""The business system before our door: a small application, and what it is asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from notices import api_keys, ids
from notices.api.context import ApiContext
from notices.api.rate_limit import RateLimiter
from notices.api.routes import blueprint
from notices.api_keys import Scope
from notices.compose.enqueue import ComposeContext
from storage.session import writing

NOTICES, BATCH = "/api/v1/notices", "/api/v1/notices/batch"
APPLICATION = "HN2026-000123"
ORDER: Mapping[str, Any] = {
    "to": "13800138000",
    "event": "退件",
    "application": APPLICATION,
    "reason": "照片不清晰",
}
EVERY_SCOPE = tuple(Scope)
_NUMBERS = count()
"""Ids differ in all applications of a run, as chance would see to."""


@dataclass(slots=True)
class Clock:
    """Stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, time: timedelta) -> None:
        self.now += time


def application(
    engine: Engine, clock: Clock, rate: float = 10_000, root: str = ""
) -> Flask:
    """Make an application with nothing but this door."""
    office = ComposeContext(
        is_question=lambda key: key == "1.7",
        signature="【安管人员考核】",
        our_number="+8613700137000",
        ids=lambda: ids.new_id(clock(), next(_NUMBERS).to_bytes(ids.CHANCE)),
    )
    app = Flask("api", static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.register_blueprint(
        blueprint(ApiContext(engine, clock, office, RateLimiter(rate), root))
    )
    return app


def api_key(
    engine: Engine,
    now: datetime,
    name: str = "shenpi",
    scopes: Collection[Scope] = EVERY_SCOPE,
) -> str:
    with writing(engine) as session:
        return api_keys.add(session, name, scopes, now, f"{name:_<32}")


@dataclass(slots=True)
class Business:
    """Asks with one key; every request has an Idempotency-Key of its own."""

    app: Flask
    key: str
    counted: "count[int]" = field(default_factory=count)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def sends(
        self, body: object, path: str = NOTICES, again: str = "", **headers: str
    ) -> TestResponse:
        """Post JSON; `again` is an Idempotency-Key to be used."""
        given = {
            **self.bearer,
            "Idempotency-Key": again or f"request-{next(self.counted)}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.app.test_client().post(path, json=body, headers=given)

    def posts(self, raw: bytes, path: str = NOTICES, **headers: str) -> TestResponse:
        """Post bytes as they are."""
        given = {
            "Content-Type": "application/json",
            "Idempotency-Key": "raw",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.app.test_client().post(
            path, data=raw, headers={**self.bearer, **given}
        )

    def asks(self, path: str) -> TestResponse:
        return self.app.test_client().get(path, headers=self.bearer)


def order(**changes: object) -> dict[str, Any]:
    return {**ORDER, **changes}


def orders(many: int) -> list[dict[str, Any]]:
    return [
        order(to=f"138{index:08}", application=f"HN-{index:06}")
        for index in range(many)
    ]


def faults(answer: TestResponse) -> dict[str, str]:
    """Read which fields a problem names, and what it says of them."""
    assert answer.mimetype == "application/problem+json"
    return {it["field"]: it["message"] for it in answer.get_json()["errors"]}


def kind(answer: TestResponse) -> str:
    """Read what kind of problem it is."""
    assert answer.mimetype == "application/problem+json"
    told = answer.get_json()
    assert told["status"] == answer.status_code
    return str(told["type"]).rpartition("#")[2]
