from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from faq_store.editing import arrange, edit, phrasings
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import BadContentError, FaqError, NoSuchEntryError, StaleEditError
from helpline.faq import Case, Question, Section
from tests.faq_store import edited, examples
from tests.faq_store.edited import ONE
from tests.faq_store.examples import SMALL

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
AUTHOR = Author(ONE, NOW)
CARD = "1.2"
THREE = st.sampled_from(["1", "2", "3"])
FOUR = st.sampled_from(["1.1", "1.2", "2.1", "3.1"])


@pytest.fixture
def canteen(engine: Engine, now: datetime) -> Engine:
    examples.publish(engine, SMALL, now)
    return engine


def order(engine: Engine) -> dict[str, list[str]]:
    """List the questions of each section, both in their order."""
    sections = edited.draft(engine).sections
    return {it.key: [question.key for question in it.questions] for it in sections}


def add(engine: Engine, title: str) -> str:
    return edited.done(engine, lambda it: arrange.add_section(it, title, AUTHOR))


def move(engine: Engine, key: str, section: str, before: str | None) -> None:
    edited.done(
        engine, lambda it: arrange.move_question(it, key, section, before, AUTHOR)
    )


def move_section(engine: Engine, key: str, before: str | None) -> None:
    edited.done(engine, lambda it: arrange.move_section(it, key, before, AUTHOR))


def retire(engine: Engine, key: str) -> None:
    seen = revision_of(edited.seen(engine, key))
    edited.done(engine, lambda it: edit.retire_question(it, key, seen, AUTHOR))


def restore(engine: Engine, key: str, seen: str = "") -> None:
    edited.done(engine, lambda it: arrange.restore_question(it, key, seen, AUTHOR))


def test_a_new_section_stands_at_the_end_with_a_key_of_its_own(canteen: Engine) -> None:
    key = add(canteen, " 外卖 ")

    assert key == "4"
    assert edited.draft(canteen).sections[-1] == Section("4", "外卖", ())


def test_a_section_is_renamed_as_it_was_seen(canteen: Engine) -> None:
    seen = revision_of(SMALL.sections[0])
    edited.done(
        canteen, lambda it: arrange.rename_section(it, "1", "吃饭", seen, AUTHOR)
    )

    assert edited.draft(canteen).sections[0].title == "吃饭"
    with pytest.raises(StaleEditError):
        edited.done(
            canteen, lambda it: arrange.rename_section(it, "1", "用饭", seen, AUTHOR)
        )


@pytest.mark.parametrize("title", ["", " \n", "长" * 201])
def test_a_title_that_will_not_do_is_refused(canteen: Engine, title: str) -> None:
    with pytest.raises(BadContentError):
        add(canteen, title)


def test_only_an_empty_section_is_removed(canteen: Engine) -> None:
    with pytest.raises(FaqError, match="还有1个问题"):
        edited.done(canteen, lambda it: arrange.retire_section(it, "2", AUTHOR))

    retire(canteen, "2.1")
    edited.done(canteen, lambda it: arrange.retire_section(it, "2", AUTHOR))

    assert [it.key for it in edited.draft(canteen).sections] == ["1", "3"]


@pytest.mark.parametrize(
    ("key", "before", "expected"),
    [
        ("3", "1", "312"),
        ("1", "3", "213"),
        ("1", None, "231"),
        ("2", "2", "123"),
        ("1", "gone", "231"),
    ],
)
def test_a_section_is_put_before_another_or_at_the_end(
    canteen: Engine, key: str, before: str | None, expected: str
) -> None:
    add(canteen, "外卖")

    move_section(canteen, key, before)

    keys = [it.key for it in edited.draft(canteen).sections]
    assert "".join(it for it in keys if it != "4") == expected


@pytest.mark.parametrize(
    ("key", "section", "before", "expected"),
    [
        ("1.2", "1", "1.1", {"1": ["1.2", "1.1"], "2": ["2.1"], "3": ["3.1"]}),
        ("1.1", "1", None, {"1": ["1.2", "1.1"], "2": ["2.1"], "3": ["3.1"]}),
        ("2.1", "1", "1.2", {"1": ["1.1", "2.1", "1.2"], "2": [], "3": ["3.1"]}),
        ("1.1", "2", "2.1", {"1": ["1.2"], "2": ["1.1", "2.1"], "3": ["3.1"]}),
        ("1.1", "2", "3.1", {"1": ["1.2"], "2": ["2.1", "1.1"], "3": ["3.1"]}),
    ],
)
def test_a_question_is_put_before_another_or_at_the_end_of_a_section(
    canteen: Engine,
    key: str,
    section: str,
    before: str | None,
    expected: dict[str, list[str]],
) -> None:
    move(canteen, key, section, before)

    assert order(canteen) == expected
    assert edited.draft(canteen).phrasings == SMALL.phrasings


@pytest.mark.parametrize(("key", "section"), [("9.9", "1"), ("1.1", "9")])
def test_what_is_not_there_cannot_be_moved(
    canteen: Engine, key: str, section: str
) -> None:
    with pytest.raises(NoSuchEntryError):
        move(canteen, key, section, None)


def test_a_section_that_is_not_there_is_told_as_gone(canteen: Engine) -> None:
    with pytest.raises(NoSuchEntryError):
        move_section(canteen, "9", None)
    with pytest.raises(NoSuchEntryError):
        edited.done(canteen, lambda it: arrange.retire_section(it, "9", AUTHOR))


def test_a_retired_question_comes_back_to_its_place_with_its_phrasings(
    canteen: Engine,
) -> None:
    retire(canteen, "1.1")

    restore(canteen, "1.1")

    draft = edited.draft(canteen)
    assert draft.sections == SMALL.sections
    assert set(draft.phrasings) == set(SMALL.phrasings)


def test_a_phrasing_that_means_something_else_by_now_does_not_come_back(
    canteen: Engine,
) -> None:
    retire(canteen, CARD)
    other = Case("1.1")
    edited.done(
        canteen, lambda it: phrasings.add_phrasing(it, "卡坏了", other, now=NOW)
    )

    restore(canteen, CARD)

    meant = {it.text: it.case for it in edited.draft(canteen).phrasings}
    assert meant["卡坏了"] == other
    assert meant["卡里没钱"] == Case(CARD, 1)


def test_a_changed_question_is_put_back_to_what_is_published(canteen: Engine) -> None:
    opened = edited.seen(canteen, CARD)
    edited.save(canteen, replace(edited.changed(opened), answer="问窗口。"), NOW)

    restore(canteen, CARD, revision_of(edited.seen(canteen, CARD)))

    assert edited.draft(canteen).question(CARD) == opened


def test_what_somebody_else_wrote_meanwhile_is_not_put_back_unseen(
    canteen: Engine,
) -> None:
    opened = edited.seen(canteen, CARD)
    mine = edited.save(canteen, replace(edited.changed(opened), answer="问窗口。"), NOW)
    theirs = edited.save(canteen, replace(mine, answer="问食堂。"), NOW)

    for seen in (revision_of(mine), ""):
        with pytest.raises(StaleEditError, match=ONE):
            restore(canteen, CARD, seen)

    assert edited.draft(canteen).question(CARD) == theirs


def test_putting_back_what_is_as_published_changes_nothing(canteen: Engine) -> None:
    restore(canteen, CARD)

    assert examples.drafted(canteen) is None


@pytest.mark.parametrize("key", ["9.9", "1.3"])
def test_what_was_never_published_cannot_come_back(canteen: Engine, key: str) -> None:
    content = Question("", "能打包吗？", "能。")
    edited.done(canteen, lambda it: edit.add_question(it, "1", content, AUTHOR))

    with pytest.raises(NoSuchEntryError):
        restore(canteen, key)


def test_a_question_cannot_come_back_to_a_section_that_is_gone(canteen: Engine) -> None:
    retire(canteen, "2.1")
    edited.done(canteen, lambda it: arrange.retire_section(it, "2", AUTHOR))

    with pytest.raises(NoSuchEntryError, match="阶段"):
        restore(canteen, "2.1")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(FOUR, THREE, st.none() | FOUR), max_size=12))
def test_however_questions_are_moved_each_is_there_once(
    canteen: Engine, moves: list[tuple[str, str, str | None]]
) -> None:
    examples.draft(canteen, SMALL, NOW)
    expected = order(canteen)

    for key, section, before in moves:
        move(canteen, key, section, before)
        if key != before:
            for row in expected.values():
                row[:] = [it for it in row if it != key]
            there = expected[section]
            place = there.index(before) if before in there else len(there)
            there.insert(place, key)

    assert order(canteen) == expected
