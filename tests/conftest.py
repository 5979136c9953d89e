"""What every test may ask for, and the rule about what may be skipped."""

import os
import shutil
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Engine

from tests import stores

_Report = TypeVar("_Report", pytest.TestReport, pytest.CollectReport)

NO_POSTGRES = "TEST_DATABASE_URL names no PostgreSQL server"
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


LONGEST = ("services", "test_console_access.py", "test_staff_guide.py")
"""Folders and files whose tests mostly wait, for a minute and more."""


@pytest.hookimpl(trylast=True)  # after they were shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that nobody waits for it in the end."""
    items.sort(key=lambda it: not {it.path.name, it.path.parent.name} & {*LONGEST})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Turn a test's skip into a failure where all services are promised."""
    return _insisting((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[
    None, pytest.CollectReport, pytest.CollectReport
]:
    """Turn a whole file's skip into a failure likewise."""
    return _insisting((yield))


def _insisting(report: _Report) -> _Report:
    if report.skipped and os.environ.get("REQUIRE_SERVICES") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, but REQUIRE_SERVICES=1: {report.longrepr}"
    return report


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(params=[stores.SQLITE, stores.POSTGRES])
def kind(request: pytest.FixtureRequest) -> str:
    """Name a kind of store; whoever asks runs on both."""
    found = str(request.param)
    if found == stores.POSTGRES and not os.environ.get("TEST_DATABASE_URL"):
        pytest.skip(NO_POSTGRES)
    return found


@pytest.fixture
def empty(kind: str, tmp_path: Path) -> Iterator[Engine]:
    """Open a store with nothing in it, not even tables."""
    with stores.empty_store(kind, tmp_path) as url, stores.opened(url) as engine:
        yield engine


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file, for the tests to copy."""
    folder = tmp_path_factory.mktemp("store")
    with stores.migrated(stores.SQLITE, folder):
        pass
    return next(folder.glob("*.db"))


@pytest.fixture(scope="session")
def migrated_schema(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Engine]:
    """Migrate one PostgreSQL schema, for the tests to use one after another."""
    if not os.environ.get("TEST_DATABASE_URL"):
        pytest.skip(NO_POSTGRES)
    folder = tmp_path_factory.mktemp("unused")
    with stores.migrated(stores.POSTGRES, folder) as engine:
        yield engine


@pytest.fixture
def sqlite(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """Open a migrated SQLite store."""
    copy = shutil.copy(migrated_file, tmp_path / "store.db")
    with stores.opened(f"sqlite:///{copy}") as engine:
        yield engine


@pytest.fixture
def postgres(migrated_schema: Engine) -> Iterator[Engine]:
    """Open a migrated PostgreSQL store."""
    yield migrated_schema
    stores.clear(migrated_schema)


@pytest.fixture
def engine(kind: str, request: pytest.FixtureRequest) -> Engine:
    """Open a migrated store of either kind; its rows are the test's own.

    Whoever alters tables, or leaves connections open, migrates `empty` instead.
    """
    found = request.getfixturevalue(kind.replace("postgresql", "postgres"))
    assert isinstance(found, Engine)
    return found
