"""What a person must look at is sounded once, until it is over."""

import pytest

from notices.delivery import alerts
from notices.delivery.alerts import Alert, AlertKind
from tests.notices.fakes import Post

KINDS = (
    alerts.HALTED,
    alerts.UNREACHABLE,
    alerts.UNKNOWN_PILE,
    alerts.BATCH_STOPPED,
)


def sound(post: Post, kind: AlertKind, code: str = "", about: str = "") -> None:
    with post.writing() as session:
        alerts.raise_alert(session, kind, post.now, code=code, about=about)


def clear(post: Post, kind: AlertKind, about: str = "") -> None:
    with post.writing() as session:
        alerts.clear_alert(session, kind, post.now, about=about)


@pytest.mark.parametrize("trouble", KINDS, ids=lambda it: it.name)
def test_an_alert_says_what_is_wrong_with_the_provider_s_word(
    post: Post, trouble: AlertKind
) -> None:
    sound(post, trouble, code="20003")

    (alert,) = post.read(alerts.open_alerts)
    assert (alert.kind, alert.at) == (trouble.name, post.now)
    assert "20003" in alert.text
    assert "{" not in alert.text


def test_an_alert_is_sounded_once_until_it_is_over(post: Post) -> None:
    sound(post, alerts.HALTED, code="20003")
    sound(post, alerts.HALTED, code="20005")
    once = post.alerts()
    clear(post, alerts.HALTED)
    over = post.alerts()

    sound(post, alerts.HALTED)

    assert (once, over, post.alerts()) == (["halted"], [], ["halted"])


def test_two_of_a_kind_are_told_apart_by_what_they_are_about(post: Post) -> None:
    sound(post, alerts.BATCH_STOPPED, about="1")
    sound(post, alerts.BATCH_STOPPED, about="2")

    clear(post, alerts.BATCH_STOPPED, about="1")

    assert post.alerts() == ["batch-stopped:2"]


def test_what_is_over_before_it_was_told_need_not_be_told(post: Post) -> None:
    sound(post, alerts.HALTED)
    sound(post, alerts.UNREACHABLE)
    clear(post, alerts.HALTED)

    assert [it.kind for it in post.read(alerts.unsent_alerts)] == ["unreachable"]


def test_what_was_told_still_stands(post: Post) -> None:
    sound(post, alerts.HALTED)
    (alert,) = post.read(alerts.unsent_alerts)

    with post.writing() as session:
        alerts.mark_sent(session, alert, post.now)

    assert post.read(alerts.unsent_alerts) == ()
    assert post.read(alerts.open_alerts) == (alert,)
    assert isinstance(alert, Alert)


def test_clearing_what_does_not_stand_changes_nothing(post: Post) -> None:
    clear(post, alerts.HALTED)

    assert post.alerts() == []
