"""An applicant before a freshly published canteen FAQ."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from tests.faq_store import examples
from tests.sms.fakes import Applicant


@pytest.fixture
def applicant(engine: Engine, now: datetime) -> Applicant:
    examples.publish(engine, examples.SMALL, now)
    return Applicant(engine, now)
