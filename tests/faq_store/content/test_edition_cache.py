from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from faq_store.content.edition_cache import EditionCache
from faq_store.errors import NoSuchEditionError
from helpline.faq import Edition
from helpline.matching import Matcher
from helpline.wording import Prompts
from storage.errors import StorageError
from tests import stores
from tests.faq_store import examples
from tests.waiting import HANGS

pytestmark = pytest.mark.both_stores


class Loader:
    """Gives one matcher for every edition, when `go_on` is set, and counts them."""

    def __init__(self, matcher: Matcher) -> None:
        self.loaded = list[int]()
        self.begun, self.go_on = Event(), Event()
        self.go_on.set()
        self._matcher = matcher

    def __call__(self, _: Session, edition: Edition) -> Matcher:
        self.begun.set()
        assert self.go_on.wait(HANGS)
        self.loaded.append(edition.number)
        return self._matcher


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return examples.small_matcher()


@pytest.fixture
def loader(matcher: Matcher) -> Loader:
    return Loader(matcher)


@contextmanager
def broken(engine: Engine) -> Iterator[None]:
    """Take the store's editions away for a while."""
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE editions RENAME TO elsewhere"))
    yield
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO editions"))


def publish(engine: Engine, now: datetime, *titles: str) -> None:
    for title in titles:
        examples.publish(engine, replace(examples.SMALL, title=title), now)


def test_an_edition_is_served_with_the_matcher_it_was_published_with(
    engine: Engine, now: datetime
) -> None:
    publish(engine, now, "甲")
    shelf = EditionCache(engine)
    before = shelf.held

    loaded = shelf.refresh()

    assert before is None
    assert shelf.held is loaded
    assert loaded.edition == replace(examples.SMALL, title="甲", number=1)
    assert loaded.matcher.match("几点开饭？").options != ()


def test_an_edition_is_built_once(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲")
    shelf = EditionCache(engine, loader)

    first, second = shelf.refresh(), shelf.refresh()

    assert first is second
    assert loader.loaded == [1]


def test_a_newer_edition_is_swapped_in(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲")
    shelf = EditionCache(engine, loader)
    shelf.refresh()
    publish(engine, now, "乙", "丙")

    loaded = shelf.refresh()

    assert (loaded.edition.number, loaded.edition.title) == (3, "丙")
    assert loader.loaded == [1, 3]


def test_a_draft_is_not_served(engine: Engine, now: datetime, loader: Loader) -> None:
    publish(engine, now, "甲")
    examples.draft(engine, examples.SMALL, now)

    assert EditionCache(engine, loader).refresh().edition.title == "甲"


def test_without_any_edition_there_is_nothing_to_serve(
    engine: Engine, loader: Loader
) -> None:
    with pytest.raises(NoSuchEditionError, match="还没有发布"):
        EditionCache(engine, loader).refresh()


def test_what_is_held_outlives_the_store(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲")
    shelf = EditionCache(engine, loader)
    held = shelf.refresh()

    with broken(engine):
        assert shelf.refresh() is held
        assert shelf.edition(1) is held.edition
        assert shelf.edition(7) is held.edition
    stores.clear(engine)
    assert shelf.refresh() is held


def test_with_the_store_gone_and_nothing_held_it_says_so(
    engine: Engine, loader: Loader
) -> None:
    shelf = EditionCache(engine, loader)

    with broken(engine):
        with pytest.raises(StorageError, match="数据库不可用"):
            shelf.refresh()
        with pytest.raises(StorageError):
            shelf.edition(1)


def test_a_restored_store_is_noticed_though_its_number_is_the_same(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲", "乙")
    shelf = EditionCache(engine, loader)
    shelf.refresh()
    shelf.edition(1)
    stores.clear(engine)
    publish(engine, now + timedelta(seconds=1), "丙", "丁")

    loaded = shelf.refresh()

    assert loaded.edition.title == "丁"
    assert shelf.edition(1).title == "丙"


def test_a_call_keeps_the_edition_it_began_with(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲")
    shelf = EditionCache(engine, loader)
    shelf.refresh()
    publish(engine, now, "乙")
    shelf.refresh()

    with broken(engine):
        assert shelf.edition(1).title == "甲"
        assert shelf.edition(2).title == "乙"


def test_an_edition_of_before_is_read_once(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲", "乙")
    shelf = EditionCache(engine, loader)

    first = shelf.edition(1)

    assert first.title == "甲"
    with broken(engine):
        assert shelf.edition(1) is first
    assert loader.loaded == [2]


def test_an_edition_never_published_is_answered_with_the_one_held(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲")

    assert EditionCache(engine, loader).edition(99).title == "甲"


def test_few_editions_of_before_are_kept(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, *"甲乙丙丁戊己庚辛壬癸")
    shelf = EditionCache(engine, loader)

    read = [shelf.edition(number) for number in range(1, 10)]

    assert shelf.edition(9) is read[8]
    assert shelf.edition(1) is not read[0]
    assert shelf.edition(1) == read[0]


def test_nobody_waits_for_a_newer_edition(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲")
    shelf = EditionCache(engine, loader)
    held = shelf.refresh()
    publish(engine, now, "乙")
    loader.begun.clear()
    loader.go_on.clear()

    with ThreadPoolExecutor(1) as pool:
        newer = pool.submit(shelf.refresh)
        assert loader.begun.wait(HANGS)

        assert shelf.refresh() is held

        loader.go_on.set()
        assert newer.result().edition.title == "乙"


def test_whoever_comes_first_together_builds_once(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲")
    shelf = EditionCache(engine, loader)

    with ThreadPoolExecutor(4) as pool:
        served = list(pool.map(lambda _: shelf.refresh(), range(8)))

    assert {id(loaded) for loaded in served} == {id(shelf.held)}
    assert loader.loaded == [1]


def test_the_prompts_of_the_edition_are_at_hand_and_the_default_ones_before(
    engine: Engine, now: datetime, loader: Loader
) -> None:
    publish(engine, now, "甲")
    shelf = EditionCache(engine, loader)
    before = shelf.prompts

    shelf.refresh()

    assert before == Prompts()
    assert shelf.prompts == examples.SMALL.prompts
