"""A draft is submitted as it is, and withdrawn or returned as it was shown."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from faq_store.content import drafts
from faq_store.errors import NothingToPublishError
from faq_store.publishing import review as publishing_review
from faq_store.publishing.review import (
    LONGEST_NOTE,
    ChangedMeanwhileError,
    ReviewError,
    ReviewOutcome,
)
from faq_store.review_tables import RegressionRunRow
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.reviewed import (
    EDITOR,
    NOTE,
    REVIEWER,
    rehearse,
    shown,
    standing,
    submit,
)

pytestmark = pytest.mark.both_stores


def test_without_a_draft_nothing_stands(engine: Engine, now: datetime) -> None:
    examples.publish(engine, examples.SMALL, now)

    with reading(engine) as session:
        assert publishing_review.draft_status(session) is None


def test_a_submitted_draft_waits_and_its_rehearsal_is_asked_for(
    drafted: Engine, now: datetime
) -> None:
    made = submit(drafted, now)

    found = standing(drafted)
    assert (made.submitted_by, made.note, made.submitted_at) == (EDITOR, NOTE, now)
    assert found.waits
    assert found.regression_run is not None
    assert found.regression_run.asked_by == EDITOR


def test_a_submission_is_void_once_the_draft_is_changed(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)

    examples.draft(drafted, examples.retitled("更新的食堂"), now)

    found = standing(drafted)
    assert found.void
    assert not found.waits
    assert found.regression_run is None
    assert submit(drafted, now, note="又改了").note == "又改了"


def test_an_unchanged_draft_is_not_submitted(drafted: Engine, now: datetime) -> None:
    examples.draft(drafted, examples.SMALL, now)

    with pytest.raises(NothingToPublishError):
        submit(drafted, now)


def test_it_is_submitted_once(drafted: Engine, now: datetime) -> None:
    submit(drafted, now)

    with pytest.raises(ReviewError, match="编辑甲已经提交了"):
        submit(drafted, now, by=REVIEWER)


@pytest.mark.parametrize("note", ["", " \n ", "字" * (LONGEST_NOTE + 1)])
def test_a_note_says_something_and_not_too_much(
    drafted: Engine, now: datetime, note: str
) -> None:
    with pytest.raises(ReviewError):
        submit(drafted, now, note=note)


def test_only_what_was_seen_is_submitted(drafted: Engine, now: datetime) -> None:
    seen = standing(drafted).seen
    examples.draft(drafted, examples.retitled("更新的食堂"), now)

    with writing(drafted) as session, pytest.raises(ChangedMeanwhileError):
        publishing_review.submit_draft(session, seen, by=EDITOR, note=NOTE, now=now)


def test_it_is_returned_with_a_reason_and_submitted_again(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    before, later = shown(drafted), now + timedelta(hours=1)

    with writing(drafted) as session, pytest.raises(ReviewError, match="理由"):
        publishing_review.return_draft(
            session, before, by=REVIEWER, reason="", now=later
        )
    with writing(drafted) as session:
        sent = publishing_review.return_draft(
            session, before, by=REVIEWER, reason="错字", now=later
        )

    assert standing(drafted).returned
    assert (sent.outcome, sent.decided_by, sent.reason, sent.decided_at) == (
        ReviewOutcome.RETURNED,
        REVIEWER,
        "错字",
        later,
    )
    submit(drafted, later)
    assert standing(drafted).waits


def test_what_does_not_wait_is_neither_withdrawn_nor_returned(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    before = shown(drafted)
    with writing(drafted) as session:
        publishing_review.withdraw_review(session, before, by=EDITOR, now=now)

    with writing(drafted) as session, pytest.raises(ReviewError):
        publishing_review.withdraw_review(session, before, by=EDITOR, now=now)
    with writing(drafted) as session, pytest.raises(ReviewError):
        publishing_review.return_draft(
            session, before, by=REVIEWER, reason="错字", now=now
        )


def test_another_s_submission_is_not_returned_in_place_of_the_one_that_was_shown(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    before = shown(drafted)
    with writing(drafted) as session:
        publishing_review.withdraw_review(session, before, by=EDITOR, now=now)
    submit(drafted, now, by="编辑丙")

    with writing(drafted) as session, pytest.raises(ReviewError):
        publishing_review.return_draft(
            session, before, by=REVIEWER, reason="错字", now=now
        )

    assert standing(drafted).waits


def test_a_discarded_draft_takes_its_reviews_and_rehearsals_with_it(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    rehearse(drafted, now)

    with writing(drafted) as session:
        drafts.discard_draft(session)

    with reading(drafted) as session:
        assert publishing_review.draft_status(session) is None
        assert session.scalar(select(RegressionRunRow.id)) is None
