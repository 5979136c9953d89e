"""An applicant before a freshly published canteen FAQ, and who sends notices there."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from tests.notices.fakes import Post
from tests.sms.fakes import Applicant


@pytest.fixture
def applicant(canteen: Engine, now: datetime) -> Applicant:
    return Applicant(canteen, now)


@pytest.fixture
def post(applicant: Applicant) -> Post:
    return Post(applicant.engine, applicant.now)
