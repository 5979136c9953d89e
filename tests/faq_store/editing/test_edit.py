from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from faq_store.content import queries
from faq_store.editing import edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import (
    BadContentError,
    NoSuchEditionError,
    NoSuchEntryError,
    StaleEditError,
)
from helpline.faq import Case, Phrasing, Question, Situation
from storage.session import reading
from tests.faq_store import edited, examples
from tests.faq_store.edited import ONE, OTHER
from tests.faq_store.examples import SMALL

CARD = "1.2"


@pytest.fixture
def canteen(engine: Engine, now: datetime) -> Engine:
    """Publish the canteen's FAQ; nobody edits yet."""
    examples.publish(engine, SMALL, now)
    return engine


def test_the_first_edit_begins_a_draft_that_else_says_what_is_published(
    canteen: Engine, now: datetime
) -> None:
    asked = replace(edited.seen(canteen, "1.1"), answer="十一点半。")

    edited.save(canteen, asked, now)

    draft = edited.draft(canteen)
    assert draft.question("1.1") == asked
    put_back = replace(draft, sections=SMALL.sections)
    assert put_back == replace(SMALL, number=0)
    assert examples.latest(canteen) == replace(SMALL, number=1)


def test_without_a_faq_there_is_nothing_to_edit(engine: Engine, now: datetime) -> None:
    with pytest.raises(NoSuchEditionError):
        edited.done(
            engine,
            lambda it: edit.save_prompt(it, "sorry", "抱歉。", "", Author(ONE, now)),
        )


def test_whoever_saves_later_is_told_sees_theirs_and_changes_nothing(
    canteen: Engine, now: datetime
) -> None:
    opened = edited.seen(canteen, "1.1")
    theirs = replace(opened, answer="十一点半。")
    edited.save(canteen, theirs, now, by=ONE)

    mine = replace(opened, answer="十二点半。")
    with pytest.raises(StaleEditError, match=ONE) as told:
        edited.save(canteen, mine, now, opened=opened, by=OTHER)

    assert (told.value.current, told.value.by, told.value.at) == (theirs, ONE, now)
    assert edited.draft(canteen).question("1.1") == theirs


def test_a_question_that_says_the_same_again_is_no_conflict(
    canteen: Engine, now: datetime
) -> None:
    opened = edited.seen(canteen, "1.1")
    edited.save(canteen, replace(opened, answer="十一点半。"), now)
    edited.save(canteen, opened, now)

    mine = replace(opened, answer="十二点半。")
    edited.save(canteen, mine, now, opened=opened)

    assert edited.draft(canteen).question("1.1") == mine


def test_two_people_edit_two_questions_at_once(canteen: Engine, now: datetime) -> None:
    one, other = edited.seen(canteen, "1.1"), edited.seen(canteen, "2.1")

    edited.save(canteen, replace(one, answer="甲"), now, opened=one)
    edited.save(canteen, replace(other, answer="乙"), now, opened=other)

    draft = edited.draft(canteen)
    answers = [it.answer for it in draft.questions if it.key in {"1.1", "2.1"}]
    assert answers == ["甲", "乙"]


def test_a_question_that_somebody_retired_is_told_as_gone(
    canteen: Engine, now: datetime
) -> None:
    opened = edited.seen(canteen, "1.1")
    revision = revision_of(opened)
    author = Author(ONE, now)
    edited.done(canteen, lambda it: edit.retire_question(it, "1.1", revision, author))

    with pytest.raises(StaleEditError) as told:
        edited.save(canteen, opened, now, opened=opened)

    assert told.value.current is None


def test_situations_are_added_reordered_and_removed(
    canteen: Engine, now: datetime
) -> None:
    opened = edited.seen(canteen, CARD)
    empty, lost = opened.situations
    new = Situation(0, "饭卡消磁。", "去补卡。")

    edited.save(canteen, edited.changed(opened, lost, new, empty), now)
    saved = edited.seen(canteen, CARD)
    assert [it.key for it in saved.situations] == [2, 3, 1]

    edited.save(canteen, edited.changed(saved, saved.situations[1]), now)
    again = edited.save(
        canteen, edited.changed(saved, *edited.seen(canteen, CARD).situations, new), now
    )

    assert [it.key for it in again.situations] == [3, 4]
    assert edited.draft(canteen).question(CARD) == again


def test_phrasings_of_a_situation_that_is_gone_mean_the_question(
    canteen: Engine, now: datetime
) -> None:
    opened = edited.seen(canteen, CARD)

    edited.save(canteen, edited.changed(opened, opened.situations[1]), now)

    meant = {it.text: it.case for it in edited.draft(canteen).phrasings}
    assert meant["卡里没钱"] == Case(CARD)


def test_a_situation_with_a_key_never_given_is_refused(
    canteen: Engine, now: datetime
) -> None:
    made_up = Situation(7, "不明。", "不明。")

    with pytest.raises(BadContentError):
        edited.save(canteen, edited.changed(edited.seen(canteen, CARD), made_up), now)


def test_a_new_question_stands_at_the_end_with_a_key_of_its_own(
    canteen: Engine, now: datetime
) -> None:
    content = Question("", " 能打包\n吗？ ", "请排查：", (Situation(5, "菜", "能。"),))
    author = Author(ONE, now)

    key = edited.done(canteen, lambda it: edit.add_question(it, "1", content, author))

    draft = edited.draft(canteen)
    assert key == "1.3"
    assert [it.key for it in draft.sections[0].questions] == ["1.1", "1.2", "1.3"]
    asked = Question("1.3", "能打包 吗？", "请排查：", (Situation(1, "菜", "能。"),))
    assert draft.question("1.3") == asked


def test_a_key_is_never_given_again(canteen: Engine, now: datetime) -> None:
    author = Author(ONE, now)
    content = Question("", "能打包吗？", "能。")
    first = edited.done(canteen, lambda it: edit.add_question(it, "1", content, author))
    revision = revision_of(edited.seen(canteen, first))
    edited.done(canteen, lambda it: edit.retire_question(it, first, revision, author))

    second = edited.done(
        canteen, lambda it: edit.add_question(it, "1", content, author)
    )

    assert (first, second) == ("1.3", "1.4")


def test_no_question_is_added_to_a_section_that_is_not_there(
    canteen: Engine, now: datetime
) -> None:
    content = Question("", "能打包吗？", "能。")

    with pytest.raises(NoSuchEntryError):
        edited.done(
            canteen,
            lambda it: edit.add_question(it, "9", content, Author(ONE, now)),
        )


def test_a_retired_question_takes_its_phrasings_with_it(
    canteen: Engine, now: datetime
) -> None:
    revision = revision_of(edited.seen(canteen, CARD))
    author = Author(ONE, now)

    many = edited.done(
        canteen, lambda it: edit.retire_question(it, CARD, revision, author)
    )

    draft = edited.draft(canteen)
    assert many == 2
    assert draft.question(CARD) is None
    assert [it.text for it in draft.phrasings] == ["什么时候吃饭", "今天下雨吗"]


def test_the_draft_tells_who_last_edited_what(canteen: Engine, now: datetime) -> None:
    later = now + timedelta(hours=1)
    edited.save(canteen, replace(edited.seen(canteen, "1.1"), answer="甲"), now)
    edited.save(
        canteen, replace(edited.seen(canteen, "1.1"), answer="乙"), later, by=OTHER
    )

    with reading(canteen) as session:
        draft = queries.working_edition_row(session)
        assert draft
        found = queries.last_edits(session, draft.id, ["question:1.1", "question:2.1"])

    assert {it: (row.by, row.at) for it, row in found.items()} == {
        "question:1.1": (OTHER, later)
    }


def test_an_edit_counts_the_draft_s_revision_up(canteen: Engine, now: datetime) -> None:
    def revision() -> int:
        with reading(canteen) as session:
            draft = queries.working_edition_row(session)
            assert draft
            return draft.revision

    edited.save(canteen, replace(edited.seen(canteen, "1.1"), answer="甲"), now)
    first = revision()
    edited.save(canteen, replace(edited.seen(canteen, "1.1"), answer="乙"), now)

    assert revision() == first + 1


def test_phrasings_stay_when_their_question_is_edited(
    canteen: Engine, now: datetime
) -> None:
    edited.save(canteen, replace(edited.seen(canteen, CARD), title="饭卡坏了"), now)

    assert edited.draft(canteen).phrasings == SMALL.phrasings
    assert Phrasing("卡里没钱", Case(CARD, 1)) in SMALL.phrasings
