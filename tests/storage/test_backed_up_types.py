"""What types of columns a backup holds: all that our tables have."""

import json
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Date,
    Double,
    Engine,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    insert,
    select,
)
from sqlalchemy.types import NullType, TypeEngine

from server import migrate
from server.all_tables import METADATA
from sms.tables import ConversationRow
from storage.backup import backup, restore
from storage.columns import UtcTime
from storage.errors import BadBackupError
from storage.session import writing
from tests.storage.test_backup import contents, rewritten

pytestmark = pytest.mark.both_stores

AT = datetime(2026, 3, 2, 1, 30, 0, 250000, tzinfo=UTC)

EXAMPLES: dict[type, tuple[Any, ...]] = {
    bool: (True, False),
    int: (0, -1, 2**31 - 1),
    float: (2.0, 0.1, -5e-324, 1.7976931348623157e308, math.inf),
    str: ("", '𠮷"\n\\,\u2028'),
    datetime: (AT, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
    date: (date(2026, 3, 2), date.min, date.max),
    bytes: (b"", bytes(range(256))),
}
"""By what Python has for a column: whoever adds a type to a table adds some here."""

Type = TypeEngine[Any]


def types() -> list[Type]:
    """List the types of all columns there are, each once."""
    columns = (column for table in METADATA.sorted_tables for column in table.columns)
    return list({repr(it.type): it.type for it in columns}.values())


def made(engine: Engine, *kinds: Type) -> Table:
    """Make a table with a column of each of these types, in a migrated store."""
    columns = (Column(f"of{at}", it) for at, it in enumerate(kinds))
    table = Table("odd", MetaData(), Column("id", Integer, primary_key=True), *columns)
    table.metadata.create_all(engine)
    return table


def fill(engine: Engine, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    names = table.columns.keys()
    given = [
        dict(zip(names, (at, *row), strict=True)) for at, row in enumerate(rows, 1)
    ]
    with engine.begin() as connection:
        connection.execute(insert(table), given)


def stored(engine: Engine, table: Table) -> Sequence[Row[Any]]:
    with engine.connect() as connection:
        return connection.execute(select(table).order_by(table.c.id)).all()


def test_each_type_that_a_table_has_comes_back_equal(
    empty: Engine, tmp_path: Path
) -> None:
    migrate.upgrade(empty)
    kinds = types()
    examples = [(*EXAMPLES[it.python_type], None) for it in kinds]
    table = made(empty, *kinds)
    most = max(map(len, examples))
    fill(empty, table, [[it[at % len(it)] for it in examples] for at in range(most)])
    before = stored(empty, table)
    backup(empty, table.metadata, tmp_path / "b")

    restore(empty, table.metadata, tmp_path / "b")

    after = stored(empty, table)
    assert after == before
    assert [[*map(type, it)] for it in after] == [[*map(type, it)] for it in before]


@pytest.mark.parametrize("strange", [Interval(), NullType()], ids=repr)
def test_a_type_that_no_backup_holds_is_refused_before_anything_is_written(
    sqlite: Engine, tmp_path: Path, strange: Type
) -> None:
    table = Table("odd", MetaData(), Column("how_long", strange))

    with pytest.raises(TypeError, match=r"cannot hold odd\.how_long: \w+\(\)"):
        backup(sqlite, table.metadata, tmp_path / "b")

    assert not (tmp_path / "b").exists()


WRONG: tuple[tuple[Type, object, object], ...] = (
    (Date(), date(2026, 3, 2), "2026-02-30"),
    (Date(), date(2026, 3, 2), "2026-03-02T00:00:00+00:00"),
    (Date(), date(2026, 3, 2), 20260302),
    (UtcTime(), AT, "2026-03-02"),
    (LargeBinary(), b"?", "%%%%"),
    (LargeBinary(), b"?", "照片"),
    (Double(), 2.5, "2.5"),
    (Double(), 2.5, True),
    (Double(), 2.5, 10**400),
    (Integer(), 7, 7.0),
    (Integer(), 7, True),
    (Text(), "七", 7),
)


@pytest.mark.parametrize(("column", "value", "wrong"), WRONG)
def test_what_no_backup_has_of_a_type_is_refused_and_nothing_is_lost(
    sqlite: Engine, tmp_path: Path, column: Type, value: object, wrong: object
) -> None:
    table = made(sqlite, column)
    fill(sqlite, table, [[value]])
    before = stored(sqlite, table)
    backup(sqlite, table.metadata, tmp_path / "b")
    rewritten(
        tmp_path / "b", lambda it: [*it[:2], f"{json.dumps([1, wrong])}\n", it[3]]
    )

    with pytest.raises(BadBackupError, match="没有恢复任何内容"):
        restore(sqlite, table.metadata, tmp_path / "b")

    assert stored(sqlite, table) == before


def test_a_whole_number_may_be_written_without_its_fraction(
    sqlite: Engine, tmp_path: Path
) -> None:
    table = made(sqlite, Double())
    fill(sqlite, table, [[2.0]])
    backup(sqlite, table.metadata, tmp_path / "b")
    rewritten(tmp_path / "b", lambda it: [*it[:2], "[1, 2]\n", it[3]])

    restore(sqlite, table.metadata, tmp_path / "b")

    assert [tuple(it) for it in stored(sqlite, table)] == [(1, 2.0)]


def test_a_text_that_postgresql_cannot_hold_is_refused_and_nothing_is_lost(
    postgres: Engine, sqlite: Engine, tmp_path: Path
) -> None:
    for engine, name in ((postgres, "饭卡"), (sqlite, "饭\0卡")):
        with writing(engine) as session:
            session.add(ConversationRow(sender=name, state="", updated_at=AT))
    backup(sqlite, METADATA, tmp_path / "b")
    before = contents(postgres)

    with pytest.raises(BadBackupError, match="没有恢复任何内容"):
        restore(postgres, METADATA, tmp_path / "b")

    assert contents(postgres) == before
