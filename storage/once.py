"""Writing a row that may be there already."""

from collections.abc import Callable

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.base import Base

_INSERTS: dict[str, Callable[[type[Base]], postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def insert_once(session: Session, row: type[Base], **values: object) -> None:
    """Insert a row, or leave the one that has its key as it is."""
    insert = _INSERTS[session.get_bind().dialect.name]
    session.execute(insert(row).values(**values).on_conflict_do_nothing())
