"""A rehearsal goes on while the store is busy."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from faq_store.publishing import regression_job, regression_run, review
from faq_store.publishing.regression_job import RegressionRun
from storage.session import writing
from tests.faq_store import examples
from tests.faq_store.reviewed import EDITOR, standing


@pytest.fixture
def held(engine: Engine, now: datetime) -> RegressionRun:
    """Claim the rehearsal of a draft."""
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, examples.retitled("新食堂"), now)
    with writing(engine) as session:
        review.request_regression_run(session, by=EDITOR, now=now)
        found = regression_job.claim_run(session, now)
    assert found is not None
    return found


@contextmanager
def busy(engine: Engine, times: int) -> Iterator[None]:
    """Let nobody write about rehearsals, so many times."""
    left = [None] * times

    def refuse(*said: object) -> None:
        if left and str(said[2]).startswith("UPDATE rehearsals"):
            left.pop()
            raise OperationalError("locked", None, Exception("locked"))

    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", refuse)
    assert left == []


def test_how_far_it_is_may_stay_untold_and_its_end_is_told_again(
    engine: Engine, now: datetime, held: RegressionRun
) -> None:
    with busy(engine, 5):  # twice on its way, and then at its end
        done = regression_run.execute_run(engine, held, lambda: now)

    found = standing(engine).regression_run
    assert done
    assert found is not None
    assert found.ready


def test_where_nothing_can_be_told_for_long_it_is_left_to_another_try(
    engine: Engine, now: datetime, held: RegressionRun
) -> None:
    with busy(engine, 12), pytest.raises(OperationalError):
        regression_run.execute_run(engine, held, lambda: now)

    found = standing(engine).regression_run
    assert found is not None
    assert not found.trouble
    assert regression_run.execute_run(engine, held, lambda: now)
