"""A draft beside an edition, for whoever reviews or approves it."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from tests.faq_store import examples
from tests.faq_store.reviewed import NEW


@pytest.fixture
def drafted(engine: Engine, now: datetime) -> Engine:
    """Publish the canteen's FAQ, and give its draft another title."""
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, NEW, now)
    return engine
