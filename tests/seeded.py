"""The packaged edition and its matcher, made once for all tests of a run."""

from datetime import UTC, datetime
from functools import cache

from faq_store.publishing import seed
from helpline import matching
from helpline.conversation.context import Desk
from helpline.faq import Edition
from helpline.matching import Matcher

MONDAY_MORNING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@cache
def edition() -> Edition:
    return seed.seed()


@cache
def matcher() -> Matcher:
    return matching.build(edition())


def desk() -> Desk:
    return Desk(edition(), matcher())
