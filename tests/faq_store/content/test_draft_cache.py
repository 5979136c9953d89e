"""The draft is tried as it is now."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.content.edition_cache import DraftCache, EditionCache
from helpline.matching import Certain, Decision, Nothing
from tests.faq_store import examples


class Deaf:
    """A matcher that is none of ours."""

    def match(self, _: str) -> Decision:
        return Nothing(())

    def situation(self, *_: str) -> int | None:
        return None


@pytest.fixture
def published(engine: Engine, now: datetime) -> Engine:
    examples.publish(engine, examples.SMALL, now)
    return engine


def test_without_a_draft_there_is_nothing_to_try(published: Engine) -> None:
    assert DraftCache(published, EditionCache(published)).draft() is None


def test_a_draft_is_answered_by_what_it_says_now(
    published: Engine, now: datetime
) -> None:
    tryout = DraftCache(published, EditionCache(published))
    first = examples.asking(examples.SMALL, q1_1="食堂在几号楼？")
    examples.draft(published, first, now)

    tried = tryout.draft()
    again = tryout.draft()
    examples.draft(published, examples.asking(first, q1_1="食堂有停车位吗？"), now)
    anew = tryout.draft()

    assert tried
    assert anew
    assert isinstance(tried.matcher.match("食堂在几号楼？"), Certain)
    assert again is tried
    assert isinstance(anew.matcher.match("食堂有停车位吗？"), Certain)


def test_where_the_matcher_in_use_is_none_of_ours_one_is_built(
    published: Engine, now: datetime
) -> None:
    tryout = DraftCache(published, EditionCache(published, lambda *_: Deaf()))
    examples.draft(published, examples.SMALL, now)

    tried = tryout.draft()

    assert tried
    assert isinstance(tried.matcher.match("几点开饭"), Certain)
