"""The whole store as one file, the same from SQLite and from PostgreSQL.

Gzipped lines of JSON: a header with every table's columns, then each table's name
followed by its rows (arrays), at last how many rows there were. It is written and
read as a stream, and fits any store whose migrations stand where they stood when
it was made.
"""

import gzip
import json
import os
import tempfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from sqlalchemy import (
    Column,
    Engine,
    MetaData,
    Row,
    Table,
    delete,
    false,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from storage.errors import BadBackupError, StorageError
from storage.session import lift_time_limit, lock_tables, reading, writing

_FORMAT = "helpline-backup-1"
_BATCH = 500
"""Rows held in memory at once."""


def backup(engine: Engine, metadata: MetaData, path: Path) -> int:
    """Write everything to `path`, as one moment saw it; return how many rows.

    Readable by the owner only: it holds what people asked. A file already there
    is replaced once the new one is whole. Raises `OSError` if it cannot be
    written, `StorageError` if the store was never migrated, `TypeError`, with nothing
    written, if a column has a type that no backup holds.
    """
    tables = {table: _forms(table) for table in _backup_tables(metadata)}
    with reading(engine) as session, _replacing(path) as file:
        _put(file, _header(session, metadata))
        rows = 0
        for table, forms in tables.items():
            _put(file, table.name)
            for row in _read_rows(session, table):
                _put(file, _row_values(forms, row))
                rows += 1
        _put(file, {"rows": rows})
        return rows


def restore(
    engine: Engine,
    metadata: MetaData,
    path: Path,
    finish: Callable[[Session], object] = lambda _: None,
) -> int:
    """Make the store hold what the file holds and nothing else; return its rows.

    `finish` does the rest, before anybody sees the restored rows.

    Raises `BadBackupError`, with nothing changed, if the file is no backup, is cut off
    or damaged, or comes from other migrations; `OSError` if it cannot be read,
    `StorageError` if the store was never migrated.
    """
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines,
            writing(engine) as session,
        ):
            rows = _refill(session, metadata, lines)
            finish(session)
            return rows
    except gzip.BadGzipFile as error:
        raise BadBackupError(f"{path.name} 不是备份文件，没有恢复任何内容") from error
    except (EOFError, zlib.error) as error:
        raise BadBackupError("备份文件不完整或已损坏，没有恢复任何内容") from error
    except (ValueError, OverflowError, DataError, IntegrityError) as error:
        raise BadBackupError("备份文件的内容有错误，没有恢复任何内容") from error


def _header(session: Session, metadata: MetaData) -> dict[str, Any]:
    if not inspect(session.connection()).has_table("alembic_version"):
        raise StorageError("数据库还没有建立，请先运行 helpline migrate")
    revision = session.scalar(text("SELECT version_num FROM alembic_version"))
    tables = {it.name: it.columns.keys() for it in _backup_tables(metadata)}
    return {"format": _FORMAT, "revision": revision, "tables": tables}


def _backup_tables(metadata: MetaData) -> list[Table]:
    """List the tables that a backup holds: all but those made from others."""
    tables = metadata.sorted_tables
    return [table for table in tables if not table.info.get("derived")]


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of one Python type stand in JSON: as these types, and how made so."""

    plain: tuple[type, ...]
    write: Callable[[Any], object]
    read: Callable[[Any], object]


def _parse_time(written: str) -> datetime:
    found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        raise ValueError("a time needs its zone")
    return found


_FORMS: dict[type, _Form] = {
    bool: _Form((bool,), bool, bool),
    int: _Form((int,), int, int),
    str: _Form((str,), str, str),
    float: _Form((float, int), float, float),  # elsewhere 1.0 is written 1
    datetime: _Form((str,), datetime.isoformat, _parse_time),
    date: _Form((str,), date.isoformat, date.fromisoformat),
    bytes: _Form(
        (str,),
        lambda it: b64encode(it).decode(),
        lambda it: b64decode(it, validate=True),
    ),
}
"""By the type that a column says its values have: all a backup can hold."""


def _forms(table: Table) -> tuple[_Form, ...]:
    return tuple(_form(column) for column in table.columns)


def _form(column: Column[Any]) -> _Form:
    try:
        return _FORMS[column.type.python_type]
    except (KeyError, NotImplementedError) as error:
        raise TypeError(f"a backup cannot hold {column}: {column.type!r}") from error


def _read_rows(session: Session, table: Table) -> Iterator[Row[Any]]:
    statement = select(table).order_by(*table.primary_key)
    options = {"yield_per": _BATCH}
    with session.execute(statement, execution_options=options) as found:
        yield from found


def _row_values(forms: Iterable[_Form], row: Iterable[Any]) -> list[object]:
    pairs = zip(forms, row, strict=True)
    return [it if it is None else form.write(it) for form, it in pairs]


@contextmanager
def _replacing(path: Path) -> Iterator[IO[str]]:
    """Write beside the file, and put it in its place when it is safely on disk."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as raw:
            with (
                gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed,
                TextIOWrapper(packed, encoding="utf-8", newline="\n") as file,
            ):
                yield file
            raw.flush()
            os.fsync(raw.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def _put(file: IO[str], entry: object) -> None:
    json.dump(entry, file, ensure_ascii=False)
    file.write("\n")


def _refill(session: Session, metadata: MetaData, lines: Iterator[str]) -> int:
    _insist_on_fit(_header(session, metadata), json.loads(next(lines, "null")))
    tables = metadata.sorted_tables
    lift_time_limit(session)
    lock_tables(session, *(table.name for table in tables))
    for table in reversed(tables):
        session.execute(delete(table))
    for table, group in groupby(_rows(metadata, lines), key=itemgetter(0)):
        rows = (row for _, row in group)
        while batch := list(islice(rows, _BATCH)):
            session.execute(insert(table), batch)
    for table in tables:
        _go_on_counting(session, table)
    return sum(_count_rows(session, table) for table in _backup_tables(metadata))


def _insist_on_fit(ours: dict[str, Any], theirs: object) -> None:
    match theirs:
        case {"format": str(form), "revision": str(revision)} if form == _FORMAT:
            if revision != ours["revision"]:
                age = "旧" if revision < ours["revision"] else "新"
                raise BadBackupError(
                    f"备份的数据库结构版本是 {revision}，比现在的 {ours['revision']} {age}，"
                    "没有恢复任何内容；请用同一版本的程序恢复，再升级"
                )
            if theirs != ours:
                raise ValueError("the tables are not those of this revision")
        case _:
            raise BadBackupError("这不是本系统的备份文件，没有恢复任何内容")


def _rows(
    metadata: MetaData, lines: Iterator[str]
) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Give each row with its table; the last line must count them all."""
    table, seen = None, 0
    for line in lines:
        match json.loads(line):
            case str(name) if name in metadata.tables:
                table = metadata.tables[name]
            case [*values] if table is not None:
                seen += 1
                pairs = zip(table.columns, values, strict=True)
                yield table, {column.key: _value(column, it) for column, it in pairs}
            case {"rows": count} if count == seen and next(lines, None) is None:
                return
            case _:
                raise ValueError("a line that no backup has")
    raise EOFError


def _value(column: Column[Any], value: object) -> object:
    form = _form(column)
    if value is None:
        return None
    if type(value) not in form.plain:
        raise ValueError(f"{column} cannot hold {type(value).__name__}")
    return form.read(value)


def _go_on_counting(session: Session, table: Table) -> None:
    """Let PostgreSQL give the next id after the highest one restored."""
    column = table.autoincrement_column
    if column is None or session.get_bind().dialect.name != "postgresql":
        return
    following = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    session.execute(select(func.setval(sequence, following, false())))


def _count_rows(session: Session, table: Table) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0
