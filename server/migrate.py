"""Database migrations (Alembic): run them, and say whether the schema is current."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from server.errors import NotReadyError
from storage.session import reading

if TYPE_CHECKING:
    from alembic.config import Config


class DatabaseAheadError(NotReadyError):
    """The database is ahead of this code."""


_REVISION = re.compile(r"(\d{4})_\w+\.py")

_ALEMBIC = Lock()
"""Alembic keeps the upgrade at hand in globals: one at a time in a process."""


def upgrade(engine: Engine) -> None:
    """Apply what is pending, all of it or nothing; a second release waits its turn.

    Raises `DatabaseAheadError`.
    """
    from alembic import command  # noqa: PLC0415 - a tenth of a second, rarely needed

    pending_revisions(engine)
    with _ALEMBIC, _connect_unchecked(engine) as connection:
        command.upgrade(alembic_config(connection), "head")


def pending_revisions(engine: Engine) -> tuple[str, ...]:
    """List the revisions not applied yet; quick enough for a readiness probe.

    Raises `DatabaseAheadError` if a newer release has been here.
    """
    known, current = known_revisions(), applied_revision(engine)
    if current is None:
        return known
    if current not in known:
        raise DatabaseAheadError(
            f"数据库的结构版本是 {current}，比程序的 {known[-1]} 新，请升级程序"
        )
    return known[known.index(current) + 1 :]


def applied_revision(engine: Engine) -> str | None:
    """Read the database's revision, None if it was never migrated."""
    with reading(engine) as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return None
        found: str | None = session.scalar(
            text("SELECT version_num FROM alembic_version")
        )
        return found


def known_revisions() -> tuple[str, ...]:
    """List every revision this code knows, oldest first, by the files' names."""
    names = (file.name for file in (files("migrations") / "versions").iterdir())
    return tuple(sorted(it[1] for name in names if (it := _REVISION.fullmatch(name))))


def schema_drift(engine: Engine) -> tuple[Any, ...]:
    """List where a migrated database differs from the models: nowhere, one hopes."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - as above
    from alembic.migration import MigrationContext  # noqa: PLC0415

    from server.all_tables import METADATA  # noqa: PLC0415

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return tuple(compare_metadata(context, METADATA))


def alembic_config(connection: Connection) -> "Config":
    """Tell alembic where our migrations are; also for drafting a new one."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", "migrations:")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connect_unchecked(engine: Engine) -> Iterator[Connection]:
    """Open a connection of its own, on which SQLite may rebuild a table.

    Rebuilding drops the old table, which foreign keys would not allow; they cannot
    be switched off inside a transaction.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.detach()
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.close()
        yield connection
