"""The log of refusals tells enough, and cannot be flooded."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from server.http.refusal_log import RefusalLog
from tests.server.callers import APPLICANT, Caller, a_text


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def told(log: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()
        for record in log.records
        if record.name == "server.http.refusal_log"
    ]


def test_a_refusal_names_the_door_and_the_reason_and_nobody(
    app: Flask, log: pytest.LogCaptureFixture
) -> None:
    Caller(app).sent("/sms/inbound?who=13912345678", a_text())
    Caller(app).sent("/sms/inbound", a_text(), "0" * 28)
    Caller(app).sent("/sms/inbound", b"{}", kind="application/json")
    Caller(app).signed("/sms/inbound", a_text(AccountSid="AC" + "0" * 32))

    assert told(log) == [
        "refused: /sms/inbound, no signature",
        "refused: /sms/inbound, wrong signature",
        "refused: /sms/inbound, not a form",
        "refused: /sms/inbound, foreign account",
    ]
    assert APPLICANT not in log.text


def test_a_flood_is_counted_not_written_out(
    now: datetime, log: pytest.LogCaptureFixture
) -> None:
    clock = Clock(now)
    refusals = RefusalLog(clock, per_minute=3)

    for _ in range(1000):
        refusals.log("/sms/inbound", "wrong signature")
    clock.now += timedelta(minutes=1)
    refusals.log("/sms/inbound", "no signature")

    assert told(log) == [
        *["refused: /sms/inbound, wrong signature"] * 3,
        "refused and not logged: 997",
        "refused: /sms/inbound, no signature",
    ]


def test_a_quiet_minute_leaves_nothing_to_report(
    now: datetime, log: pytest.LogCaptureFixture
) -> None:
    clock = Clock(now)
    refusals = RefusalLog(clock, per_minute=3)

    for _ in range(2):
        refusals.log("/ivr/key", "not a form")
        clock.now += timedelta(minutes=2)

    assert told(log) == ["refused: /ivr/key, not a form"] * 2
