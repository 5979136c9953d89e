from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, delete, func, select, update

from faq_store.content import editions, matcher_store
from faq_store.publishing import publish
from faq_store.tables import MatcherRow
from helpline import matching
from storage.session import reading, writing
from tests.faq_store import examples

pytestmark = pytest.mark.both_stores

ASKED = ("什么时候吃饭", "卡里没钱了", "今天下雨吗", "")


def test_publishing_keeps_the_matcher_of_the_edition(
    engine: Engine, now: datetime
) -> None:
    number = examples.publish(engine, examples.SMALL, now)

    with reading(engine) as session:
        kept = matcher_store.load_or_build(
            session, editions.load_edition(session, number)
        )

    built = matching.train_matcher(examples.SMALL)
    assert [kept.match(it) for it in ASKED] == [built.match(it) for it in ASKED]


def test_a_matcher_that_cannot_be_read_is_built_anew(
    engine: Engine, now: datetime
) -> None:
    number = examples.publish(engine, examples.SMALL, now)
    with writing(engine) as session:
        session.execute(update(MatcherRow).values(data=b"of another version"))

    with reading(engine) as session:
        found = matcher_store.load_or_build(
            session, editions.load_edition(session, number)
        )

    built = matching.train_matcher(examples.SMALL)
    assert [found.match(it) for it in ASKED] == [built.match(it) for it in ASKED]


def test_a_missing_matcher_is_built_anew(engine: Engine, now: datetime) -> None:
    number = examples.publish(engine, examples.SMALL, now)
    with writing(engine) as session:
        session.execute(delete(MatcherRow))

    with reading(engine) as session:
        found = matcher_store.load_or_build(
            session, editions.load_edition(session, number)
        )

    assert found.match("几点开饭") == matching.train_matcher(examples.SMALL).match(
        "几点开饭"
    )


def test_every_edition_has_a_matcher_of_its_own(engine: Engine, now: datetime) -> None:
    for title in ("甲", "乙"):
        examples.publish(engine, examples.retitled(title), now)

    with reading(engine) as session:
        assert session.scalar(select(func.count(MatcherRow.edition_id))) == 2


def test_a_matcher_taught_beforehand_is_the_one_kept(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, examples.SMALL, now)
    with reading(engine) as session:
        taught = publish.train_draft(session)
    assert taught is not None

    with writing(engine) as session:
        publish.publish_draft(
            session, now=now, by="张三", second_person=False, taught=taught
        )

    with reading(engine) as session:
        kept = session.scalars(select(MatcherRow.data)).one()
    assert kept == matching.dump_matcher(taught.matcher)


def test_a_draft_changed_since_it_was_taught_is_taught_anew(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, replace(examples.SMALL, phrasings=()), now)
    with reading(engine) as session:
        taught = publish.train_draft(session)
    examples.draft(engine, examples.SMALL, now)

    with writing(engine) as session:
        publish.publish_draft(
            session, now=now, by="张三", second_person=False, taught=taught
        )

    with reading(engine) as session:
        kept = session.scalars(select(MatcherRow.data)).one()
    assert kept == matching.dump_matcher(matching.train_matcher(examples.SMALL))


def test_without_a_draft_nothing_is_taught(engine: Engine) -> None:
    with reading(engine) as session:
        assert publish.train_draft(session) is None
