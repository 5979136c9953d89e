"""A fresh, migrated store of each kind for a test, dropped after it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, delete, text

from server import migrate
from server.all_tables import METADATA
from storage.engine import connect

SQLITE = "sqlite"
POSTGRES = "postgresql"


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / f'{uuid4().hex}.db'}"


@contextmanager
def postgres_url(server: str) -> Iterator[str]:
    """Make a schema of its own on the server, and name it in the address."""
    schema = f"t{uuid4().hex}"
    admin = connect(server)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        mark = "&" if "?" in server else "?"
        yield f"{server}{mark}options=-csearch_path%3D{schema}"
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


def clear(engine: Engine) -> None:
    """Take every row out of a migrated store."""
    with engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
