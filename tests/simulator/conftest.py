"""Doors that a test may open, and a provider that knocks on them."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from simulator.provider import Provider
from tests.simulator.company import Company, opened
from tests.simulator.fakes import Doors, listening, numbered

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def doors() -> Iterator[Doors]:
    opened = Doors()
    with listening(opened.app()) as opened.address:
        yield opened


@pytest.fixture
def provider(doors: Doors) -> Provider:
    return Provider(doors.address, ids=numbered(), clock=lambda: NINE)


@pytest.fixture
def company(provider: Provider) -> Company:
    return opened(provider)
