"""What is published was seen by two people, and rehearsed."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import Engine, select

from faq_store.errors import NothingToPublishError
from faq_store.publishing import publish as publishing_publish
from faq_store.publishing import review as publishing_review
from faq_store.publishing.regression_job import NoRegressionRunError
from faq_store.publishing.review import (
    ReviewOutcome,
    SecondPersonError,
)
from faq_store.review_tables import RegressionRunRow
from faq_store.tables import EditionRow, MatcherRow
from helpline import matching
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.publishing.test_publish import race
from tests.faq_store.reviewed import (
    EDITOR,
    NEW,
    NOTE,
    REVIEWER,
    approve,
    rehearse,
    standing,
    submit,
)

pytestmark = pytest.mark.both_stores


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
        review = publishing_review.review_history(session, row.id)[0]
        assert (row.published_by, row.note) == (REVIEWER, NOTE)
        assert (review.outcome, review.decided_by) == (ReviewOutcome.APPROVED, REVIEWER)


def test_the_edition_has_the_matcher_of_its_rehearsal_which_is_gone(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    rehearse(drafted, now)

    approve(drafted, now)

    with reading(drafted) as session:
        own = select(MatcherRow).join(EditionRow).where(EditionRow.number == 2)
        kept = session.scalars(own).one()
        assert kept.data == matching.dump_matcher(matching.train_matcher(NEW))
        assert session.scalar(select(RegressionRunRow.id)) is None


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
        publishing_publish.publish_draft, now=now, by=EDITOR, second_person=True
    )

    with writing(drafted) as session, pytest.raises(SecondPersonError):
        publish(session)
    submit(drafted, now)
    with writing(drafted) as session, pytest.raises(SecondPersonError):
        publish(session)
    with writing(drafted) as session:
        assert publishing_publish.publish_draft(
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

    with pytest.raises(NoRegressionRunError):
        approve(drafted, now)


def test_of_two_who_approve_at_once_one_publishes_and_the_other_is_told(
    drafted: Engine, now: datetime
) -> None:
    submit(drafted, now)
    rehearse(drafted, now)
    seen = standing(drafted).seen

    def run(by: str) -> int:
        with writing(drafted) as session:
            return publishing_publish.approve_draft(
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
