"""The console in production, with the canteen's FAQ and somebody of each role."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from server.app import make_ready
from staff.roles import Role
from tests import stores
from tests.console import visitors
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.seeded import MONDAY_MORNING
from tests.server.conftest import elsewhere, new_app

__all__ = ["elsewhere", "new_app"]


@pytest.fixture(scope="session")
def staffed_file(
    published_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Employ somebody of each role once, for the tests to copy."""
    copy = Path(shutil.copy(published_file, tmp_path_factory.mktemp("staffed") / "db"))
    with stores.opened(f"sqlite:///{copy}") as store:
        visitors.employ(store, MONDAY_MORNING)
    return copy


@pytest.fixture
def store(sqlite: Engine, staffed_file: Path) -> Engine:
    """Open an SQLite store with a published FAQ and with staff."""
    stores.fill(sqlite, staffed_file)
    return sqlite


@pytest.fixture
def clock() -> Clock:
    """Stand still, until a test moves it."""
    return Clock(MONDAY_MORNING)


@pytest.fixture
def app(store: Engine, clock: Clock) -> Iterator[Flask]:
    """Run in production on that store."""
    with visitors.opened(store, clock) as made:
        make_ready(made)
        yield made


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Visit as nobody."""
    return visitors.visitor(app)


@pytest.fixture
def logged_in(app: Flask) -> LoggedIn:
    """Visit as somebody of a role."""
    return partial(visitors.logged_in, app)


@pytest.fixture
def admin(logged_in: LoggedIn) -> Visitor:
    """Visit as the administrator."""
    return logged_in(Role.ADMIN)
