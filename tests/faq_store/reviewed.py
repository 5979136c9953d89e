"""Drafts submitted, rehearsed and published by two people, in short."""

from datetime import datetime

from sqlalchemy import Engine

from faq_store.publishing import publish, regression_job, regression_run, review
from faq_store.publishing.regression_result import RegressionResult
from faq_store.publishing.review import DraftStatus, Review, ReviewVersion
from storage.session import reading, writing
from tests.faq_store import examples

EDITOR, REVIEWER = "编辑甲", "审核乙"
NOTE = "改了标题"
NEW = examples.retitled("新食堂")


def standing(engine: Engine) -> DraftStatus:
    """Tell where the draft stands; there has to be one."""
    with reading(engine) as session:
        found = review.draft_status(session)
    assert found is not None
    return found


def submit(engine: Engine, now: datetime, by: str = EDITOR, note: str = NOTE) -> Review:
    seen = standing(engine).seen
    with writing(engine) as session:
        return review.submit_draft(session, seen, by=by, note=note, now=now)


def shown(engine: Engine) -> ReviewVersion:
    """See the submission that waits; there has to be one."""
    found = standing(engine)
    assert found.review
    return ReviewVersion(found.seen, found.review.id)


def rehearse(engine: Engine, now: datetime) -> RegressionResult:
    """Ask for a rehearsal and do it; return what it found."""
    with writing(engine) as session:
        wanted = review.request_regression_run(session, by=EDITOR, now=now)
    with writing(engine) as session:
        held = regression_job.claim_run(session, now)
    if held:
        assert regression_run.execute_run(engine, held, lambda: now)
    with reading(engine) as session:
        return regression_job.read_result(session, wanted)


def approve(
    engine: Engine, now: datetime, by: str = REVIEWER, *, second_person: bool = True
) -> int:
    seen = standing(engine).seen
    with writing(engine) as session:
        return publish.approve_draft(
            session, seen, now=now, by=by, second_person=second_person
        )
