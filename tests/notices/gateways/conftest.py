"""Twilio's API as the tests write it down; what is not written down is refused."""

from collections.abc import Iterator

import pytest
import responses


@pytest.fixture
def api() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as written:
        yield written
