"""Alerts are told once; what could not be told is tried again."""

import logging
from dataclasses import dataclass, field

import pytest

from notices.delivery import alerts
from notices.delivery.alerts import RETRY_DELAY, Alert, AlertNotifier
from tests.notices.fakes import Post


@dataclass
class Ears:
    """Somebody who may not be listening."""

    listening: bool = True
    heard: list[str] = field(default_factory=list)

    def tell(self, alert: Alert) -> bool:
        self.heard.append(alert.kind)
        return self.listening


def sound(post: Post, *kinds: alerts.AlertKind) -> None:
    with post.writing() as session:
        for kind in kinds:
            alerts.raise_alert(session, kind, post.now, code="20003")


def test_every_alert_is_told_once_and_logged(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    ears = Ears()
    crier = AlertNotifier(post.engine, ears.tell)
    sound(post, alerts.HALTED, alerts.UNREACHABLE)

    for _ in range(3):
        crier.notify(post.now)

    logged = [it for it in caplog.records if it.levelno == logging.ERROR]
    assert ears.heard == ["halted", "unreachable"]
    assert len(logged) == 2
    assert "20003" in logged[0].getMessage()


def test_nobody_is_told_of_nothing(post: Post) -> None:
    ears = Ears()

    AlertNotifier(post.engine, ears.tell).notify(post.now)

    assert ears.heard == []


def test_who_does_not_listen_is_told_again_after_a_minute(post: Post) -> None:
    ears = Ears(listening=False)
    crier = AlertNotifier(post.engine, ears.tell)
    sound(post, alerts.HALTED, alerts.UNREACHABLE)
    crier.notify(post.now)
    post.later(RETRY_DELAY.total_seconds() - 1)
    crier.notify(post.now)
    early = list(ears.heard)
    ears.listening = True
    post.later(1)

    crier.notify(post.now)

    assert early == ["halted"]
    assert ears.heard == ["halted", "halted", "unreachable"]


def test_after_a_restart_what_was_told_is_not_told_again(post: Post) -> None:
    ears = Ears()
    sound(post, alerts.HALTED)
    AlertNotifier(post.engine, ears.tell).notify(post.now)

    AlertNotifier(post.engine, ears.tell).notify(post.now)

    assert ears.heard == ["halted"]
