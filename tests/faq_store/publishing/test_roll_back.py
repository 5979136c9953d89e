"""An old edition is published again as the next one; the draft is left alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select, update

from faq_store.content import editions
from faq_store.content import editions as content_editions
from faq_store.errors import NoSuchEditionError
from faq_store.publishing import publish
from faq_store.publishing.publish import RollbackError
from faq_store.tables import EditionRow, MatcherRow
from helpline import matching
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.publishing.test_publish import race
from tests.faq_store.reviewed import standing

pytestmark = pytest.mark.both_stores

SECOND = examples.asking(examples.SMALL, q1_1="什么时候开饭？")


@pytest.fixture
def two(engine: Engine, now: datetime) -> Engine:
    examples.publish(engine, examples.SMALL, now)
    examples.publish(engine, SECOND, now)
    return engine


def roll_back(
    engine: Engine, now: datetime, number: int = 1, reason: str = "写错了"
) -> int:
    with reading(engine) as session:
        latest = editions.latest_number(session) or 0
        recalled = publish.prepare_rollback(session, number)
    with writing(engine) as session:
        return publish.roll_back(
            session, recalled, beside=latest, by="审核乙", reason=reason, now=now
        )


def test_the_old_state_is_the_next_edition(two: Engine, now: datetime) -> None:
    later = now + timedelta(hours=1)

    number = roll_back(two, later)

    assert number == 3
    assert examples.latest(two) == replace(examples.SMALL, number=3)
    with reading(two) as session:
        made = content_editions.find_edition(session, 3)
        assert (made.published_by, made.published_at) == ("审核乙", later)
        assert made.note == "回滚到第1版：写错了"
        assert editions.load_edition(session, 2) == replace(SECOND, number=2)


def test_it_is_served_with_the_matcher_of_then(two: Engine, now: datetime) -> None:
    roll_back(two, now)

    with reading(two) as session:
        rows = session.execute(
            select(EditionRow.number, MatcherRow.data, MatcherRow.digest).join(
                EditionRow, MatcherRow.edition_id == EditionRow.id
            )
        )
        kept = {number: (data, digest) for number, data, digest in rows}
    assert kept[3] == kept[1]
    assert kept[3] != kept[2]


def test_a_matcher_that_cannot_be_read_is_built_anew(
    two: Engine, now: datetime
) -> None:
    with writing(two) as session:
        session.execute(update(MatcherRow).values(data=b"of another version"))

    roll_back(two, now)

    with reading(two) as session:
        own = select(MatcherRow.data).join(EditionRow).where(EditionRow.number == 3)
        built = matching.dump_matcher(matching.train_matcher(examples.SMALL))
        assert session.scalar(own) == built


def test_the_draft_stays_and_what_it_was_begun_from(two: Engine, now: datetime) -> None:
    draft = examples.retitled("第三个食堂")
    examples.draft(two, draft, now)

    roll_back(two, now)

    found = standing(two)
    assert examples.drafted(two) == draft
    assert (found.based_on, found.seen.beside) == (2, 3)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_is_needed(two: Engine, now: datetime, reason: str) -> None:
    with pytest.raises(RollbackError, match="为什么"):
        roll_back(two, now, reason=reason)


def test_the_latest_is_not_returned_to(two: Engine, now: datetime) -> None:
    with pytest.raises(RollbackError, match="第2版就是现在在用的"):
        roll_back(two, now, 2)


@pytest.mark.parametrize("number", [0, 9])
def test_what_was_never_published_is_not_returned_to(
    two: Engine, now: datetime, number: int
) -> None:
    with pytest.raises(NoSuchEditionError):
        roll_back(two, now, number)


def test_of_two_at_once_one_is_told_that_it_is_done(two: Engine, now: datetime) -> None:
    outcomes = race(*[partial(roll_back, two, now)] * 2)

    assert sorted(outcomes, key=str) == [3, RollbackError]


def test_the_history_is_read_page_by_page(two: Engine) -> None:
    with reading(two) as session:
        newest = content_editions.newest_editions(session, None, 1)
        others = content_editions.newest_editions(session, 2, 5)
        before = content_editions.edition_before(session, 2)
        nothing = content_editions.edition_before(session, 1)

    assert [it.number for it in (*newest, *others)] == [2, 1]
    assert before == others[0]
    assert nothing is None


def test_what_was_published_since_somebody_looked_is_not_rolled_back_unseen(
    two: Engine, now: datetime
) -> None:
    examples.publish(two, examples.retitled("更新的食堂"), now)
    with reading(two) as session:
        recalled = publish.prepare_rollback(session, 1)

    with writing(two) as session, pytest.raises(RollbackError, match="第3版发布了"):
        publish.roll_back(
            session, recalled, beside=2, by="审核乙", reason="错了", now=now
        )
