"""An application of ours with a published FAQ, and who knocks on it."""

import logging
from collections.abc import Iterator
from contextlib import chdir
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from server.app import app_state, create_app
from tests import stores
from tests.notices.fakes import Post
from tests.seeded import MONDAY_MORNING
from tests.server.callers import Caller, production, running


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path) -> Iterator[None]:
    """Work in the test's own folder: under it, matchers are kept of stores not in a file."""
    with chdir(tmp_path):
        yield


@pytest.fixture
def post(canteen: Engine, now: datetime) -> Post:
    """Send notices on either store, where the canteen's FAQ is published."""
    return Post(canteen, now)


@pytest.fixture
def store(sqlite: Engine, published_file: Path) -> Engine:
    """Open an SQLite store with a published FAQ."""
    stores.fill(sqlite, published_file)
    return sqlite


@pytest.fixture
def new_app(store: Engine) -> Iterator[Flask]:
    """Put an application of the test's own together: it may be changed."""
    app = create_app(production(store), clock=lambda: MONDAY_MORNING)
    yield app
    app_state(app).engine.dispose()


@pytest.fixture
def app(store: Engine) -> Iterator[Flask]:
    """Run in production on that store."""
    with running(production(store)) as made:
        yield made


@pytest.fixture
def caller(app: Flask) -> Caller:
    return Caller(app)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Listen to everything that is logged."""
    caplog.set_level(logging.DEBUG)
    return caplog
