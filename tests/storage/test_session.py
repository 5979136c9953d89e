from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from faq_store.tables import GivenKeyRow
from storage.session import insert_once, lock_tables, reading, writing
from tests.waiting import HANGS

pytestmark = pytest.mark.both_stores

COUNT = text("SELECT count(*) FROM case_keys")


def add(session: Session, parent: str) -> None:
    session.add(GivenKeyRow(parent=parent, highest=1))


def test_writing_commits_at_the_end(engine: Engine) -> None:
    with writing(engine) as session:
        add(session, "1")

    with reading(engine) as session:
        assert session.scalar(COUNT) == 1


def test_writing_that_fails_leaves_nothing(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as session:
            add(session, "1")
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    with reading(engine) as session:
        assert session.scalar(COUNT) == 0


def test_reading_cannot_write(engine: Engine) -> None:
    def write() -> None:
        with reading(engine) as session:
            add(session, "1")

    with pytest.raises(DBAPIError, match="read"):
        write()


def test_a_connection_that_read_can_write_again(engine: Engine) -> None:
    with reading(engine) as session:
        session.scalar(COUNT)

    with writing(engine) as session:
        add(session, "1")

    with reading(engine) as session:
        assert session.scalar(COUNT) == 1


def test_reading_sees_one_moment(engine: Engine) -> None:
    with reading(engine) as before:
        before.scalar(COUNT)
        with writing(engine) as session:
            add(session, "1")

        assert before.scalar(COUNT) == 0


def test_excluding_others_makes_the_next_one_wait_and_see(engine: Engine) -> None:
    excluded = Event()

    def first() -> None:
        with writing(engine) as session:
            lock_tables(session, "case_keys")
            excluded.set()
            add(session, "1")

    def second() -> object:
        excluded.wait(HANGS)
        with writing(engine) as session:
            lock_tables(session, "case_keys")
            return session.scalar(COUNT)

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(first), pool.submit(second)
        one.result()

        assert two.result() == 1


def test_inserting_once_keeps_the_row_that_is_there(engine: Engine) -> None:
    for highest in (1, 2):
        with writing(engine) as session:
            insert_once(session, GivenKeyRow, parent="1", highest=highest)

    with reading(engine) as session:
        kept = session.get_one(GivenKeyRow, "1")
        assert kept.highest == 1
