"""0002 keeps what a database of 0001 holds, and lets the release before go on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, delete, insert, inspect, select, update

from faq_store.content import drafts, editions, matcher_store
from faq_store.tables import EditionRow, MatcherRow
from helpline import matching
from server import migrate
from server.all_tables import METADATA
from storage.session import reading, writing
from tests import stores
from tests.faq_store import examples

pytestmark = pytest.mark.both_stores

BARE = replace(examples.SMALL, synonyms=())
FIRST = replace(BARE, number=1)
OLD = b"helpline-matcher-1 as the release before wrote it"


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Publish an edition, and draft the next, with the tables of today."""
    folder = tmp_path_factory.mktemp("today")
    now = datetime.fromisoformat("2026-03-02T01:30:00Z")
    with stores.migrated(stores.SQLITE, folder) as engine:
        examples.publish(engine, BARE, now)
        examples.draft(engine, replace(BARE, title="改过的"), now)
        with writing(engine) as session:
            session.execute(update(MatcherRow).values(data=OLD))
        yield engine


@pytest.fixture
def before(empty: Engine, today: Engine) -> Engine:
    """Make the same with the tables of 0001."""
    with empty.connect() as connection:
        command.upgrade(migrate.alembic_config(connection), "0001")
    known = MetaData()
    known.reflect(empty)
    with today.connect() as source, empty.begin() as target:
        for table in METADATA.sorted_tables:
            if (older := known.tables.get(table.name)) is not None:
                columns = [it for it in table.columns if it.name in older.columns]
                rows = source.execute(select(*columns)).mappings().all()
                if rows:
                    target.execute(insert(table), [dict(it) for it in rows])
    return empty


def test_before_it_there_are_neither_synonyms_nor_digests(before: Engine) -> None:
    found = inspect(before)

    assert migrate.pending_revisions(before)[0] == "0002"
    assert not found.has_table("synonyms")
    assert {it["name"] for it in found.get_columns("matchers")} == {
        "edition_id",
        "data",
    }


def test_editions_and_the_draft_are_what_they_were_and_have_no_synonyms(
    before: Engine,
) -> None:
    migrate.upgrade(before)

    with reading(before) as session:
        assert editions.load_edition(session, 1) == FIRST
        assert drafts.load_draft(session) == replace(BARE, title="改过的")


def test_the_matcher_stays_and_is_found_to_be_of_another_version(
    before: Engine,
) -> None:
    migrate.upgrade(before)

    with reading(before) as session:
        row = session.scalars(select(MatcherRow)).one()
        assert (row.data, row.digest) == (OLD, "")
        assert matcher_store.find_outdated(session) == FIRST


def test_the_edition_is_served_with_a_matcher_built_anew_and_then_renewed(
    before: Engine,
) -> None:
    migrate.upgrade(before)

    with reading(before) as session:
        built = matcher_store.load_or_build(session, editions.load_edition(session, 1))
    with writing(before) as session:
        matcher_store.renew_matcher(session, FIRST, built)

    with reading(before) as session:
        assert matcher_store.find_outdated(session) is None
        assert session.scalars(select(MatcherRow.data)).one() == matching.dump_matcher(
            built
        )


def test_the_release_before_goes_on_storing_matchers_after_it(before: Engine) -> None:
    migrate.upgrade(before)

    with writing(before) as session:
        edition = session.scalar(select(EditionRow.id).where(EditionRow.number == 1))
        session.execute(delete(MatcherRow))
        session.execute(insert(MatcherRow).values(edition_id=edition, data=OLD))

    with reading(before) as session:
        assert session.scalars(select(MatcherRow.digest)).one() == ""


def test_a_draft_taught_synonyms_is_published_after_it(
    empty: Engine, now: datetime
) -> None:
    with empty.connect() as connection:
        command.upgrade(migrate.alembic_config(connection), "0001")
    migrate.upgrade(empty)

    number = examples.publish(empty, examples.SMALL, now)

    assert examples.latest(empty) == replace(examples.SMALL, number=number)
