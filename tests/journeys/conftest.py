"""The whole helpline, served once for all journeys."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from server import demo_server
from simulator.provider import Provider
from tests import seeded


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    folder = tmp_path_factory.mktemp("trial")
    with demo_server.run_demo_server(
        seeded.edition(), folder, seeded.matcher()
    ) as address:
        yield Provider(
            address, ids=lambda: uuid4().hex, clock=lambda: datetime.now(UTC)
        )
