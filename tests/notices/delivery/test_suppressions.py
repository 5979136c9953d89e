"""A number is suppressed and resumed, with a history, and never sent to meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from notices.delivery import suppressions
from notices.status import Status
from tests.notices.fakes import APPLICANT, OTHER, Post
from tests.waiting import HANGS

pytestmark = pytest.mark.both_stores


def suppress(post: Post, number: str = APPLICANT, cause: str = "text:SM1") -> bool:
    with post.writing() as session:
        return suppressions.suppress_number(session, number, cause, post.now)


def resume(post: Post, number: str = APPLICANT, cause: str = "staff:wang") -> bool:
    with post.writing() as session:
        return suppressions.resume_number(session, number, cause, post.now)


def is_suppressed(post: Post, number: str = APPLICANT) -> bool:
    return post.read(lambda it: suppressions.is_suppressed(it, number))


def test_a_number_is_suppressed_and_resumed_and_nothing_is_forgotten(
    post: Post,
) -> None:
    before = is_suppressed(post)
    changed = [suppress(post)]
    post.later(1)
    changed += [suppress(post, cause="staff:li"), resume(post), resume(post)]
    post.later(1)
    changed.append(suppress(post, cause="x" * 70))

    history = post.read(lambda it: suppressions.suppression_history(it, APPLICANT))
    assert (before, is_suppressed(post)) == (False, True)
    assert changed == [True, False, True, False, True]
    assert [(it.active, it.cause) for it in history] == [
        (True, "text:SM1"),
        (False, "staff:wang"),
        (True, "x" * 64),
    ]
    assert history[0].at < history[1].at < history[2].at


def test_what_was_never_suppressed_is_not_resumed(post: Post) -> None:
    assert not resume(post)
    assert post.read(lambda it: suppressions.suppression_history(it, APPLICANT)) == ()


def test_the_suppressed_are_listed_newest_first(post: Post) -> None:
    for number in (APPLICANT, OTHER, "+8613700000000"):
        suppress(post, number)
        post.later(1)
    resume(post, "+8613700000000")

    standing = post.read(suppressions.list_active)

    assert [it.number for it in standing] == [OTHER, APPLICANT]


def test_what_waits_for_the_number_is_dropped_and_nothing_else(post: Post) -> None:
    waiting, other = post.order(), post.order(to=OTHER)
    held = post.batch([{}])

    suppress(post)

    post.send_all()
    assert post.story(waiting) == ["queued", "suppressed"]
    assert [it.status for it in post.notices() if it.batch_id == held] == ["suppressed"]
    assert [it.id for it in post.gateway.sent] == [other]


def test_a_resumed_number_is_sent_what_comes_after_only(post: Post) -> None:
    dropped = post.order()
    suppress(post)
    resume(post)

    later = post.order()

    post.send_all()
    assert [it.id for it in post.gateway.sent] == [later]
    assert post.status(dropped) is Status.SUPPRESSED


def test_a_receipt_after_the_stop_is_still_recorded(post: Post) -> None:
    notice = post.order()
    post.round()
    suppress(post)

    post.hear(notice, "delivered", post.gateway.records[0].sid)

    row = post.notice(notice)
    assert (row.status, row.flagged) == ("delivered", False)


def test_a_number_that_stops_twice_at_once_has_one_event(post: Post) -> None:
    together = Barrier(4)

    def stop(number: int) -> bool:
        together.wait(HANGS)
        return suppress(post, cause=f"text:SM{number}")

    with ThreadPoolExecutor(4) as pool:
        changed = list(pool.map(stop, range(4)))

    assert sum(changed) == 1
    assert (
        len(post.read(lambda it: suppressions.suppression_history(it, APPLICANT))) == 1
    )


def test_no_notice_slips_through_while_its_number_stops(post: Post) -> None:
    post.order_many([{"reason": str(it)} for it in range(20)])
    together = Barrier(2)

    def claim() -> int:
        together.wait(HANGS)
        return len(post.claim(20))

    def stop() -> None:
        together.wait(HANGS)
        suppress(post)

    with ThreadPoolExecutor(2) as pool:
        claimed, _ = pool.submit(claim), pool.submit(stop)

    counted = [it.status for it in post.notices()]
    assert counted.count("sending") == claimed.result()
    assert counted.count("suppressed") == 20 - claimed.result()
    post.later(timedelta(hours=1))
    assert post.claim(20) == ()


def test_suppressed_numbers_are_listed_by_their_last_change_page_by_page(
    post: Post,
) -> None:
    with post.writing() as session:
        for number in (APPLICANT, OTHER, "+8613700137000"):
            suppressions.suppress_number(session, number, "first", post.now)
        suppressions.resume_number(session, OTHER, "second", post.now)
        suppressions.resume_number(session, APPLICANT, "second", post.now)
        suppressions.suppress_number(session, APPLICANT, "third", post.now)

    first = post.read(lambda it: suppressions.list_suppressions(it, None, 1))
    second = post.read(lambda it: suppressions.list_suppressions(it, first[0].id, 5))

    assert [(it.number, it.cause) for it in first] == [(APPLICANT, "third")]
    assert [it.number for it in second] == ["+8613700137000"]


def test_a_change_names_its_number(post: Post) -> None:
    with post.writing() as session:
        suppressions.suppress_number(session, APPLICANT, "first", post.now)
        suppressions.suppress_number(session, OTHER, "first", post.now)

    change = post.read(lambda it: suppressions.last_change(it, APPLICANT))

    assert change is not None
    assert post.read(lambda it: suppressions.find_number(it, change)) == APPLICANT
    assert post.read(lambda it: suppressions.find_number(it, change + 7)) is None
    assert post.read(lambda it: suppressions.last_change(it, "+861")) is None
