from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.content import drafts, editions
from faq_store.errors import BadKeysError
from helpline.faq import Edition, Question, Section, Situation
from storage.session import reading
from tests.faq_store import examples

pytestmark = pytest.mark.both_stores

RENAMED = replace(examples.SMALL, title="食堂新问答")


def is_changed(engine: Engine) -> bool:
    with reading(engine) as session:
        return drafts.is_draft_changed(session)


def test_there_is_no_draft_at_first(engine: Engine) -> None:
    assert examples.drafted(engine) is None
    assert not is_changed(engine)


def test_a_draft_of_the_first_edition_is_all_change(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, examples.SMALL, now)

    assert is_changed(engine)


def test_a_draft_that_says_what_its_edition_says_is_unchanged(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)

    examples.draft(engine, replace(examples.SMALL, number=7), now)

    assert examples.drafted(engine) == examples.SMALL
    assert not is_changed(engine)


def test_a_draft_that_says_something_else_is_changed(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)

    examples.draft(engine, RENAMED, now)

    assert is_changed(engine)


def test_drafting_leaves_the_published_edition_alone(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)

    examples.draft(engine, RENAMED, now)

    with reading(engine) as session:
        assert editions.load_edition(session, 1) == replace(examples.SMALL, number=1)


def tree(*sections: Section) -> Edition:
    return Edition(0, "t", sections)


Q = Question("1.1", "q", "a")


@pytest.mark.parametrize(
    "edition",
    [
        tree(Section("1", "s", (Q, Q))),
        tree(Section("1", "s", ()), Section("1", "t", ())),
        tree(Section("0", "s", ())),
        tree(Section("一", "s", ())),
        tree(Section("1", "s", (replace(Q, key="1"),))),
        tree(Section("1", "s", (replace(Q, key="1.01"),))),
        tree(Section("1", "s", (replace(Q, situations=(Situation(0, "c", "s"),)),))),
        tree(
            Section("1", "s", (replace(Q, situations=(Situation(1, "c", "s"),) * 2),))
        ),
    ],
)
def test_a_tree_with_impossible_keys_is_refused_and_nothing_is_lost(
    engine: Engine, now: datetime, edition: Edition
) -> None:
    examples.draft(engine, examples.SMALL, now)
    with reading(engine) as session:
        before = examples.everything(session)

    with pytest.raises(BadKeysError, match="编号"):
        examples.draft(engine, edition, now)

    with reading(engine) as session:
        assert examples.everything(session) == before
