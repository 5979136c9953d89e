import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    Table,
    func,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from faq_store.inquiries import inquiries
from faq_store.tables import InquiryRow
from helpline.conversation.turn import InquiryReason
from helpline.faq import Case
from ivr.tables import CallRow, CallStepRow
from reporting import store
from reporting.metrics import FigureName
from server import migrate
from server.all_tables import METADATA
from sms.tables import TurnRow
from storage.backup import backup, restore
from storage.errors import BadBackupError, StorageError
from storage.session import reading, writing
from tests import stores
from tests.faq_store import examples

pytestmark = pytest.mark.both_stores

AT = datetime(2026, 3, 2, 1, 30, 0, 250000, tzinfo=UTC)
DAY = date(2026, 3, 2)


@pytest.fixture
def other(kind: str, tmp_path: Path) -> Iterator[Callable[[str], Engine]]:
    """Open further stores: the same kind or, by its name, another."""
    with ExitStack() as stack:
        yield lambda wanted: stack.enter_context(
            stores.migrated(wanted or kind, tmp_path)
        )


def fill(engine: Engine, turns: int = 3) -> None:
    """Put something of everything into the store."""
    examples.publish(engine, examples.SMALL, AT)
    with writing(engine) as session:
        session.add(
            CallRow(call_sid="CA1", sender="", edition=1, status="", started_at=AT)
        )
        session.flush()
        session.add(CallStepRow(call_sid="CA1", step=1, path="1", key="#", at=AT))
        for number in range(turns):
            turn = TurnRow(message_sid=f"SM{number}", sender="+86", to="1", at=AT)
            turn.body, turn.reply, turn.unrouted = (
                '𠮷"\n\\,\u2028',
                "",
                bool(number % 2),
            )
            session.add(turn)
        inquire(session, "SM1")
        store.record_day(session, DAY, [(FigureName.TEXTS, "", turns)], AT, past=False)


def inquire(session: Session, source: str) -> None:
    inquiries.record_inquiry(
        session,
        asked="？",
        reason=InquiryReason.UNSURE,
        options=[Case("1.2", 1)],
        sender="+86",
        at=AT,
        source=source,
    )


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with reading(engine) as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in METADATA.sorted_tables
            if not table.info.get("derived")
        }


def rewritten(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
    path.write_bytes(gzip.compress("".join(change(lines)).encode()))


def test_a_restored_store_holds_what_was_backed_up(
    engine: Engine, other: Callable[[str], Engine], tmp_path: Path
) -> None:
    fill(engine, turns=1100)
    rows = backup(engine, METADATA, tmp_path / "b")
    fresh = other("")

    restored = restore(fresh, METADATA, tmp_path / "b")

    assert contents(fresh) == contents(engine)
    assert restored == rows == sum(len(it) for it in contents(engine).values())


def test_an_office_moves_from_sqlite_to_postgresql_and_back(
    postgres: Engine, tmp_path: Path
) -> None:
    with (
        stores.migrated(stores.SQLITE, tmp_path) as small,
        stores.migrated(stores.SQLITE, tmp_path) as again,
    ):
        fill(small)

        backup(small, METADATA, tmp_path / "b")
        restore(postgres, METADATA, tmp_path / "b")
        backup(postgres, METADATA, tmp_path / "c")
        restore(again, METADATA, tmp_path / "c")

        assert contents(again) == contents(postgres) == contents(small)
        assert (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes()


def test_restoring_replaces_what_was_there(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    before = contents(engine)
    backup(engine, METADATA, tmp_path / "b")
    with writing(engine) as session:
        inquire(session, "SM2")

    restore(engine, METADATA, tmp_path / "b")

    assert contents(engine) == before


def test_new_rows_get_new_ids_after_a_restore(
    engine: Engine, other: Callable[[str], Engine], tmp_path: Path
) -> None:
    fill(engine)
    backup(engine, METADATA, tmp_path / "b")
    fresh = other("")
    restore(fresh, METADATA, tmp_path / "b")

    with writing(fresh) as session:
        inquire(session, "SM2")

    with reading(fresh) as session:
        assert session.scalar(select(func.count()).select_from(InquiryRow)) == 2


def test_a_backup_is_for_its_owner_alone(engine: Engine, tmp_path: Path) -> None:
    backup(engine, METADATA, tmp_path / "b")

    assert S_IMODE((tmp_path / "b").stat().st_mode) == 0o600


def test_a_backup_that_fails_leaves_the_old_file(
    engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "backups" / "b"
    file.parent.mkdir()
    file.write_text("old")
    more = MetaData()
    Table("not_there", more, Column("id", Integer, primary_key=True))

    with pytest.raises(SQLAlchemyError, match="not_there"):
        backup(engine, more, file)

    assert file.read_text() == "old"
    assert [*file.parent.iterdir()] == [file]


def test_a_store_without_tables_has_no_backup(empty: Engine, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="migrate"):
        backup(empty, METADATA, tmp_path / "b")

    assert not (tmp_path / "b").exists()


def test_a_backup_of_another_revision_is_refused(empty: Engine, tmp_path: Path) -> None:
    migrate.upgrade(empty)
    fill(empty)
    backup(empty, METADATA, tmp_path / "b")
    before = contents(empty)
    for revision, word in (("0000", "新"), ("9999", "旧")):
        with empty.begin() as connection:
            statement = text("UPDATE alembic_version SET version_num = :it")
            connection.execute(statement, {"it": revision})

        with pytest.raises(BadBackupError, match=f"{revision} {word}"):
            restore(empty, METADATA, tmp_path / "b")

    assert contents(empty) == before


def _first_row(lines: list[str]) -> int:
    return next(at for at, it in enumerate(lines) if it.startswith("["))


BROKEN: dict[str, Callable[[list[str]], list[str]]] = {
    "empty": lambda _: [],
    "no header": lambda it: it[1:],
    "another format": lambda it: ['{"format": "other"}\n', *it[1:]],
    "other tables": lambda item: [
        json.dumps(json.loads(item[0]) | {"tables": {}}) + "\n",
        *item[1:],
    ],
    "no end": lambda it: it[:-1],
    "cut in a line": lambda it: [*it[:-2], it[-2][:5]],
    "a row missing": lambda it: [*it[: (row := _first_row(it))], *it[row + 1 :]],
    "more after the end": lambda it: [*it, "[1]\n"],
    "an unknown table": lambda it: [it[0], '"users"\n', *it[1:]],
    "a row before any table": lambda it: [it[0], "[1]\n", *it[1:]],
    "a row too short": lambda it: [*it[:-1], "[1]\n", it[-1]],
    "a wrong type": lambda it: [part.replace('"SM1"', "7") for part in it],
    "a wrong time": lambda each: [
        part.replace("2026-03-02T", "yesterday") for part in each
    ],
    "a wrong day": lambda entry: [
        part.replace('["2026-03-02"', '["2026-02-30"') for part in entry
    ],
    "a time without zone": lambda it: [part.replace("+00:00", "") for part in it],
    "a wrong reference": lambda one: [
        part.replace('"CA1", 1', '"CA2", 1') for part in one
    ],
    "a number too great": lambda lines: [
        part.replace('"CA1", 1', f'"CA1", {10**30}') for part in lines
    ],
    "not a sentence": lambda it: [it[0], "{", *it[1:]],
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_backup_is_refused_and_nothing_is_lost(
    engine: Engine, tmp_path: Path, change: Callable[[list[str]], list[str]]
) -> None:
    fill(engine)
    before = contents(engine)
    backup(engine, METADATA, tmp_path / "b")
    rewritten(tmp_path / "b", change)

    with pytest.raises(BadBackupError, match="没有恢复任何内容"):
        restore(engine, METADATA, tmp_path / "b")

    assert contents(engine) == before


@pytest.mark.parametrize("kept", [0.3, 0.999])
def test_a_backup_cut_off_is_refused_and_nothing_is_lost(
    engine: Engine, tmp_path: Path, kept: float
) -> None:
    fill(engine)
    before = contents(engine)
    backup(engine, METADATA, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(BadBackupError, match="不完整"):
        restore(engine, METADATA, tmp_path / "b")

    assert contents(engine) == before


@pytest.mark.parametrize("content", [b"SQLite format 3\0", b"\x1f\x8b\x08\0damaged!!!"])
def test_any_other_file_is_refused(
    engine: Engine, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "b").write_bytes(content)

    with pytest.raises(BadBackupError, match="没有恢复任何内容"):
        restore(engine, METADATA, tmp_path / "b")


def test_a_file_that_is_not_there_is_the_systems_own_error(
    engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        restore(engine, METADATA, tmp_path / "b")
