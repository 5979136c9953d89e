"""A batch waits for a person's word, and can be held back again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from notices.delivery import batches, outbox
from notices.delivery.batches import (
    BatchSummary,
    IncompleteBatchError,
    NoSuchBatchError,
)
from notices.faults import Fault
from notices.gateways.base import SendRefused, SendUnknown
from notices.status import Status
from notices.tables import BatchRow
from tests.notices.fakes import APPLICANT, Post

Change = Callable[[Session, str, datetime], int]
THREE: list[dict[str, str]] = [{"reason": it} for it in ("甲", "乙", "丙")]
CONTENT = SendRefused(Fault.CONTENT, "30007")
BUSY = SendRefused(Fault.BUSY, "20429")


def change(post: Post, change: Change, batch: str) -> int:
    with post.writing() as session:
        return change(session, batch, post.now)


def summary(post: Post, batch: str) -> BatchSummary:
    return post.read(lambda session: batches.summarize_batch(session, batch))


def test_nothing_of_a_batch_goes_before_it_is_released(post: Post) -> None:
    batch = post.batch(THREE)
    post.send_all()
    before = len(post.gateway.sent)

    released = change(post, batches.release_batch, batch)

    post.send_all()
    assert (before, released, len(post.gateway.sent)) == (0, 3, 3)


def test_a_summary_counts_statuses_and_segments(post: Post) -> None:
    batch = post.batch([*THREE, {"reason": "字" * 100}])
    created = post.now
    post.later(60)
    change(post, batches.release_batch, batch)
    post.answers.extend([None, SendUnknown("timeout")])
    post.limits = post.limits.__class__(rate=2.0, width=2)
    post.round()

    found = summary(post, batch)

    assert found == BatchSummary(
        batch,
        "七月",
        created,
        post.now,
        None,
        {"accepted": 1, "unknown": 1, "queued": 2},
        5,
    )
    assert found.total == 4


def test_a_batch_of_nothing_is_a_batch(post: Post) -> None:
    batch = post.batch([])

    found = summary(post, batch)

    assert (found.total, found.segments) == (0, 0)
    assert change(post, batches.release_batch, batch) == 0


@pytest.mark.parametrize(
    "item", [batches.release_batch, batches.stop_batch, batches.cancel_batch]
)
def test_a_batch_that_is_not_there_is_said_so(post: Post, item: Change) -> None:
    with pytest.raises(NoSuchBatchError, match="没有编号为“nowhere”的批次"):
        change(post, item, "nowhere")


def test_what_was_to_be_sent_later_still_is(post: Post) -> None:
    tomorrow = post.now + timedelta(days=1)
    batch = post.batch([*THREE, {"send_at": tomorrow}])

    change(post, batches.release_batch, batch)

    tried = sorted(it.try_at for it in post.notices() if it.try_at)
    assert tried == [post.now, post.now, post.now, tomorrow]


def test_a_stopped_batch_rests_until_it_is_released_again(post: Post) -> None:
    batch = post.batch(THREE)
    change(post, batches.release_batch, batch)

    stopped = change(post, batches.stop_batch, batch)

    post.send_all()
    assert (stopped, post.gateway.sent) == (3, ())
    assert summary(post, batch).stopped_at == post.now
    assert change(post, batches.release_batch, batch) == 3
    assert summary(post, batch).stopped_at is None


def test_what_was_under_way_when_its_batch_stopped_does_not_go_out_after_all(
    post: Post,
) -> None:
    batch = post.batch(THREE)
    change(post, batches.release_batch, batch)
    (claim,) = post.claim(1)
    change(post, batches.stop_batch, batch)
    post.answers.append(BUSY)

    post.record(post.hand_over(claim))

    post.later(3600)
    post.send_all()
    assert [it.id for it in post.gateway.sent] == [claim.id]
    assert change(post, batches.release_batch, batch) == 3


def test_what_was_under_way_when_its_batch_was_cancelled_does_not_go_out_after_all(
    post: Post,
) -> None:
    batch = post.batch(THREE)
    change(post, batches.release_batch, batch)
    (claim,) = post.claim(1)
    change(post, batches.cancel_batch, batch)
    post.answers.append(BUSY)

    post.record(post.hand_over(claim))

    post.later(3600)
    post.send_all()
    assert [it.id for it in post.gateway.sent] == [claim.id]


def test_a_cancelled_batch_ends_what_is_queued_of_it(post: Post) -> None:
    batch = post.batch(THREE)
    change(post, batches.release_batch, batch)
    post.limits = post.limits.__class__(rate=1.0, width=1)
    post.round()

    ended = change(post, batches.cancel_batch, batch)

    post.later(60)
    post.send_all()
    assert ended == 2
    assert summary(post, batch).counts == {"accepted": 1, "cancelled": 2}
    assert len(post.gateway.sent) == 1
    assert change(post, batches.cancel_batch, batch) == 0


def test_other_batches_and_single_notices_go_on(post: Post) -> None:
    stopped, other = post.batch(THREE), post.batch([{"reason": "丁"}])
    single = post.order()
    change(post, batches.release_batch, stopped)
    change(post, batches.release_batch, other)

    change(post, batches.stop_batch, stopped)

    post.send_all()
    assert len(post.gateway.sent) == 2
    assert post.status(single) is Status.ACCEPTED


def test_a_text_that_cannot_be_sent_stops_its_batch_and_somebody_is_told(
    post: Post,
) -> None:
    batch = post.batch([{"reason": str(it)} for it in range(20)])
    change(post, batches.release_batch, batch)
    post.always = CONTENT
    post.limits = post.limits.__class__(rate=100.0, width=2)

    post.send_all()

    assert 1 <= len(post.gateway.sent) <= 4
    assert summary(post, batch).stopped_at == post.now
    assert post.alerts() == [f"batch-stopped:{batch}"]
    assert change(post, batches.release_batch, batch) >= 16
    assert post.alerts() == []


def test_a_content_fault_holds_back_also_what_the_same_round_was_too_busy_for(
    post: Post,
) -> None:
    batch = post.batch(THREE)
    change(post, batches.release_batch, batch)
    content, busy, _ = post.claim()
    post.answers.extend([CONTENT, BUSY])

    post.record(post.hand_over(content), post.hand_over(busy))

    assert post.notice(busy.id).try_at is None
    assert post.story(busy.id)[-1] == "queued:20429"


def test_a_thousand_are_cancelled_like_one(post: Post) -> None:
    batch = post.batch([{"reason": str(it)} for it in range(1001)])

    assert change(post, batches.cancel_batch, batch) == 1001
    assert summary(post, batch).counts == {"cancelled": 1001}


def test_a_single_notice_overtakes_a_batch(post: Post) -> None:
    batch = post.batch([{"reason": str(it)} for it in range(300)])
    change(post, batches.release_batch, batch)
    post.later(1)
    single = post.order(to=APPLICANT)

    claims = post.claim(2)

    assert claims[0].id == single
    with post.writing() as session:
        assert outbox.has_due(session, post.limits, post.now)


def test_the_newest_batches_are_listed_first(post: Post) -> None:
    batch = []
    for _ in range(3):
        batch.append(post.batch([]))
        post.later(1)

    newest = post.read(lambda session: batches.newest_batch_ids(session, 2))

    assert newest == (batch[2], batch[1])


def test_a_batch_whose_import_broke_off_is_not_released(post: Post) -> None:
    batch = post.batch(THREE)
    with post.writing() as session:
        session.get_one(BatchRow, batch).complete_at = None

    with pytest.raises(IncompleteBatchError, match="请重新导入"):
        change(post, batches.release_batch, batch)
