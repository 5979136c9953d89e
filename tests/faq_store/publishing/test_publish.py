from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import Engine, select

from faq_store.content import drafts, editions
from faq_store.errors import FaqError, NothingToPublishError
from faq_store.publishing import publish as publishing_publish
from faq_store.tables import EditionRow
from helpline.faq import Edition
from storage.session import reading, writing
from tests.faq_store import examples

pytestmark = pytest.mark.both_stores


def titled(title: str) -> Edition:
    return replace(examples.SMALL, title=title)


def publish(engine: Engine, now: datetime) -> int:
    with writing(engine) as session:
        return publishing_publish.publish_draft(
            session, now=now, by="张三", second_person=False, note="新菜单"
        )


def test_editions_are_numbered_from_one(engine: Engine, now: datetime) -> None:
    numbers = [examples.publish(engine, titled(title), now) for title in "甲乙丙"]

    assert numbers == [1, 2, 3]
    with reading(engine) as session:
        assert editions.latest_number(session) == 3
        assert editions.load_edition(session, 2) == replace(titled("乙"), number=2)


def test_an_edition_says_who_published_it_when_and_why(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, examples.SMALL, now)

    publish(engine, now + timedelta(hours=1))

    with reading(engine) as session:
        row = session.scalars(select(EditionRow)).one()
        assert (row.published_by, row.note) == ("张三", "新菜单")
        assert (row.drafted_at, row.published_at) == (now, now + timedelta(hours=1))


def test_without_a_draft_there_is_nothing_to_publish(
    engine: Engine, now: datetime
) -> None:
    with pytest.raises(NothingToPublishError, match="没有可发布的改动"):
        publish(engine, now)


def test_an_unchanged_draft_is_not_published(engine: Engine, now: datetime) -> None:
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, examples.SMALL, now)

    with pytest.raises(NothingToPublishError):
        publish(engine, now)

    assert examples.drafted(engine) == examples.SMALL


def test_a_published_edition_never_changes(engine: Engine, now: datetime) -> None:
    examples.publish(engine, titled("甲"), now)
    with reading(engine) as session:
        first = editions.load_edition(session, 1)

    for title in "乙丙":
        examples.publish(engine, titled(title), now)
    examples.draft(engine, titled("丁"), now)

    with reading(engine) as session:
        assert editions.load_edition(session, 1) == first


def race(*runs: Callable[[], object]) -> list[object]:
    """Run them at one instant; give what each returned, or refused with."""
    together = Barrier(len(runs))

    def run(one: Callable[[], object]) -> object:
        together.wait()
        try:
            return one()
        except FaqError as refusal:
            return type(refusal)

    with ThreadPoolExecutor(len(runs)) as pool:
        return list(pool.map(run, runs))


def test_of_two_who_publish_at_once_one_wins_and_the_other_is_told(
    engine: Engine, now: datetime
) -> None:
    for number in range(1, 6):
        examples.draft(engine, titled(str(number)), now)

        outcomes = race(*[partial(publish, engine, now)] * 3)

        assert sorted(outcomes, key=str) == [number, *[NothingToPublishError] * 2]


def test_a_draft_written_while_it_is_published_changes_no_edition(
    engine: Engine, now: datetime
) -> None:
    for number in range(1, 6):
        later = titled(f"后来{number}")
        examples.draft(engine, titled(str(number)), now)

        race(
            partial(publish, engine, now),
            partial(examples.draft, engine, later, now),
        )

        with reading(engine) as session:
            published = editions.load_edition(
                session, editions.latest_number(session) or 0
            )
            left = drafts.load_draft(session)
        assert (published.title, left and left.title) in {
            (str(number), later.title),
            (later.title, None),
        }


def test_two_first_drafts_at_once_become_one(engine: Engine, now: datetime) -> None:
    race(*(partial(examples.draft, engine, titled(it), now) for it in "甲乙"))

    left = examples.drafted(engine)
    assert left in (titled("甲"), titled("乙"))
