"""Copies of matchers on this machine: mapped, shared, and no worry of anybody's."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from faq_store.content import editions, matcher_store
from faq_store.content.matcher_store import MatcherFiles
from faq_store.tables import EditionRow, MatcherRow
from helpline import matching
from helpline.matching import Certain, Matcher
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.examples import SMALL
from tests.faq_store.meanings import Letters

FUZZY = "卡里没钱了怎么办"


@pytest.fixture(scope="module")
def built() -> Matcher:
    return examples.small_matcher()


@pytest.fixture(scope="module")
def shy(built: Matcher) -> Matcher:
    """Make one that is never certain: so it is told from one that was just built."""
    return replace(built, certain=2.0)


@pytest.fixture
def means(tmp_path: Path) -> MatcherFiles:
    return MatcherFiles(tmp_path / "matchers")


@pytest.fixture
def canteen(engine: Engine, now: datetime, shy: Matcher) -> Engine:
    """Publish the canteen's FAQ with the matcher that is never certain."""
    examples.publish(engine, SMALL, now, shy)
    return engine


def found(engine: Engine, means: MatcherFiles) -> Matcher:
    with reading(engine) as session:
        return matcher_store.load_or_build(
            session, editions.load_edition(session, 1), means
        )


def digest(engine: Engine) -> str:
    with reading(engine) as session:
        return session.scalars(select(MatcherRow.digest)).one()


def listed(means: MatcherFiles) -> list[str]:
    assert means.copies
    return sorted(it.name for it in means.copies.iterdir())


def alter(engine: Engine, **values: object) -> None:
    with writing(engine) as session:
        session.execute(update(MatcherRow).values(values))


def is_mapped(matcher: Matcher) -> bool:
    keys = matcher.index.keys
    return not (keys.flags.owndata or keys.flags.writeable)


def test_the_texts_here_tell_the_two_matchers_apart(
    built: Matcher, shy: Matcher
) -> None:
    assert isinstance(built.match(FUZZY), Certain)
    assert not isinstance(shy.match(FUZZY), Certain)


def test_a_copy_of_what_the_store_holds_is_kept_under_its_digest(
    canteen: Engine, means: MatcherFiles, shy: Matcher
) -> None:
    read = found(canteen, means)

    assert read.match(FUZZY) == shy.match(FUZZY)
    assert is_mapped(read)
    assert listed(means) == [digest(canteen)]
    assert means.copies
    assert (means.copies / digest(canteen)).read_bytes() == matching.dump_matcher(shy)


def test_whoever_comes_later_maps_the_copy_and_reads_no_bytes_of_the_store(
    canteen: Engine, means: MatcherFiles, shy: Matcher
) -> None:
    found(canteen, means)
    alter(canteen, data=b"")

    again = found(canteen, means)

    assert again.match(FUZZY) == shy.match(FUZZY)
    assert is_mapped(again)


def test_a_copy_may_go_while_it_is_mapped(
    canteen: Engine, means: MatcherFiles, shy: Matcher
) -> None:
    read = found(canteen, means)
    assert means.copies
    (means.copies / digest(canteen)).unlink()

    assert read.match(FUZZY) == shy.match(FUZZY)


def test_without_a_folder_the_store_s_matcher_is_read(
    canteen: Engine, shy: Matcher
) -> None:
    assert found(canteen, MatcherFiles()).match(FUZZY) == shy.match(FUZZY)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda it: it[: len(it) // 2],
    "short of one byte": lambda it: it[:-1],
    "something else": lambda _: b"no matcher at all",
    "of another version": lambda it: it.replace(matching.FORMAT.encode(), b"x" * 18, 1),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_copy_that_cannot_be_read_is_replaced_by_a_whole_one(
    canteen: Engine, means: MatcherFiles, shy: Matcher, damage: Callable[[bytes], bytes]
) -> None:
    assert means.copies
    whole = matching.dump_matcher(shy)
    means.copies.mkdir()
    copy = means.copies / digest(canteen)
    copy.write_bytes(damage(whole))

    read = found(canteen, means)

    assert read.match(FUZZY) == shy.match(FUZZY)
    assert copy.read_bytes() == whole
    assert listed(means) == [copy.name]


def test_a_folder_in_the_place_of_a_copy_is_no_trouble(
    canteen: Engine, means: MatcherFiles, shy: Matcher
) -> None:
    assert means.copies
    (means.copies / digest(canteen)).mkdir(parents=True)

    assert found(canteen, means).match(FUZZY) == shy.match(FUZZY)
    assert listed(means) == [digest(canteen)]


@pytest.mark.parametrize("folder", ["taken", "taken/matchers", "locked/matchers"])
def test_a_folder_that_cannot_be_written_is_no_trouble(
    canteen: Engine, tmp_path: Path, shy: Matcher, folder: str
) -> None:
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "locked").mkdir(0o500)  # root may write here all the same

    read = found(canteen, MatcherFiles(tmp_path / folder))

    assert read.match(FUZZY) == shy.match(FUZZY)


def test_the_oldest_copies_are_thrown_away(
    canteen: Engine, means: MatcherFiles, built: Matcher
) -> None:
    assert means.copies
    kept = list[str]()
    for age in range(6):
        data = matching.dump_matcher(replace(built, certain=2.0 + age))
        with writing(canteen) as session:
            edition = session.scalars(select(EditionRow.id)).one()
            matcher_store.store_matcher(
                session, edition, replace(built, certain=2.0 + age)
            )
        found(canteen, means)
        kept.append(digest(canteen))
        assert (means.copies / kept[-1]).read_bytes() == data
        os.utime(means.copies / kept[-1], (age, age))

    assert listed(means) == sorted(kept[-4:])


@pytest.mark.parametrize(
    "values",
    [{"digest": ""}, {"digest": "0" * 64}, {"data": b"rotten"}, {"data": b""}],
    ids=["no digest", "another digest", "other data", "no data"],
)
def test_what_does_not_have_its_digest_is_built_anew_and_not_copied(
    canteen: Engine, means: MatcherFiles, built: Matcher, values: dict[str, object]
) -> None:
    alter(canteen, **values)

    read = found(canteen, means)

    assert read.match(FUZZY) == built.match(FUZZY)
    assert means.copies
    assert not means.copies.exists()


def test_a_copy_made_with_another_encoder_is_not_read(
    canteen: Engine, means: MatcherFiles
) -> None:
    found(canteen, means)

    read = found(canteen, replace(means, encoder=Letters()))

    assert read.encoder == Letters()
    assert isinstance(read.match(FUZZY), Certain)


def test_what_no_store_holds_is_built_once(means: MatcherFiles, shy: Matcher) -> None:
    first = matcher_store.build_unpublished(SMALL, means)
    (name,) = listed(means)
    assert means.copies
    (means.copies / name).write_bytes(matching.dump_matcher(shy))

    again = matcher_store.build_unpublished(SMALL, means)

    assert isinstance(first.match(FUZZY), Certain)
    assert again.match(FUZZY) == shy.match(FUZZY)
    assert is_mapped(again)


def test_what_no_store_holds_is_built_again_where_its_copy_cannot_be_read(
    means: MatcherFiles,
) -> None:
    matcher_store.build_unpublished(SMALL, means)
    (name,) = listed(means)
    assert means.copies
    copy = means.copies / name
    whole = copy.read_bytes()
    copy.write_bytes(whole[:1000])

    again = matcher_store.build_unpublished(SMALL, means)

    assert isinstance(again.match(FUZZY), Certain)
    assert copy.read_bytes() == whole


def test_each_unpublished_edition_and_each_encoder_has_a_copy_of_its_own(
    means: MatcherFiles,
) -> None:
    other = replace(SMALL, phrasings=SMALL.phrasings[1:])

    for edition, encoder in [(SMALL, None), (other, None), (SMALL, Letters())]:
        matcher_store.build_unpublished(edition, replace(means, encoder=encoder))

    assert len(listed(means)) == 3


def test_without_a_folder_what_no_store_holds_is_built_each_time() -> None:
    assert isinstance(
        matcher_store.build_unpublished(SMALL, MatcherFiles()).match(FUZZY), Certain
    )


def test_a_text_that_is_no_text_for_files_still_has_a_copy(means: MatcherFiles) -> None:
    matcher_store.build_unpublished(replace(SMALL, title="\ud800", phrasings=()), means)

    assert len(listed(means)) == 1
