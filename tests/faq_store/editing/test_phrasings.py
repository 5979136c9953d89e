from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from faq_store.content import drafts
from faq_store.editing import phrasings
from faq_store.errors import BadPhrasingError, NoSuchEditionError
from helpline.faq import Case, Edition, Phrasing, Synonym
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.examples import SMALL

Lesson = Callable[[Session, datetime], None]

LESSONS: dict[str, Lesson] = {
    "add a phrasing": lambda session, now: phrasings.add_phrasing(
        session, "开水在哪", Case("3.1"), now=now
    ),
    "remove a phrasing": lambda session, now: phrasings.remove_phrasing(
        session, "卡坏了", now=now
    ),
    "add a synonym": lambda session, now: phrasings.add_synonym(
        session, Synonym("饭点", "用餐"), now=now
    ),
    "remove a synonym": lambda session, now: phrasings.remove_synonym(
        session, "饭票", now=now
    ),
}


@pytest.fixture
def canteen(engine: Engine, now: datetime) -> Engine:
    """Keep the canteen's FAQ as a draft: no matcher need be built."""
    examples.draft(engine, SMALL, now)
    return engine


def learn(engine: Engine, lesson: Lesson, now: datetime) -> Edition:
    with writing(engine) as session:
        lesson(session, now)
    draft = examples.drafted(engine)
    assert draft
    return draft


def add(engine: Engine, text: str, case: str | None, now: datetime) -> Edition:
    meant = None if case is None else Case.parse(case)
    return learn(
        engine,
        lambda session, now: phrasings.add_phrasing(session, text, meant, now=now),
        now,
    )


def add_synonym(engine: Engine, said: str, meant: str, now: datetime) -> Edition:
    synonym = Synonym(said, meant)
    return learn(
        engine,
        lambda session, now: phrasings.add_synonym(session, synonym, now=now),
        now,
    )


@pytest.mark.parametrize("case", ["1.1", "1.2", "1.2#2", None])
def test_a_phrasing_is_added_to_the_draft_after_the_others(
    canteen: Engine, now: datetime, case: str | None
) -> None:
    draft = add(canteen, "开水在哪", case, now)

    meant = None if case is None else Case.parse(case)
    assert draft.phrasings == (*SMALL.phrasings, Phrasing("开水在哪", meant))
    assert examples.drafted(canteen) == draft


def test_what_is_taught_changes_nothing_else(canteen: Engine, now: datetime) -> None:
    draft = add(canteen, "开水在哪", "3.1", now)

    assert replace(draft, phrasings=SMALL.phrasings) == SMALL


def test_a_text_said_before_has_its_new_meaning_only(
    canteen: Engine, now: datetime
) -> None:
    draft = add(canteen, "卡坏了", "1.2#2", now)

    meanings = [it.case for it in draft.phrasings if it.text == "卡坏了"]
    assert meanings == [Case("1.2", 2)]
    assert len(draft.phrasings) == len(SMALL.phrasings)


def test_a_phrasing_is_kept_as_it_is_stored_trimmed_and_legal(
    canteen: Engine, now: datetime
) -> None:
    draft = add(canteen, "  开水\x00在哪\n", "3.1", now)

    assert draft.phrasings[-1].text == "开水在哪"


def test_numbers_of_people_are_masked_in_a_phrasing_and_found_again_as_they_were(
    canteen: Engine, now: datetime
) -> None:
    said = "我的电话13800138000，饭卡坏了"

    draft = add(canteen, said, "1.2", now)
    left = learn(
        canteen,
        lambda session, now: phrasings.remove_phrasing(session, said, now=now),
        now,
    )

    assert "13800138000" not in draft.phrasings[-1].text
    assert draft.phrasings[-1].text.endswith("，饭卡坏了")
    assert left == SMALL


@pytest.mark.parametrize("text", ["", "  ", "\n\t", "\u200b", "\x00"])
def test_a_blank_phrasing_is_refused(canteen: Engine, now: datetime, text: str) -> None:
    with pytest.raises(BadPhrasingError, match="空的"):
        add(canteen, text, "1.1", now)


@pytest.mark.parametrize("case", ["9.9", "1", "1.1#1", "1.2#3"])
def test_a_phrasing_of_a_case_that_is_not_there_is_refused_and_nothing_is_lost(
    canteen: Engine, now: datetime, case: str
) -> None:
    with pytest.raises(BadPhrasingError, match=f"没有 {case} 这个问题或情形"):
        add(canteen, "开水在哪", case, now)

    assert examples.drafted(canteen) == SMALL


@pytest.mark.parametrize(
    ("text", "case"), [("卡坏了", "1.2"), (" 卡坏了 ", "1.2"), ("今天下雨吗", None)]
)
def test_a_phrasing_that_is_known_already_is_refused(
    canteen: Engine, now: datetime, text: str, case: str | None
) -> None:
    with pytest.raises(BadPhrasingError, match="已经是它的问法"):
        add(canteen, text, case, now)


def test_a_phrasing_is_removed(canteen: Engine, now: datetime) -> None:
    draft = learn(
        canteen,
        lambda session, now: phrasings.remove_phrasing(session, " 卡坏了 ", now=now),
        now,
    )

    assert draft.phrasings == SMALL.phrasings[:3]


def test_a_phrasing_that_is_not_known_cannot_be_removed(
    canteen: Engine, now: datetime
) -> None:
    with writing(canteen) as session, pytest.raises(BadPhrasingError, match="开水"):
        phrasings.remove_phrasing(session, "开水在哪", now=now)

    assert examples.drafted(canteen) == SMALL


def test_a_synonym_is_added_in_its_place(canteen: Engine, now: datetime) -> None:
    draft = add_synonym(canteen, "饭卡子", "饭卡", now)

    assert draft.synonyms == tuple(sorted((*SMALL.synonyms, Synonym("饭卡子", "饭卡"))))
    assert examples.drafted(canteen) == draft


def test_a_word_has_its_new_meaning_only(canteen: Engine, now: datetime) -> None:
    draft = add_synonym(canteen, "饭票", "食堂", now)

    assert draft.synonyms == (Synonym("家里人", "家属"), Synonym("饭票", "食堂"))


def test_a_synonym_that_is_known_already_changes_nothing(
    canteen: Engine, now: datetime
) -> None:
    assert add_synonym(canteen, "饭票", "饭卡", now) == SMALL


@pytest.mark.parametrize(
    ("said", "meant"),
    [("", "饭卡"), (" ", "饭卡"), ("卡", ""), ("卡", "\u200b"), ("卡" * 65, "饭卡")],
)
def test_a_synonym_without_both_words_is_refused(
    canteen: Engine, now: datetime, said: str, meant: str
) -> None:
    with pytest.raises(BadPhrasingError, match="1到64个字"):
        add_synonym(canteen, said, meant, now)


def test_the_longest_synonym_is_kept_whole(canteen: Engine, now: datetime) -> None:
    longest = Synonym("卡" * 64, "饭" * 64)

    add_synonym(canteen, longest.said, longest.meant, now)

    draft = examples.drafted(canteen)
    assert draft is not None
    assert longest in draft.synonyms


def test_a_word_that_means_itself_is_refused(canteen: Engine, now: datetime) -> None:
    with pytest.raises(BadPhrasingError, match="相同"):
        add_synonym(canteen, "饭卡", "饭卡", now)


def test_a_synonym_is_removed(canteen: Engine, now: datetime) -> None:
    draft = learn(canteen, LESSONS["remove a synonym"], now)

    assert draft.synonyms == (Synonym("家里人", "家属"),)
    assert examples.drafted(canteen) == draft


def test_a_synonym_that_is_not_known_cannot_be_removed(
    canteen: Engine, now: datetime
) -> None:
    with writing(canteen) as session, pytest.raises(BadPhrasingError, match="饭卡"):
        phrasings.remove_synonym(session, "饭卡", now=now)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS.keys())
def test_the_first_lesson_makes_a_draft_of_the_latest_edition(
    engine: Engine, now: datetime, lesson: Lesson
) -> None:
    examples.publish(engine, examples.retitled("旧"), now)
    examples.publish(engine, SMALL, now)

    draft = learn(engine, lesson, now)

    assert (draft.number, draft.title) == (0, SMALL.title)
    assert examples.drafted(engine) == draft
    assert examples.latest(engine) == replace(SMALL, number=2)
    with reading(engine) as session:
        assert drafts.is_draft_changed(session)
        assert drafts.load_base_edition(session) == replace(SMALL, number=2)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS.keys())
def test_with_neither_draft_nor_edition_nothing_can_be_taught(
    engine: Engine, now: datetime, lesson: Lesson
) -> None:
    with pytest.raises(NoSuchEditionError, match="还没有草稿"):
        learn(engine, lesson, now)


def test_the_draft_goes_before_the_edition(engine: Engine, now: datetime) -> None:
    examples.publish(engine, SMALL, now)
    with reading(engine) as session:
        before = phrasings.load_working_edition(session)
    examples.draft(engine, examples.retitled("新"), now)

    with reading(engine) as session:
        assert before == replace(SMALL, number=1)
        assert phrasings.load_working_edition(session) == examples.retitled("新")
