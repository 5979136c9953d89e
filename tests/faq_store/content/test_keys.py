from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from faq_store.content import drafts, keys
from faq_store.document_import.identity import normalise_title
from faq_store.errors import NothingToPublishError
from faq_store.publishing import publish as publishing_publish
from faq_store.publishing.publish import TrainedDraft
from storage.session import reading, writing
from tests import stores
from tests.faq_store.examples import (
    SMALL,
    bring_in,
    draft,
    drafted,
    keys_by_title,
    paper_of,
    small_matcher,
)

pytestmark = pytest.mark.both_stores

AT = datetime.fromisoformat("2026-03-02T01:30:00+00:00")

TITLES = (
    "几点开饭？",
    "能带家属吗？",
    "饭卡丢了找谁？",
    "哪里洗手？",
    "菜单在哪里看？",
)
"""So unlike each other that none is taken for another one reworded."""

PAPERS = st.lists(st.sampled_from(TITLES), min_size=1, max_size=5, unique=True)


def test_a_key_that_was_removed_is_not_given_again(
    engine: Engine, now: datetime
) -> None:
    bring_in(engine, paper_of(*TITLES[:3]), now)
    bring_in(engine, paper_of(*TITLES[:2]), now, replace=True)

    report = bring_in(engine, paper_of(*TITLES[:2], TITLES[3]), now, replace=True)

    assert keys_by_title(report.draft)[TITLES[3]] == "1.4"


def test_keys_of_every_kind_are_counted(engine: Engine, now: datetime) -> None:
    draft(engine, SMALL, now)

    with reading(engine) as session:
        given_keys = keys.load_given_keys(session)

    assert given_keys.next_section() == "4"
    assert given_keys.next_question("1") == "1.3"
    assert given_keys.next_question("4") == "4.1"
    assert given_keys.next_situation("1.2") == 3
    assert given_keys.next_situation("1.2") == 4
    assert given_keys.next_situation("2.1") == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(history=st.lists(st.tuples(PAPERS, st.booleans()), min_size=2, max_size=6))
def test_no_key_ever_means_two_questions(
    sqlite: Engine, migrated_file: Path, history: list[tuple[list[str], bool]]
) -> None:
    meaning = dict[str, str]()
    stores.fill(sqlite, migrated_file)

    for titles, published in history:
        bring_in(sqlite, paper_of(*titles), AT, replace=True)
        current = drafted(sqlite)
        assert current is not None
        assert [it.title for it in current.questions] == titles
        for question in current.questions:
            kept = meaning.setdefault(question.key, normalise_title(question.title))
            assert kept == normalise_title(question.title)
        if published:
            publish(sqlite)


def publish(engine: Engine) -> None:
    try:
        with writing(engine) as session:
            draft = drafts.load_draft(session)
            assert draft is not None
            taught = TrainedDraft(draft, small_matcher())  # what is asked is about keys
            publishing_publish.publish_draft(
                session, now=AT, by="", second_person=False, taught=taught
            )
    except NothingToPublishError:
        return
