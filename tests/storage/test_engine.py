from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from storage.engine import LOCK_TIMEOUT, connect, sqlite_file
from storage.errors import BadAddressError, StorageError
from storage.session import writing
from tests import stores

pytestmark = pytest.mark.both_stores


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_psycopg(scheme: str) -> None:
    engine = connect(f"{scheme}://someone:secret@127.0.0.1:1/none")

    assert engine.dialect.driver == "psycopg"


@pytest.mark.parametrize("url", ["mysql://root:secret@127.0.0.1/x", "secret", ""])
def test_another_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadAddressError, match="DATABASE_URL") as refusal:
        connect(url)

    assert "secret" not in str(refusal.value)


def test_an_error_without_a_sentence_says_its_docstring() -> None:
    assert str(StorageError()) == "The store cannot be used."


def test_the_file_of_a_store_is_known_before_it_exists(tmp_path: Path) -> None:
    assert sqlite_file(f"sqlite:///{tmp_path}/var/x.db") == tmp_path / "var/x.db"
    assert sqlite_file("sqlite://") is None
    assert sqlite_file("postgresql://127.0.0.1/x") is None


def test_making_an_engine_touches_no_disk(tmp_path: Path) -> None:
    connect(f"sqlite:///{tmp_path}/var/x.db")

    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/deep/x.db"

    with stores.opened(url) as engine, engine.connect():
        pass

    assert (tmp_path / "var/deep/x.db").exists()


def test_a_folder_that_cannot_be_made_is_the_databases_own_error(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()

    with (
        stores.opened(f"sqlite:///{tmp_path}/file/x.db") as engine,
        pytest.raises(OperationalError),
    ):
        engine.connect()


def test_sqlite_keeps_what_it_acknowledged_and_checks_references(
    tmp_path: Path,
) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    url = stores.sqlite_url(tmp_path)

    with stores.opened(url) as engine, engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in names
        }

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_postgresql_waits_five_seconds_at_most(postgres: Engine) -> None:
    with postgres.connect() as connection:
        limits = [
            connection.execute(text(f"SHOW {name}")).scalar()
            for name in ("lock_timeout", "statement_timeout", "timezone")
        ]

    assert limits == ["5s", "5s", "UTC"]


def test_a_server_that_is_not_there_is_said_at_once() -> None:
    engine = connect("postgresql://root@127.0.0.1:1/test")
    began = monotonic()

    with pytest.raises(OperationalError):
        engine.connect()

    assert timedelta(seconds=monotonic() - began) < LOCK_TIMEOUT


def _count_up(url: str) -> None:
    with stores.opened(url) as engine:
        for _ in range(5):
            with writing(engine) as session:
                session.execute(text("CREATE TABLE IF NOT EXISTS seen (n INTEGER)"))
                count = session.scalar(text("SELECT count(*) FROM seen"))
                session.execute(text("INSERT INTO seen VALUES (:n)"), {"n": count})


def test_processes_that_open_a_new_file_together_write_in_turn(tmp_path: Path) -> None:
    url = stores.sqlite_url(tmp_path)
    context = get_context("spawn")
    workers = [context.Process(target=_count_up, args=(url,)) for _ in range(3)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with stores.opened(url) as engine, engine.connect() as connection:
        rows = connection.execute(text("SELECT n FROM seen ORDER BY n")).scalars()
        assert list(rows) == list(range(15))


def test_many_threads_write_in_turn(engine: Engine) -> None:
    def add(number: int) -> None:
        with writing(engine) as session:
            session.execute(
                text("INSERT INTO case_keys (parent, highest) VALUES (:p, 1)"),
                {"p": str(number)},
            )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM case_keys")) == 40


def test_an_error_does_not_repeat_what_people_texted(engine: Engine) -> None:
    with pytest.raises(SQLAlchemyError) as told, writing(engine) as session:
        session.execute(text("INSERT INTO nowhere VALUES (:body)"), {"body": "secret"})

    assert "secret" not in str(told.value)
