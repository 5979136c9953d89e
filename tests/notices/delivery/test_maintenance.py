"""Beside sending: the lost are found, the late ended, the parked matched, piles seen."""

from datetime import timedelta

import pytest

from notices.delivery import maintenance
from notices.delivery.outcomes import SendResult
from notices.gateways.base import SendAccepted, SendUnknown
from notices.gateways.memory import LostMessage
from notices.status import Status
from tests.notices.fakes import Post

SID = "SM" + "a" * 32


def pile(post: Post, many: int) -> list[str]:
    """Have so many notices whose outcome nobody knows."""
    notices = post.order_many([{"reason": str(it)} for it in range(many)])
    claims = post.claim(many)
    post.record(*(SendResult(it, SendUnknown("timeout")) for it in claims))
    return notices


def test_a_worker_s_death_is_found_and_reconciled_within_25_seconds(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    notice = post.order()
    (claim,) = post.claim()
    post.hand_over(claim)  # and nobody is left to record it

    for _ in range(25):
        post.later(1)
        post.tidy()
        post.reconcile()

    assert post.story(notice)[-2:] == ["unknown:lease", "accepted"]
    assert "claimed and never recorded: 1" in caplog.messages


def test_what_was_parked_is_matched(post: Post) -> None:
    post.hear("", "delivered", SID)
    post.answers.append(SendAccepted(SID))
    notice = post.order()
    post.round()

    post.tidy()

    assert post.status(notice) is Status.DELIVERED


def test_what_waited_too_long_is_ended(post: Post) -> None:
    late = post.order(valid_for=timedelta(minutes=1))
    post.later(60)

    post.tidy()

    assert post.status(late) is Status.EXPIRED


def test_unknowns_that_pile_up_are_told_until_they_are_fewer(post: Post) -> None:
    notices = pile(post, maintenance.UNKNOWN_TO_ALERT)
    post.tidy()
    piled = post.alerts()
    post.hear(notices[0], "sent", SID)

    post.tidy()

    assert "unknown-pile" in piled
    assert "unknown-pile" not in post.alerts()


def test_fewer_unknowns_are_no_pile(post: Post) -> None:
    pile(post, maintenance.UNKNOWN_TO_ALERT - 1)

    post.tidy()

    assert "unknown-pile" not in post.alerts()


def test_many_doubts_are_asked_about_some_at_a_time(post: Post) -> None:
    pile(post, 25)
    post.later(5)

    asked = [post.reconcile() for _ in range(3)]

    assert asked == [20, 5, 0]


def test_with_no_doubt_nobody_is_asked(post: Post) -> None:
    post.answers.append(LostMessage.ANSWER)
    post.order()
    post.round()

    assert post.reconcile() == 0
