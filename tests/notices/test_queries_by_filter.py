"""Notices are found by what staff know of them, on either store."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from notices import queries
from notices import queries as notices_queries
from notices.delivery import batches, manual_decision, receipts
from notices.queries import NoticeFilter
from notices.status import Status
from notices.tables import NoticeRow
from tests.notices.fakes import APPLICANT, OTHER, TEST, Post


def found(post: Post, most: int = 50, **sought: object) -> list[str]:
    wanted = NoticeFilter(**sought)  # type: ignore[arg-type]
    rows = post.read(lambda session: queries.search_notices(session, wanted, most))
    return [it.id for it in rows]


def change(post: Post, notice: str, **to: object) -> None:
    with post.writing() as session:
        session.execute(update(NoticeRow).where(NoticeRow.id == notice).values(**to))


def test_the_newest_come_first_page_by_page(post: Post) -> None:
    made = post.order_many([{}, {}, {}])

    first = found(post, most=2)

    assert first == made[:0:-1]
    assert found(post, most=2, before=first[-1]) == [made[0]]


def test_every_field_that_is_asked_for_must_fit(post: Post) -> None:
    one = post.order(application="HN1")
    two = post.order(application="HN2", to=OTHER, event="办结")
    change(post, two, status="dead")

    assert found(post, application="HN1") == [one]
    assert found(post, number=OTHER) == [two]
    assert found(post, number=APPLICANT, event="办结") == []
    assert found(post, statuses=(Status.DEAD, Status.UNKNOWN)) == [two]


def test_a_batch_is_searched_by_its_id(post: Post) -> None:
    post.order()
    batch = post.batch([{}, {}])

    assert len(found(post, batch=batch)) == 2


def test_a_notice_is_known_by_its_source_and_key(post: Post) -> None:
    notice = post.order()
    key = post.notice(notice).idempotency_key

    same = post.read(lambda it: queries.find_by_key(it, TEST.source, key))
    other = post.read(lambda it: queries.find_by_key(it, "other", key))

    assert (same and same.id, other) == (notice, None)


def test_receipts_of_a_notice_are_listed_as_they_came(post: Post) -> None:
    notice = post.order()
    post.hear(notice, "delivered", "SM1")
    post.later(1)
    post.hear(notice, "sent", "SM1")
    post.hear("", "sent", "SM2")

    heard = post.read(lambda session: receipts.list_receipts(session, notice))

    assert [it.word for it in heard] == ["delivered", "sent"]


def test_what_is_open_and_what_came_in_a_day_is_counted(post: Post) -> None:
    old = post.order()
    change(post, old, status="delivered")
    post.later(timedelta(hours=25))
    post.order_many([{}, {}])

    tally = post.read(lambda session: notices_queries.count_notices(session, post.now))

    assert tally.day == {Status.QUEUED: 2}
    assert tally.open == {
        Status.QUEUED: 2,
        Status.SENDING: 0,
        Status.UNKNOWN: 0,
        Status.DEAD: 0,
    }


def test_counting_stops_where_nobody_cares_any_more(post: Post) -> None:
    post.order_many([{}] * 3)

    def counted(most: int) -> int:
        return post.read(
            lambda it: notices_queries.count_by_status(it, Status.QUEUED, most)
        )

    assert [counted(2), counted(3), counted(9)] == [2, 3, 3]


def test_the_gateway_is_shown_as_it_is(post: Post) -> None:
    gateway = post.read(notices_queries.find_gateway)

    assert gateway is not None
    assert gateway.paused_until is None


def test_batches_are_listed_with_whether_something_waits(post: Post) -> None:
    empty = post.batch([])
    full = post.batch([{}])

    rows = post.read(lambda session: batches.list_batches(session, "", 5))
    older = post.read(lambda session: batches.list_batches(session, full, 5))

    assert [(it.id, waits) for it, waits in rows] == [(full, True), (empty, False)]
    assert [it.id for it, _ in older] == [empty]


@pytest.mark.parametrize("stopped", [False, True])
def test_what_failed_of_a_batch_waits_anew(post: Post, *, stopped: bool) -> None:
    batch = post.batch([{}, {}, {}, {}])
    with post.writing() as session:
        batches.release_batch(session, batch, post.now)
    failed, undelivered, unknown, waiting = sorted(found(post, batch=batch))
    change(post, failed, status="failed", code="30005", try_at=None)
    change(post, undelivered, status="undelivered", sid="SM1", try_at=None)
    change(post, unknown, status="unknown", try_at=None)
    with post.writing() as session:
        if stopped:
            batches.stop_batch(session, batch, post.now)

    with post.writing() as session:
        many = manual_decision.retry_failed_of_batch(session, batch, post.now)

    assert many == 2
    due = None if stopped else post.now
    for item in (failed, undelivered, waiting):
        assert (post.notice(item).status, post.notice(item).try_at) == ("queued", due)
    assert post.status(unknown) is Status.UNKNOWN
    assert post.story(failed)[-1] == "queued:retry"


def test_what_failed_is_really_sent_again(post: Post) -> None:
    batch = post.batch([{}])
    with post.writing() as session:
        batches.release_batch(session, batch, post.now)
    (notice,) = found(post, batch=batch)
    change(post, notice, status="failed", try_at=None)

    with post.writing() as session:
        manual_decision.retry_failed_of_batch(session, batch, post.now)
    post.send_all()

    assert post.status(notice) is Status.ACCEPTED
