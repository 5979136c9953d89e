"""Migrated stores of each kind, fresh for each test: made once, filled from a template."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, Table, delete, func, insert, select, text

from server import migrate
from server.all_tables import METADATA
from storage.engine import connect, sqlite_file
from storage.session import reading

SQLITE = "sqlite"
POSTGRES = "postgresql"

_Rows = tuple[tuple[Table, list[dict[str, Any]]], ...]


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / f'{uuid4().hex}.db'}"


@contextmanager
def postgres_url(server: str) -> Iterator[str]:
    """Make a schema of its own on the server, and name it in the address.

    Nobody needs its rows after a power cut.
    """
    schema = f"t{uuid4().hex}"
    admin = connect(server)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        mark = "&" if "?" in server else "?"
        options = f"-csearch_path%3D{schema}%20-csynchronous_commit%3Doff"
        yield f"{server}{mark}options={options}"
    finally:
        with admin.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        admin.dispose()


@contextmanager
def empty_store(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of a store with nothing in it, not even tables."""
    if kind == SQLITE:
        yield sqlite_url(folder)
        return
    with postgres_url(os.environ["TEST_DATABASE_URL"]) as url:
        yield url


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def migrated(kind: str, folder: Path) -> Iterator[Engine]:
    with empty_store(kind, folder) as url, opened(url) as engine:
        migrate.upgrade(engine)
        yield engine


def fill(engine: Engine, template: Path) -> None:
    """Make a store hold what this SQLite file does, and nothing else.

    The store is of any kind, migrated, and nobody is at work in it. A SQLite store is
    alone in its folder, which is emptied.
    """
    file = sqlite_file(engine.url)
    if file is None:
        clear(engine)
        _pour(engine, _rows(template))
        return
    engine.dispose()
    shutil.rmtree(file.parent, ignore_errors=True)
    file.parent.mkdir(parents=True)
    shutil.copy(template, file)


def clear(engine: Engine) -> None:
    """Take every row out of a migrated store."""
    with engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))


@cache
def _rows(template: Path) -> _Rows:
    """Read all rows of a template: it never changes."""
    with opened(f"sqlite:///{template}") as engine, reading(engine) as session:
        return tuple(
            (table, [dict(it) for it in session.execute(select(table)).mappings()])
            for table in METADATA.sorted_tables
        )


def _pour(engine: Engine, rows: _Rows) -> None:
    """Put rows into an empty PostgreSQL store, which counts on from their numbers."""
    with engine.begin() as connection:
        for table, values in rows:
            if not values:
                continue
            connection.execute(insert(table), values)
            column = table.autoincrement_column
            if column is not None:
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                highest = select(func.max(column)).scalar_subquery()
                connection.execute(select(func.setval(sequence, highest)))
