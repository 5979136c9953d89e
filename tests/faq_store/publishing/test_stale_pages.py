"""Pages and sessions that hold an older state decide nothing about a newer one."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.content import drafts, queries
from faq_store.editing import edit as editing_edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.publishing import publish as publishing_publish
from faq_store.publishing import regression_job
from faq_store.publishing.review import ChangedMeanwhileError
from storage.session import writing
from tests.faq_store import edited, examples
from tests.faq_store.edited import ONE, OTHER
from tests.faq_store.examples import SMALL
from tests.faq_store.reviewed import REVIEWER, rehearse, standing, submit

pytestmark = pytest.mark.both_stores


@pytest.fixture
def canteen(engine: Engine, now: datetime) -> Engine:
    examples.publish(engine, SMALL, now)
    return engine


def edit(engine: Engine, answer: str, now: datetime) -> None:
    question = replace(edited.seen(engine, "1.1"), answer=answer)
    edited.save(engine, question, now)


def test_a_page_of_a_draft_given_up_approves_no_other_draft(
    canteen: Engine, now: datetime
) -> None:
    edit(canteen, "十一点半。", now)
    submit(canteen, now)
    before = standing(canteen).seen
    edited.done(canteen, drafts.discard_draft)

    edit(canteen, "没人看过的话。", now)
    submit(canteen, now)
    rehearse(canteen, now)

    with writing(canteen) as session, pytest.raises(ChangedMeanwhileError):
        publishing_publish.approve_draft(
            session, before, now=now, by=REVIEWER, second_person=True
        )


def test_whoever_read_the_draft_before_waiting_for_it_counts_on_from_what_it_is_now(
    canteen: Engine, now: datetime
) -> None:
    edit(canteen, "十一点半。", now)
    first = standing(canteen).seen.revision
    sorry = SMALL.prompts.sorry

    if canteen.dialect.name == "sqlite":
        edit(canteen, "十二点半。", now)  # one writer at a time: nobody comes between
    with writing(canteen) as session:
        held = queries.working_edition_row(session)
        if canteen.dialect.name != "sqlite":
            edit(canteen, "十二点半。", now)
        author = Author(OTHER, now)
        editing_edit.save_prompt(session, "sorry", "抱歉。", revision_of(sorry), author)
        assert held

    assert standing(canteen).seen.revision == first + 2


def test_a_draft_begun_while_another_was_published_starts_from_that(
    canteen: Engine, now: datetime
) -> None:
    edit(canteen, "十一点半。", now)

    def publish() -> None:
        edited.done(
            canteen,
            lambda item: publishing_publish.publish_draft(
                item, now=now, by=ONE, second_person=False
            ),
        )

    if canteen.dialect.name == "sqlite":
        publish()
    with writing(canteen) as session:
        held = queries.working_edition_row(session)
        if canteen.dialect.name != "sqlite":
            publish()
        author = Author(OTHER, now)
        seen = revision_of(SMALL.title)
        editing_edit.rename_faq(session, "饭堂问答", seen, author)
        assert held

    found = standing(canteen)
    assert (found.based_on, found.seen.beside) == (2, 2)


def test_what_an_older_rehearsal_found_is_no_result_of_a_newer_one(
    canteen: Engine, now: datetime
) -> None:
    edit(canteen, "十一点半。", now)
    held = _claimed(canteen, now)
    edit(canteen, "十二点半。", now)
    other = _claimed(canteen, now)

    with writing(canteen) as session:
        assert not regression_job.finish_run(session, held, (), b"old", now)
        assert regression_job.lease_end(session, held) is None
        assert regression_job.renew_lease(session, other, now)


def _claimed(engine: Engine, now: datetime) -> regression_job.RegressionRun:
    submit(engine, now)
    with writing(engine) as session:
        held = regression_job.claim_run(session, now)
    assert held
    return held
