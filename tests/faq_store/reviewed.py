"""Drafts submitted, rehearsed and published by two people, in short."""

from datetime import datetime

from sqlalchemy import Engine

from faq_store.publishing import publish, regression_job, regression_run, review
from faq_store.publishing.regression_result import Result
from faq_store.publishing.review import Review, Shown, Standing
from storage.session import reading, writing
from tests.faq_store import examples

EDITOR, REVIEWER = "编辑甲", "审核乙"
NOTE = "改了标题"
NEW = examples.retitled("新食堂")


def standing(engine: Engine) -> Standing:
    """Tell where the draft stands; there has to be one."""
    with reading(engine) as session:
        found = review.standing(session)
    assert found is not None
    return found


def submit(engine: Engine, now: datetime, by: str = EDITOR, note: str = NOTE) -> Review:
    seen = standing(engine).seen
    with writing(engine) as session:
        return review.submit(session, seen, by=by, note=note, now=now)


def shown(engine: Engine) -> Shown:
    """See the submission that waits; there has to be one."""
    found = standing(engine)
    assert found.review
    return Shown(found.seen, found.review.id)


def rehearse(engine: Engine, now: datetime) -> Result:
    """Ask for a rehearsal and do it; return what it found."""
    with writing(engine) as session:
        wanted = review.rehearse(session, by=EDITOR, now=now)
    with writing(engine) as session:
        held = regression_job.claim(session, now)
    if held:
        assert regression_run.perform(engine, held, lambda: now)
    with reading(engine) as session:
        return regression_job.result(session, wanted)


def approve(
    engine: Engine, now: datetime, by: str = REVIEWER, *, second_person: bool = True
) -> int:
    seen = standing(engine).seen
    with writing(engine) as session:
        return publish.approve(
            session, seen, now=now, by=by, second_person=second_person
        )
