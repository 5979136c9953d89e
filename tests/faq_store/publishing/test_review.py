"""A draft is submitted as it is; what is published was seen by two people."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select

from faq_store.content import drafts
from faq_store.errors import NothingToPublishError
from faq_store.publishing import publish as publishing_publish
from faq_store.publishing import review as publishing_review
from faq_store.publishing.regression_job import NoRehearsalError
from faq_store.publishing.review import (
    LONGEST_NOTE,
    ChangedMeanwhileError,
    Outcome,
    ReviewError,
    SecondPersonError,
)
from faq_store.review_tables import RehearsalRow
from faq_store.tables import EditionRow, MatcherRow
from helpline import matching
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.publishing.test_publish import race
from tests.faq_store.reviewed import (
    EDITOR,
    NOTE,
    REVIEWER,
    approve,
    rehearse,
    shown,
    standing,
    submit,
)

pytestmark = pytest.mark.both_stores

NEW = examples.retitled("新食堂")


@pytest.fixture
def drafted(engine: Engine, now: datetime) -> Engine:
    """Publish the canteen's FAQ, and give its draft another title."""
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, NEW, now)
    return engine


def test_without_a_draft_nothing_stands(engine: Engine, now: datetime) -> None:
    examples.publish(engine, examples.SMALL, now)

    with reading(engine) as session:
        assert publishing_review.standing(session) is None


def test_a_submitted_draft_waits_and_its_rehearsal_is_asked_for(
    drafted: Engine, now: datetime
) -> None:
    made = submit(drafted, now)

    found = standing(drafted)
    assert (made.submitted_by, made.note, made.submitted_at) == (EDITOR, NOTE, now)
    assert found.waits
    assert found.rehearsal is not None
    assert found.rehearsal.asked_by == EDITOR


def test_a_submission_is_void_once_the_draft_is_changed(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)

    examples.draft(drafted, examples.retitled("更新的食堂"), now)

    found = standing(drafted)
    assert found.void
    assert not found.waits
    assert found.rehearsal is None
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
        publishing_review.submit(session, seen, by=EDITOR, note=NOTE, now=now)


def test_it_is_returned_with_a_reason_and_submitted_again(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    before, later = shown(drafted), now + timedelta(hours=1)

    with writing(drafted) as session, pytest.raises(ReviewError, match="理由"):
        publishing_review.send_back(session, before, by=REVIEWER, reason="", now=later)
    with writing(drafted) as session:
        sent = publishing_review.send_back(
            session, before, by=REVIEWER, reason="错字", now=later
        )

    assert standing(drafted).returned
    assert (sent.outcome, sent.decided_by, sent.reason, sent.decided_at) == (
        Outcome.RETURNED,
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
        publishing_review.withdraw(session, before, by=EDITOR, now=now)

    with writing(drafted) as session, pytest.raises(ReviewError):
        publishing_review.withdraw(session, before, by=EDITOR, now=now)
    with writing(drafted) as session, pytest.raises(ReviewError):
        publishing_review.send_back(
            session, before, by=REVIEWER, reason="错字", now=now
        )


def test_another_s_submission_is_not_returned_in_place_of_the_one_that_was_shown(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    before = shown(drafted)
    with writing(drafted) as session:
        publishing_review.withdraw(session, before, by=EDITOR, now=now)
    submit(drafted, now, by="编辑丙")

    with writing(drafted) as session, pytest.raises(ReviewError):
        publishing_review.send_back(
            session, before, by=REVIEWER, reason="错字", now=now
        )

    assert standing(drafted).waits


def test_somebody_else_approves_and_the_history_says_who_did_what(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    rehearse(drafted, now)

    number = approve(drafted, now)

    latest = examples.latest(drafted)
    assert (number, latest) == (2, replace(NEW, number=2))
    with reading(drafted) as session:
        row = session.scalars(select(EditionRow).where(EditionRow.number == 2)).one()
        review = publishing_review.history(session, row.id)[0]
        assert (row.published_by, row.note) == (REVIEWER, NOTE)
        assert (review.outcome, review.decided_by) == (Outcome.APPROVED, REVIEWER)


def test_the_edition_has_the_matcher_of_its_rehearsal_which_is_gone(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    rehearse(drafted, now)

    approve(drafted, now)

    with reading(drafted) as session:
        own = select(MatcherRow).join(EditionRow).where(EditionRow.number == 2)
        kept = session.scalars(own).one()
        assert kept.data == matching.dump(matching.build(NEW))
        assert session.scalar(select(RehearsalRow.id)) is None


def test_whoever_submitted_does_not_approve(drafted: Engine, now: datetime) -> None:
    submit(drafted, now)
    rehearse(drafted, now)

    with pytest.raises(SecondPersonError, match="不能自己批准"):
        approve(drafted, now, by=EDITOR)


def test_what_nobody_submitted_is_not_approved(drafted: Engine, now: datetime) -> None:
    rehearse(drafted, now)

    with pytest.raises(SecondPersonError, match="还没有人"):
        approve(drafted, now)


def test_the_rule_holds_for_every_way_of_publishing(
    drafted: Engine, now: datetime
) -> None:
    publish = partial(
        publishing_publish.publish, now=now, by=EDITOR, second_person=True
    )

    with writing(drafted) as session, pytest.raises(SecondPersonError):
        publish(session)
    submit(drafted, now)
    with writing(drafted) as session, pytest.raises(SecondPersonError):
        publish(session)
    with writing(drafted) as session:
        assert publishing_publish.publish(
            session, now=now, by="operator:root", second_person=True
        )


def test_an_office_of_one_approves_alone(drafted: Engine, now: datetime) -> None:
    rehearse(drafted, now)

    assert approve(drafted, now, by=EDITOR, second_person=False) == 2


def test_the_first_edition_needs_nobody_else(engine: Engine, now: datetime) -> None:
    examples.draft(engine, examples.SMALL, now)
    rehearse(engine, now)

    assert approve(engine, now, by=EDITOR) == 1


def test_nothing_is_approved_before_its_rehearsal_has_ended(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)

    with pytest.raises(NoRehearsalError):
        approve(drafted, now)


def test_of_two_who_approve_at_once_one_publishes_and_the_other_is_told(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    rehearse(drafted, now)
    seen = standing(drafted).seen

    def run(by: str) -> int:
        with writing(drafted) as session:
            return publishing_publish.approve(
                session, seen, now=now, by=by, second_person=True
            )

    outcomes = race(*(partial(run, by) for by in ("审核乙", "审核丙")))

    assert sorted(outcomes, key=str) == [2, NothingToPublishError]


def test_an_edit_at_the_moment_of_approval_is_published_by_nobody_unseen(
    drafted: Engine, now: datetime
) -> None:
    for number in range(2, 6):
        submit(drafted, now)
        rehearse(drafted, now)
        later = examples.retitled(f"后来{number}")

        race(
            partial(approve, drafted, now),
            partial(examples.draft, drafted, later, now),
        )

        latest = examples.latest(drafted)
        assert latest is not None
        assert latest.title != later.title
        examples.draft(drafted, examples.retitled(f"再来{number}"), now)


def test_a_discarded_draft_takes_its_reviews_and_rehearsals_with_it(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    rehearse(drafted, now)

    with writing(drafted) as session:
        drafts.discard(session)

    with reading(drafted) as session:
        assert publishing_review.standing(session) is None
        assert session.scalar(select(RehearsalRow.id)) is None
