"""A file is imported once and whole, or not at all; whoever texts meanwhile gets in."""

import io
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notices.compose import batch_import
from notices.compose.batch_import import BatchReport, CsvUpload, SameFileError
from notices.compose.csv_columns import BadFileError
from notices.delivery import batches
from notices.delivery.batches import IncompleteBatchError
from notices.errors import NoticesError
from notices.status import Status
from notices.tables import BatchRow, NoticeRow
from storage.session import reading
from tests.notices.clerks import Clerk, sent
from tests.notices.fakes import Post
from tests.notices.papers import LI, WANG, paper


class LostPowerError(NoticesError):
    """The import is interrupted."""


@pytest.fixture
def clerk(post: Post) -> Clerk:
    return Clerk(post, post.next_id)


@pytest.mark.parametrize("wait", [timedelta(), timedelta(days=7, seconds=-1)])
def test_the_same_file_again_is_taken_for_a_mistake(
    clerk: Clerk, post: Post, wait: timedelta
) -> None:
    first = clerk.drafts(paper(WANG))
    post.later(wait)

    with pytest.raises(SameFileError, match=first.batch):
        clerk.drafts(paper(WANG))

    assert len(post.notices()) == 1


def test_the_same_file_may_be_wanted_again(clerk: Clerk, post: Post) -> None:
    first = clerk.drafts(paper(WANG))

    again = clerk.drafts(paper(WANG), again=True)

    assert (first.batch != again.batch, len(post.notices())) == (True, 2)


def test_after_a_week_the_same_file_is_no_mistake(clerk: Clerk, post: Post) -> None:
    clerk.drafts(paper(WANG))
    post.later(timedelta(days=7))

    assert clerk.drafts(paper(WANG)).good == 1


def test_another_file_is_no_mistake(clerk: Clerk) -> None:
    clerk.drafts(paper(WANG))

    assert clerk.drafts(paper(WANG) + "\n").good == 1


def test_a_file_without_a_good_row_leaves_no_batch_and_may_come_again(
    clerk: Clerk,
) -> None:
    no_event = [(WANG[0], "", *WANG[2:])] * 3

    first = clerk.drafts(paper(*no_event))
    again = clerk.drafts(paper(*no_event), event="退件")

    assert (first.good, len(first.bad)) == (0, 3)
    assert (again.good, [it.id for it in clerk.batches()]) == (1, [again.batch])


@pytest.mark.parametrize("content", [b"", b"no,heading\n1,2\n", b"\xff" * 999])
def test_what_is_no_file_of_notices_leaves_no_trace(
    clerk: Clerk, content: bytes
) -> None:
    with pytest.raises(BadFileError):
        clerk.drafts(content)

    assert clerk.batches() == []


def test_an_import_that_broke_off_cannot_be_released_and_may_come_again(
    clerk: Clerk, post: Post
) -> None:
    rows = [(*WANG[:3], f"第{at}页") for at in range(1200)]
    numbers = count()

    def failing() -> str:
        if next(numbers) > 700:
            raise LostPowerError
        return post.next_id()

    with pytest.raises(LostPowerError):
        replace(clerk, ids=failing).drafts(paper(*rows))

    (half,) = clerk.batches()
    written = len(post.notices())
    assert half.complete_at is None
    assert 0 < written < 1200
    with pytest.raises(IncompleteBatchError, match="没有完成，请重新导入"):
        clerk.releases(BatchReport(half.id))
    assert sent(post) == []
    whole = clerk.drafts(paper(*rows))
    assert clerk.releases(whole) == 1200


def test_what_was_written_of_a_broken_import_is_cancelled_like_any_other(
    clerk: Clerk, post: Post
) -> None:
    report = clerk.drafts(paper(WANG, LI))
    half = clerk.batches()[0].id
    with post.writing() as session:
        session.get_one(BatchRow, half).complete_at = None
        many = batches.cancel_batch(session, report.batch, post.now)

    assert many == 2
    assert {it.status for it in post.notices()} == {Status.CANCELLED}


def test_whoever_texts_meanwhile_waits_for_a_piece_only(
    engine: Engine, now: datetime
) -> None:
    """Between two pieces the store is free: another writer gets in."""
    post = Post(engine, now)
    seen: list[int] = []
    numbers = count(1)

    def looking() -> str:
        if next(numbers) % 600 == 0:
            with reading(engine) as session:
                seen.append(len(session.scalars(select(NoticeRow.id)).all()))
        return post.next_id()

    Clerk(post, looking).drafts(
        paper(*((*WANG[:3], f"第{it}页") for it in range(1300)))
    )

    assert seen == [500, 1000]


def test_an_import_is_noted_in_the_transaction_that_completes_it(
    clerk: Clerk, post: Post
) -> None:
    noted: list[tuple[int, bool]] = []

    def note(session: Session, report: BatchReport) -> None:
        row = session.get_one(BatchRow, report.batch)
        noted.append((report.good, row.complete_at is not None))

    upload = CsvUpload(io.BytesIO(paper(WANG).encode()), "a.csv", source="staff:li")
    batch_import.import_batch(post.engine, upload, clerk.office, post.now, note)

    assert noted == [(1, True)]
    assert [it.source for it in clerk.batches()] == ["staff:li"]
    assert [it.source for it in post.notices()] == ["staff:li"]
