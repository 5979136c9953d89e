"""What every test may ask for, and the rule about what may be skipped."""

import os
import shutil
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from helpline.matching import Matcher
from tests import stores
from tests.faq_store import examples

_Report = TypeVar("_Report", pytest.TestReport, pytest.CollectReport)

NO_POSTGRES = "TEST_DATABASE_URL names no PostgreSQL server"
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder for each run is made in it
ROOM = 4 * 1024**3
"""Bytes that stores of all processes surely find room in."""

LONGEST = ("services", "browser", "test_hostile.py", "test_regression.py")
"""Folders and files whose tests mostly wait, for a minute and more."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--everything",
        action="store_true",
        help="run tests marked long too, and all that use a store on both kinds",
    )


@pytest.hookimpl(tryfirst=True)  # before folders are made
def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests write in memory, where there is room: they wait for no disk.

    Of what hypothesis thinks of, a part is tried, unless everything is run.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # processes share the cores
    settings.register_profile("few", settings.get_profile("ci"), max_examples=30)
    if not config.getoption("everything"):
        config.option.hypothesis_profile = "few"
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of the store on both kinds, any other that uses one on SQLite."""
    if "kind" not in metafunc.fixturenames:
        return
    marked = metafunc.definition.get_closest_marker("both_stores")
    both = marked or metafunc.config.getoption("everything")
    kinds = [stores.SQLITE, stores.POSTGRES] if both else [stores.SQLITE]
    metafunc.parametrize("kind", kinds, indirect=True)


@pytest.hookimpl(trylast=True)  # after they were shuffled
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Begin with what takes longest, so that nobody waits for it in the end."""
    if not config.getoption("everything"):
        long = [it for it in items if it.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [it for it in items if it not in long]
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


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """Name the kind of store that a test runs on (`pytest_generate_tests`)."""
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
def small_matcher() -> Matcher:
    """Teach the canteen's FAQ once; while it is there, all that load it share its words."""
    return examples.small_matcher().warm_up()


@pytest.fixture(scope="session")
def published_file(
    migrated_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    small_matcher: Matcher,
) -> Path:
    """Publish the canteen's FAQ once, for the tests to copy."""
    copy = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("published") / "db"))
    with stores.opened(f"sqlite:///{copy}") as store:
        examples.publish(store, examples.SMALL, NOW, small_matcher)
    return copy


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


@pytest.fixture(scope="session")
def lasting_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Open the SQLite file that tests use one after another.

    One engine for all of them: it compiles a statement once.
    """
    folder = tmp_path_factory.mktemp("lasting") / "store"
    with stores.opened(f"sqlite:///{folder / 'store.db'}") as engine:
        yield engine


@pytest.fixture
def sqlite(lasting_sqlite: Engine, migrated_file: Path) -> Iterator[Engine]:
    """Open a migrated SQLite store."""
    stores.fill(lasting_sqlite, migrated_file)
    yield lasting_sqlite
    lasting_sqlite.dispose()


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


@pytest.fixture
def canteen(engine: Engine, published_file: Path) -> Engine:
    """Open such a store where the canteen's FAQ is published."""
    stores.fill(engine, published_file)
    return engine
