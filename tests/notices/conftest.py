"""A post office on either store."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from tests.notices.fakes import Post


@pytest.fixture
def post(engine: Engine, now: datetime) -> Post:
    return Post(engine, now)
