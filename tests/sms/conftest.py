"""An applicant before a freshly published canteen FAQ, and who sends notices there."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from helpline import matching
from helpline.matching import Matcher
from tests.faq_store import examples
from tests.notices.fakes import Post
from tests.sms.fakes import Applicant


@pytest.fixture(scope="session")
def taught() -> Matcher:
    """Teach the canteen's FAQ once, for it to be published."""
    return matching.build(examples.SMALL)


@pytest.fixture
def applicant(engine: Engine, now: datetime, taught: Matcher) -> Applicant:
    examples.publish(engine, examples.SMALL, now, taught)
    return Applicant(engine, now)


@pytest.fixture
def post(applicant: Applicant) -> Post:
    return Post(applicant.engine, applicant.now)
