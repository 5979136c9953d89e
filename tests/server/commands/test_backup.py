"""Backup, restore, purge, migrate: what an operator does to the whole store."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from faq_store.tables import MatcherRow
from server import migrate
from sms.tables import ConversationRow, TurnRow
from storage.session import reading, writing
from tests import seeded, stores
from tests.faq_store import examples
from tests.server.callers import address, rows
from tests.server.commands.operator import Operator

pytestmark = pytest.mark.both_stores

RENEWED = "匹配器已重新生成。\n"
WANG, LI = "+8613800138000", "+8613900139000"


def keep(store: Engine, sender: str, at: datetime) -> None:
    with writing(store) as session:
        sid = f"SM{sender}"
        session.add(ConversationRow(sender=sender, state="", updated_at=at))
        session.add(
            TurnRow(message_sid=sid, sender=sender, to="", body="", reply="", at=at)
        )


def test_a_backup_restores_everything_into_another_store(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    keep(engine, WANG, now)
    before, file = rows(engine), str(operator.folder / "all.gz")
    said = examples.latest(engine)
    del before["matchers"]  # the latest edition's is built again

    saved = operator.does("backup", file)
    keep(engine, LI, now)
    restored = operator.does("restore", file)

    total = sum(before.values())
    assert saved.stdout == f"已备份 {total} 行到 {file}\n"
    assert restored.stdout == f"{RENEWED}已恢复 {total} 行\n"
    assert rows(engine) == {**before, "matchers": 1}
    assert before["synonyms"] == len(examples.SMALL.synonyms)
    assert examples.latest(engine) == said


@pytest.mark.parametrize("content", [b"", b"no backup", b"\x1f\x8b\x08\x00cut off"])
def test_a_file_that_is_no_backup_changes_nothing(
    operator: Operator, engine: Engine, now: datetime, content: bytes
) -> None:
    keep(engine, WANG, now)
    before = rows(engine)

    done = operator.does("restore", operator.file("bad.gz", content))

    assert done.exit_code == 1
    assert "没有恢复任何内容" in done.stderr
    assert rows(engine) == before


def test_the_number_one_person_gives_is_forgotten_however_it_is_written(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    keep(engine, WANG, now)
    keep(engine, LI, now)

    done = operator.does("purge", "--number", "138 0013 8000")

    assert done.stdout.startswith("已删除：1 条短信记录、1 个对话、")
    assert rows(engine)["turns"] == 1


def test_an_empty_number_deletes_nothing(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    keep(engine, WANG, now - timedelta(days=9999))

    done = operator.does("purge", "--number", " ")

    assert done.exit_code == 2
    assert rows(engine)["turns"] == 1


@pytest.mark.parametrize(
    ("words", "given", "left"),
    [
        ((), "", 1),
        (("--days", "5"), "", 0),
        ((), "5", 0),
        (("--days", "20"), "5", 1),
    ],
)
def test_what_is_too_old_is_purged_by_the_days_that_were_set(
    operator: Operator,
    engine: Engine,
    words: tuple[str, ...],
    given: str,
    left: int,
) -> None:
    keep(engine, WANG, datetime.now().astimezone() - timedelta(days=10))

    done = operator.does("purge", *words, RETENTION_DAYS=given)

    assert done.exit_code == 0
    assert rows(engine)["turns"] == left


def test_migrating_an_empty_store_publishes_the_packaged_faq_once(
    empty: Engine, tmp_path: Path
) -> None:
    operator = Operator(address(empty), tmp_path)
    for item in (tmp_path, tmp_path / "var"):  # beside a file, or for another store
        seeded.lay_out(item / "matchers")

    first, again = operator.does("migrate"), operator.does("migrate")

    done = "数据库已是最新。\n"
    assert first.stdout == "已发布随附的问题释疑，为第1版。\n" + done
    assert again.stdout == done
    assert migrate.pending_revisions(empty) == ()
    assert rows(empty)["editions"] > 0


def test_migrating_a_store_with_a_faq_of_its_own_leaves_it_alone(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    before = rows(engine)

    assert operator.does("migrate").stdout == "数据库已是最新。\n"
    assert rows(engine) == before


def test_migrating_renews_a_matcher_that_another_version_wrote_and_says_so(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    with reading(engine) as session:
        written = session.scalars(select(MatcherRow.data)).one()
    with writing(engine) as session:
        session.execute(update(MatcherRow).values(data=b"of old", digest=""))

    first, again = operator.does("migrate"), operator.does("migrate")

    assert first.stdout == RENEWED + "数据库已是最新。\n"
    assert again.stdout == "数据库已是最新。\n"
    with reading(engine) as session:
        row = session.scalars(select(MatcherRow)).one()
        assert (row.data, row.digest) == (written, sha256(written).hexdigest())


def test_a_restore_makes_the_matcher_that_the_backup_left_out(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    with reading(engine) as session:
        written = session.scalars(select(MatcherRow.data)).one()
    file = str(operator.folder / "all.gz")
    operator.does("backup", file)

    operator.does("restore", file)

    with reading(engine) as session:
        assert session.scalars(select(MatcherRow.data)).one() == written
    assert operator.does("migrate").stdout == "数据库已是最新。\n"


def test_a_restore_with_an_encoder_that_cannot_be_used_replaces_nothing(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    keep(engine, WANG, now)
    file = str(operator.folder / "all.gz")
    operator.does("backup", file)
    keep(engine, LI, now)
    before = rows(engine)

    done = operator.does("restore", file, ENCODER_DIR=str(operator.folder / "none"))

    assert done.exit_code == 1
    assert rows(engine) == before


def test_a_restore_of_a_store_without_an_edition_makes_no_matcher(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    keep(engine, WANG, now)
    file = str(operator.folder / "all.gz")
    operator.does("backup", file)

    assert "匹配器" not in operator.does("restore", file).stdout
    assert rows(engine)["matchers"] == 0


def test_a_file_of_another_store_kind_restores_too(
    sqlite: Engine, kind: str, tmp_path: Path, now: datetime
) -> None:
    keep(sqlite, WANG, now)
    file = str(tmp_path / "all.gz")
    Operator(address(sqlite), tmp_path).does("backup", file)

    with stores.migrated(kind, tmp_path) as other:
        done = Operator(address(other), tmp_path).does("restore", file)

        assert done.exit_code == 0
        assert rows(other) == rows(sqlite)


def test_what_is_no_number_is_not_deleted_as_one(operator: Operator) -> None:
    done = operator.does("purge", "--number", "abc")

    assert done.exit_code != 0
    assert "不是电话号码" in done.stderr
