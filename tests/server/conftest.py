"""An application of ours with a published FAQ, and who knocks on it."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import chdir
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from helpline import matching
from helpline.matching import Matcher
from tests import stores
from tests.faq_store import examples
from tests.notices.fakes import Post
from tests.seeded import MONDAY_MORNING
from tests.server.callers import Caller, production, running


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path) -> Iterator[None]:
    """Work in the test's own folder: under it, matchers are kept of stores not in a file."""
    with chdir(tmp_path):
        yield


@pytest.fixture(scope="session")
def small_matcher() -> Matcher:
    """Teach the canteen's FAQ once."""
    return matching.build(examples.SMALL)


@pytest.fixture(scope="session")
def published_file(
    migrated_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    small_matcher: Matcher,
) -> Path:
    """Publish the canteen's FAQ once, for the tests to copy."""
    copy = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("published") / "db"))
    with stores.opened(f"sqlite:///{copy}") as store:
        examples.publish(store, examples.SMALL, MONDAY_MORNING, small_matcher)
    return copy


@pytest.fixture
def post(engine: Engine, now: datetime, small_matcher: Matcher) -> Post:
    """Send notices on either store, where the canteen's FAQ is published."""
    examples.publish(engine, examples.SMALL, now, small_matcher)
    return Post(engine, now)


@pytest.fixture
def store(published_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """Open an SQLite store with a published FAQ."""
    copy = shutil.copy(published_file, tmp_path / "published.db")
    with stores.opened(f"sqlite:///{copy}") as opened:
        yield opened


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
