"""A matcher that another version of ours wrote is found, and written anew."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, delete, func, select, update

from faq_store.content import editions, matcher_store
from faq_store.content.matcher_store import MatcherFiles
from faq_store.tables import MatcherRow
from helpline import matching
from helpline.faq import Edition
from helpline.matching import Matcher
from storage.session import reading, writing
from tests import stores
from tests.faq_store import examples
from tests.faq_store.examples import SMALL
from tests.faq_store.meanings import Letters

FIRST = replace(SMALL, number=1)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return examples.small_matcher()


@pytest.fixture
def canteen(engine: Engine, now: datetime, matcher: Matcher) -> Engine:
    examples.publish(engine, SMALL, now, matcher)
    return engine


def outdated(
    engine: Engine, means: MatcherFiles = matcher_store.NO_COPIES
) -> Edition | None:
    with reading(engine) as session:
        return matcher_store.find_outdated(session, means)


def write_as_another_version(engine: Engine) -> None:
    with writing(engine) as session:
        session.execute(update(MatcherRow).values(data=b"of old\n", digest=""))


def test_before_the_first_edition_no_matcher_is_outdated(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, SMALL, now)

    assert outdated(engine) is None


def test_a_matcher_that_can_be_read_is_not_outdated(canteen: Engine) -> None:
    assert outdated(canteen) is None


def test_a_matcher_of_another_version_is_outdated(canteen: Engine) -> None:
    write_as_another_version(canteen)

    assert outdated(canteen) == FIRST


def test_a_matcher_that_a_restore_left_out_is_outdated(canteen: Engine) -> None:
    with writing(canteen) as session:
        session.execute(delete(MatcherRow))

    assert outdated(canteen) == FIRST


def test_only_the_latest_edition_matters(
    canteen: Engine, now: datetime, matcher: Matcher
) -> None:
    write_as_another_version(canteen)
    examples.publish(canteen, examples.retitled("新"), now, matcher)

    assert outdated(canteen) is None


def test_a_matcher_without_the_encoder_that_is_set_is_outdated(canteen: Engine) -> None:
    assert outdated(canteen, MatcherFiles(encoder=Letters())) == FIRST
    assert outdated(canteen) is None


def test_a_matcher_of_another_encoder_is_outdated(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now, matching.train_matcher(SMALL, Letters()))

    assert outdated(engine, MatcherFiles(encoder=Letters())) is None
    assert outdated(engine, MatcherFiles(encoder=Letters("other"))) == FIRST
    assert outdated(engine) == FIRST


def test_a_renewed_matcher_is_read_as_it_was_written(
    canteen: Engine, matcher: Matcher
) -> None:
    write_as_another_version(canteen)

    with writing(canteen) as session:
        matcher_store.renew_matcher(session, FIRST, replace(matcher, certain=2.0))

    assert outdated(canteen) is None
    with reading(canteen) as session:
        read = matcher_store.load_or_build(session, editions.load_edition(session, 1))
    assert read.certain == 2.0


def test_renewing_an_edition_that_is_gone_meanwhile_stores_nothing(
    canteen: Engine, matcher: Matcher
) -> None:
    stores.clear(canteen)

    with writing(canteen) as session:
        matcher_store.renew_matcher(session, FIRST, matcher)

    with reading(canteen) as session:
        assert session.scalar(select(func.count(MatcherRow.edition_id))) == 0
