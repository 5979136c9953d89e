"""Opens the store a URL names, set up so that neither a lock nor a lost host hangs us."""

import contextlib
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import BadAddressError

LOCK_TIMEOUT = timedelta(seconds=5)
"""How long a statement waits for a lock, or for a host that has gone silent."""

CONNECT_TIMEOUT = timedelta(seconds=3)
"""How long to wait for a connection, new or from the pool."""

_POSTGRES = {"postgres", "postgresql", "postgresql+psycopg"}


def connect(url: str) -> Engine:
    """Make the engine; no connection is opened yet.

    Raises `BadAddressError` for anything but SQLite and PostgreSQL. The sentence
    never repeats the address: it may hold a password.
    """
    parsed = _parse(url)
    if parsed.drivername == "sqlite":
        return _sqlite(parsed)
    return _postgres(parsed)


def sqlite_file(url: str | URL) -> Path | None:
    """Name the SQLite file, which may not exist yet; None for any other store."""
    parsed = _parse(url)
    if parsed.drivername != "sqlite" or parsed.database in {None, "", ":memory:"}:
        return None
    return Path(str(parsed.database))


def _parse(url: str | URL) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadAddressError("DATABASE_URL 不是数据库地址") from error
    if parsed.drivername in _POSTGRES:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return parsed.set(drivername="sqlite")
    raise BadAddressError(
        f"DATABASE_URL 只支持 sqlite:// 和 postgresql://，不支持 {parsed.drivername}://"
    )


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,  # an error is logged; what people texted is not
        connect_args={"timeout": LOCK_TIMEOUT.total_seconds()},
    )
    folder = Path(url.database or "").parent

    def make_folder(*_: object) -> None:
        # What stands in the way, SQLite says itself when it opens the file.
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)

    event.listen(engine, "do_connect", make_folder)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver would otherwise begin late, by itself and never as a writer.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    # Whoever did not promise only to read begins as a writer: a read that turns
    # into a write fails at once in SQLite, without waiting its turn.
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _postgres(url: URL) -> Engine:
    milliseconds = int(LOCK_TIMEOUT.total_seconds() * 1000)
    limits = (
        f"-c lock_timeout={milliseconds} -c statement_timeout={milliseconds}"
        f" -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
    )
    given = url.query.get("options", "")
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=CONNECT_TIMEOUT.total_seconds(),
        connect_args={
            "connect_timeout": int(CONNECT_TIMEOUT.total_seconds()),
            "tcp_user_timeout": milliseconds,
            "options": f"{limits} {given}".strip(),
        },
    )
