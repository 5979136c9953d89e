"""What a helpline has stored by serving comes back whole from a backup."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.all_tables import METADATA
from storage.backup import backup, restore
from tests import stores
from tests.server import served
from tests.storage.test_backup import contents

pytestmark = pytest.mark.both_stores


@pytest.fixture(scope="module")
def helpline(
    published_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Open the SQLite store of a helpline that has served; nobody changes it any more."""
    copy = shutil.copy(published_file, tmp_path_factory.mktemp("served") / "db")
    with stores.opened(f"sqlite:///{copy}") as store:
        served.serve(store)
        yield store


def test_serving_fills_every_table_that_a_backup_holds(helpline: Engine) -> None:
    assert [name for name, rows in contents(helpline).items() if not rows] == []


def test_all_it_stored_is_there_after_a_restore(
    helpline: Engine, sqlite: Engine, tmp_path: Path
) -> None:
    rows = backup(helpline, METADATA, tmp_path / "b")

    restored = restore(sqlite, METADATA, tmp_path / "b")

    assert contents(sqlite) == contents(helpline)
    assert restored == rows == sum(map(len, contents(helpline).values()))


def test_it_moves_to_postgresql_and_back_row_by_row_and_byte_by_byte(
    helpline: Engine, postgres: Engine, sqlite: Engine, tmp_path: Path
) -> None:
    backup(helpline, METADATA, tmp_path / "b")

    restore(postgres, METADATA, tmp_path / "b")
    backup(postgres, METADATA, tmp_path / "c")
    restore(sqlite, METADATA, tmp_path / "c")

    assert contents(sqlite) == contents(postgres) == contents(helpline)
    assert (tmp_path / "c").read_bytes() == (tmp_path / "b").read_bytes()
