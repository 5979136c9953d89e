"""A number is sent so much in a day, and the same text so often."""

from datetime import timedelta

from notices.delivery import daily_caps, suppressions
from notices.delivery.settings import DeliveryLimits
from notices.faults import Fault
from notices.gateways.base import SendRefused, SendUnknown
from notices.status import Status
from tests.notices.fakes import APPLICANT, OTHER, Post

DAY = timedelta(days=1)
DIFFERENT: list[dict[str, str]] = [{"reason": str(it)} for it in range(5)]
SAME: list[dict[str, str]] = [{"reason": "同"}] * 5


def sent(post: Post) -> int:
    post.send_all()
    return len(post.gateway.sent)


def test_a_number_is_sent_no_more_than_its_daily_cap_until_a_day_has_passed(
    post: Post,
) -> None:
    post.limits = DeliveryLimits(rate=1000.0, daily_cap=2)
    post.order_many([*DIFFERENT, {"to": OTHER}])

    today = sent(post)
    waiting = [it for it in post.notices() if it.status == Status.QUEUED]
    post.later(DAY - timedelta(seconds=1))
    still_today = sent(post)
    post.later(1)

    assert (today, still_today) == (3, 3)
    assert {it.try_at for it in waiting} == {post.now}
    assert sent(post) == 5


def test_the_same_text_goes_to_a_number_no_more_than_its_cap(post: Post) -> None:
    post.limits = DeliveryLimits(rate=1000.0, identical_cap=3)
    post.order_many([*SAME, *DIFFERENT])

    assert sent(post) == 3 + 5
    assert sum("同" in it.text for it in post.gateway.sent) == 3


def test_the_stricter_cap_holds(post: Post) -> None:
    post.limits = DeliveryLimits(rate=1000.0, daily_cap=2, identical_cap=1)
    post.order_many([*SAME, *DIFFERENT])

    assert sent(post) == 2
    assert sum("同" in it.text for it in post.gateway.sent) == 1


def test_each_frees_its_place_a_day_after_it_went(post: Post) -> None:
    post.limits = DeliveryLimits(rate=1000.0, daily_cap=2)
    post.order_many(DIFFERENT[:2])
    post.claim(1)
    post.later(timedelta(hours=1))
    post.claim(1)
    third = post.order(reason="三")

    post.round()

    assert post.notice(third).try_at == post.now - timedelta(hours=1) + DAY


def test_a_lowered_cap_waits_for_as_many_as_are_over_it(post: Post) -> None:
    post.order_many(DIFFERENT[:3])
    for _ in range(3):
        post.claim(1)
        post.later(timedelta(hours=1))
    post.limits = DeliveryLimits(rate=1000.0, daily_cap=1)
    fourth = post.order(reason="四")

    post.round()

    assert post.notice(fourth).try_at == post.now - timedelta(hours=1) + DAY


def test_whatever_was_handed_over_counts_and_what_was_refused_does_not(
    post: Post,
) -> None:
    post.limits = DeliveryLimits(rate=1000.0, width=1, daily_cap=2)
    post.answers.extend([SendUnknown("timeout"), SendRefused(Fault.RECIPIENT, "21211")])
    post.order_many(DIFFERENT)

    post.send_all()

    statuses = [it.status for it in post.notices()]
    assert statuses == ["unknown", "failed", "accepted", "queued", "queued"]


def test_without_caps_everything_goes(post: Post) -> None:
    post.order_many(SAME)

    assert sent(post) == 5


def test_many_numbers_are_looked_up_at_once(post: Post) -> None:
    numbers = [f"+86138{it:08}" for it in range(1201)]
    with post.writing() as session:
        for item in (numbers[0], numbers[600], numbers[1200]):
            suppressions.suppress_number(session, item, "staff:wang", post.now)
        suppressions.resume_number(session, numbers[600], "staff:wang", post.now)

    found = post.read(lambda it: daily_caps.get_suppressed(it, [*numbers, APPLICANT]))

    assert found == {numbers[0], numbers[1200]}
