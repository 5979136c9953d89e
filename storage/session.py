"""One transaction for each use case, declared as reading or as writing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Engine, Update, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.base import Base


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Read one unmoving state of the store; whatever tries to write fails."""
    with Session(engine) as session, session.begin():
        options: dict[str, object] = {"reads": True}
        if engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
            options["postgresql_readonly"] = True
        session.connection(execution_options=options)
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Read and write, committed at the end or not at all.

    On SQLite there is one writer at a time and this waits to be it.
    """
    with Session(engine, expire_on_commit=False) as session, session.begin():
        session.connection()
        yield session


def lock_tables(session: Session, *tables: str) -> None:
    """Wait until nobody else writes these tables, and keep them off; reading goes on.

    A writer on SQLite is alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(tables)
        session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def lift_time_limit(session: Session) -> None:
    """Let the statements of this transaction take as long as they need."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = 0"))


def execute_and_count(session: Session, statement: Update | Delete) -> int:
    """Execute, and return how many rows it changed; objects in memory stay as they are."""
    options = {"synchronize_session": False}
    result = session.execute(statement, execution_options=options)
    return cast("CursorResult[Any]", result).rowcount


_INSERTS: dict[str, Callable[[type[Base]], postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def insert_once(session: Session, row: type[Base], **values: object) -> None:
    """Insert a row, or leave the one that has its key as it is."""
    insert = _INSERTS[session.get_bind().dialect.name]
    session.execute(insert(row).values(**values).on_conflict_do_nothing())
