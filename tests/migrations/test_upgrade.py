from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, inspect, text

from server import migrate
from storage.engine import connect
from tests import stores

pytestmark = pytest.mark.both_stores

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"


def test_an_upgraded_database_is_what_the_models_say(empty: Engine) -> None:
    migrate.upgrade(empty)

    assert migrate.schema_drift(empty) == ()


def test_a_database_that_differs_from_the_models_is_noticed(empty: Engine) -> None:
    migrate.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("DROP TABLE inquiries"))
        Table("stranger", MetaData(), Column("id", Integer)).create(connection)

    kinds = {change[0] for change in migrate.schema_drift(empty)}

    assert {"add_table", "remove_table"} <= kinds


def test_everything_is_pending_before_the_first_upgrade(empty: Engine) -> None:
    assert migrate.pending_revisions(empty) == migrate.known_revisions()
    assert migrate.applied_revision(empty) is None


def test_nothing_is_pending_after_an_upgrade(engine: Engine) -> None:
    assert migrate.pending_revisions(engine) == ()
    assert migrate.applied_revision(engine) == migrate.known_revisions()[-1]


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    migrate.upgrade(engine)

    assert migrate.pending_revisions(engine) == ()


def test_a_database_ahead_of_the_code_is_refused(empty: Engine) -> None:
    migrate.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(migrate.DatabaseAheadError, match=r"9999.*新"):
        migrate.pending_revisions(empty)
    with pytest.raises(migrate.DatabaseAheadError):
        migrate.upgrade(empty)


def test_a_database_that_is_down_is_not_taken_for_an_empty_one() -> None:
    engine = connect("postgresql://root@127.0.0.1:1/test")

    with pytest.raises(Exception, match="connection"):
        migrate.pending_revisions(engine)


def release(url: str) -> None:
    with stores.opened(url) as engine:
        migrate.upgrade(engine)


def test_two_releases_at_once_are_safe(kind: str, tmp_path: Path) -> None:
    processes = ProcessPoolExecutor(2, get_context("spawn"))

    with stores.empty_store(kind, tmp_path) as url:
        with processes as pool:
            list(pool.map(release, [url] * 2))

        with stores.opened(url) as engine:
            assert migrate.schema_drift(engine) == ()


def test_two_threads_upgrade_in_turn(kind: str, tmp_path: Path) -> None:
    with stores.empty_store(kind, tmp_path) as url:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(release, [url] * 3))

        with stores.opened(url) as engine:
            assert migrate.schema_drift(engine) == ()


def test_an_upgrade_that_fails_leaves_nothing(empty: Engine) -> None:
    with empty.begin() as connection:
        Table("turns", MetaData(), Column("id", Integer)).create(connection)

    with pytest.raises(Exception, match="turns"):
        migrate.upgrade(empty)

    assert inspect(empty).get_table_names() == ["turns"]
    assert migrate.pending_revisions(empty) == migrate.known_revisions()


def test_references_are_checked_again_after_an_upgrade(engine: Engine) -> None:
    migrate.upgrade(engine)

    with engine.begin() as connection, pytest.raises(Exception, match=r"(?i)foreign"):
        connection.execute(
            text("INSERT INTO prompts (edition_id, name, text) VALUES (9, 'x', 'y')")
        )


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [int(revision) for revision in migrate.known_revisions()]

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("revision", migrate.known_revisions())
def test_a_migration_names_itself_and_its_forerunner(revision: str) -> None:
    (file,) = VERSIONS.glob(f"{revision}_*.py")
    before = f'"{int(revision) - 1:04}"' if int(revision) > 1 else "None"

    lines = file.read_text("utf-8").splitlines()

    assert f'revision = "{revision}"' in lines
    assert f"down_revision = {before}" in lines
