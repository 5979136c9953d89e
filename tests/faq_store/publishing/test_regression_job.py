"""A rehearsal is one job: claimed, told how far it is, ended once, dropped when stale."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, delete, func, select

from faq_store.content import drafts
from faq_store.publishing import publish, regression_job, regression_run, review
from faq_store.publishing.regression_job import (
    LEASE,
    NoRegressionRunError,
    RegressionRun,
)
from faq_store.review_tables import RegressionRunRow
from faq_store.tables import MatcherRow
from helpline.faq import Case, Phrasing
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.publishing.test_publish import race
from tests.faq_store.reviewed import EDITOR, rehearse, standing

pytestmark = pytest.mark.both_stores

WORSE = examples.asking(examples.SMALL, q2_1="什么时候吃饭")
SOON = timedelta(seconds=1)


@pytest.fixture
def drafted(engine: Engine, now: datetime) -> Engine:
    """Publish the canteen's FAQ, and give a question of its draft another's phrasing."""
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, WORSE, now)
    return engine


def ask(engine: Engine, now: datetime) -> int:
    with writing(engine) as session:
        return review.request_regression_run(session, by=EDITOR, now=now)


def claim(engine: Engine, now: datetime) -> RegressionRun | None:
    with writing(engine) as session:
        return regression_job.claim_run(session, now)


def claimed(engine: Engine, now: datetime) -> RegressionRun:
    ask(engine, now)
    found = claim(engine, now)
    assert found is not None
    return found


def test_it_finds_the_answers_that_change_the_worse_first(
    drafted: Engine, now: datetime
) -> None:
    result = rehearse(drafted, now)

    first = result.answers[0]
    assert (first.text, first.meant, first.effect) == (
        "什么时候吃饭",
        ("1.1",),
        "worse",
    )
    assert (first.before.kind, first.before.cases) == ("certain", ("1.1",))
    assert first.after.cases == ("2.1",)
    assert result.many == len(result.answers)
    assert result.worse == 1


def test_phrasings_that_the_draft_has_lost_are_asked_too(
    drafted: Engine, now: datetime
) -> None:
    new = Phrasing("开水房在哪里呢", Case("3.1"))
    examples.draft(drafted, replace(examples.SMALL, phrasings=(new,)), now)

    rehearse(drafted, now)

    found = standing(drafted).regression_run
    assert found is not None
    assert (found.ready, found.done, found.total) == (True, 5, 5)


def test_before_the_first_edition_only_the_matcher_is_taught(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, examples.SMALL, now)

    assert rehearse(engine, now).many == 0


def test_a_matcher_that_is_lost_is_no_hindrance(drafted: Engine, now: datetime) -> None:
    with writing(drafted) as session:
        session.execute(delete(MatcherRow))

    assert rehearse(drafted, now).worse == 1


def test_one_under_way_is_not_begun_again_and_an_ended_one_is_used(
    drafted: Engine, now: datetime
) -> None:
    first = ask(drafted, now)
    during = ask(drafted, now)
    rehearse(drafted, now)

    assert first == during == ask(drafted, now)


def test_two_who_ask_at_once_get_one(drafted: Engine, now: datetime) -> None:
    ids = race(*[partial(ask, drafted, now)] * 2)

    assert len(set(ids)) == 1


def test_one_that_came_to_nothing_is_begun_again(
    drafted: Engine, now: datetime
) -> None:
    held = claimed(drafted, now)
    with writing(drafted) as session:
        assert regression_job.fail_run(session, held, "内存不够", now)

    found = standing(drafted).regression_run
    assert found is not None
    assert (found.trouble, found.ready) == ("内存不够", False)
    assert ask(drafted, now) != held.id or claim(drafted, now) is not None


def test_it_is_claimed_by_one_until_the_lease_is_over(
    drafted: Engine, now: datetime
) -> None:
    ask(drafted, now)

    first, second = claim(drafted, now), claim(drafted, now + LEASE - SOON)
    third = claim(drafted, now + LEASE)

    assert first is not None
    assert second is None
    assert third is not None
    assert third.token == first.token + 1


def test_two_who_claim_at_once_do_not_both_get_it(
    drafted: Engine, now: datetime
) -> None:
    ask(drafted, now)

    found = race(*[partial(claim, drafted, now)] * 2)

    assert sum(it is not None for it in found) == 1


def test_whoever_holds_it_holds_it_longer(drafted: Engine, now: datetime) -> None:
    held = claimed(drafted, now)
    later = now + LEASE - SOON

    with writing(drafted) as session:
        assert regression_job.renew_lease(session, held, later)

    with reading(drafted) as session:
        assert regression_job.lease_end(session, held) == later + LEASE
    assert claim(drafted, later + SOON) is None


def test_whoever_lost_it_changes_nothing(drafted: Engine, now: datetime) -> None:
    held = claimed(drafted, now)
    newer = claim(drafted, now + LEASE)

    done = regression_run.execute_run(drafted, held, lambda: now)

    with writing(drafted) as session:
        assert not regression_job.renew_lease(session, held, now)
        assert not regression_job.fail_run(session, held, "x", now)
    with reading(drafted) as session:
        assert regression_job.lease_end(session, held) is None
    assert not done
    assert newer is not None
    assert regression_run.execute_run(drafted, newer, lambda: now)


def test_one_whose_draft_has_changed_is_given_up_and_swept(
    drafted: Engine, now: datetime
) -> None:
    held = claimed(drafted, now)
    examples.draft(drafted, examples.retitled("新食堂"), now)

    done = regression_run.execute_run(drafted, held, lambda: now)
    with reading(drafted) as session:
        stale = regression_job.has_stale_runs(session)
    with writing(drafted) as session:
        swept = regression_job.delete_stale_runs(session)

    assert (done, stale, swept) == (False, True, 1)


def test_one_that_stands_is_not_swept(drafted: Engine, now: datetime) -> None:
    rehearse(drafted, now)

    with writing(drafted) as session:
        assert not regression_job.has_stale_runs(session)
        assert regression_job.delete_stale_runs(session) == 0


def test_one_beside_an_edition_that_was_rolled_back_is_swept(
    drafted: Engine, now: datetime
) -> None:
    examples.publish(drafted, WORSE, now)
    examples.draft(drafted, examples.retitled("新食堂"), now)
    rehearse(drafted, now)
    with reading(drafted) as session:
        recalled = publish.prepare_rollback(session, 1)
    with writing(drafted) as session:
        publish.roll_back(
            session, recalled, beside=2, by=EDITOR, reason="错了", now=now
        )

    found = standing(drafted).regression_run

    assert found is None
    with writing(drafted) as session:
        assert regression_job.delete_stale_runs(session) == 1


def test_another_edition_beside_it_asks_for_another(
    drafted: Engine, now: datetime
) -> None:
    first = rehearse(drafted, now)
    with writing(drafted) as session:
        drafts.discard_draft(session)
    examples.publish(drafted, WORSE, now)
    examples.draft(drafted, examples.SMALL, now)

    second = rehearse(drafted, now)

    assert (first.worse, second.worse) == (1, 0)
    with reading(drafted) as session:
        assert session.scalar(select(func.count(RegressionRunRow.id))) == 1


def test_before_its_end_nothing_is_found(drafted: Engine, now: datetime) -> None:
    wanted = ask(drafted, now)

    with reading(drafted) as session, pytest.raises(NoRegressionRunError):
        regression_job.read_result(session, wanted)
