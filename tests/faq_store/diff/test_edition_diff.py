"""What differs between two states, as the store finds it, is what really differs."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from faq_store.content import edition_rows
from faq_store.diff import edition_diff, question_pairs
from faq_store.diff.edition_diff import ChangeKind, EditionDiff, WordingChange
from faq_store.editing import edit
from faq_store.editing.edit import Author
from faq_store.tables import EditionRow
from helpline.faq import Case, Edition, Phrasing, Question, Section, Synonym
from helpline.wording import Prompts
from storage.session import reading, writing
from tests import stores
from tests.faq_store import examples

SMALL = examples.SMALL


def ids(engine: Engine) -> tuple[int, int]:
    """Name the rows of the first edition and of the draft."""
    with reading(engine) as session:
        found = {it.number: it.id for it in session.scalars(select(EditionRow))}
    return found[1], found[0]


def differences(engine: Engine) -> EditionDiff:
    """Compare the draft with the first edition."""
    with reading(engine) as session:
        return edition_diff.diff_editions(session, *ids(engine))


@pytest.fixture
def published(engine: Engine, now: datetime) -> Engine:
    examples.publish(engine, SMALL, now)
    return engine


def between(engine: Engine, draft: Edition, now: datetime) -> EditionDiff:
    examples.draft(engine, draft, now)
    return differences(engine)


def with_questions(*questions: Question) -> Edition:
    """Give the first section these questions instead."""
    first, *others = SMALL.sections
    return replace(SMALL, sections=(replace(first, questions=questions), *others))


ONE, TWO = SMALL.sections[0].questions


def test_the_same_does_not_differ(published: Engine, now: datetime) -> None:
    assert not between(published, SMALL, now)


@pytest.mark.parametrize(
    "changed",
    [
        replace(TWO, title="饭卡坏了怎么办？"),
        replace(TWO, answer="请看："),
        replace(TWO, situations=TWO.situations[:1]),
        replace(TWO, situations=TWO.situations[::-1]),
        replace(
            TWO,
            situations=(replace(TWO.situations[0], suggestion="x"), TWO.situations[1]),
        ),
    ],
)
def test_a_question_that_differs_in_anything_is_found(
    published: Engine, now: datetime, changed: Question
) -> None:
    draft = replace(with_questions(ONE, changed), phrasings=())

    marked = between(published, draft, now).questions

    assert [(it.key, it.title, it.mark) for it in marked] == [
        ("1.2", changed.title, ChangeKind.CHANGED)
    ]


def test_new_and_lost_questions_are_found(published: Engine, now: datetime) -> None:
    new = Question("1.3", "有夜宵吗？", "没有。")
    draft = replace(with_questions(ONE, new), phrasings=())

    marked = between(published, draft, now).questions

    assert [(it.key, it.mark) for it in marked] == [
        ("1.3", ChangeKind.NEW),
        ("1.2", ChangeKind.GONE),
    ]


def test_an_order_that_differs_is_no_change_of_content(
    published: Engine, now: datetime
) -> None:
    differs = between(published, with_questions(TWO, ONE), now)

    assert differs.questions == ()
    assert differs.reordered == ("1",)


def test_one_more_question_reorders_nothing(published: Engine, now: datetime) -> None:
    new = Question("1.3", "有夜宵吗？", "没有。")

    assert between(published, with_questions(new, ONE, TWO), now).reordered == ()


def test_sections_that_differ_are_found(published: Engine, now: datetime) -> None:
    first, second, third = SMALL.sections
    draft = replace(
        SMALL,
        sections=(
            third,
            replace(first, title="吃饭"),
            second,
            Section("4", "新的", ()),
        ),
    )

    differs = between(published, draft, now)

    assert [(it.key, it.mark) for it in differs.sections] == [
        ("1", ChangeKind.CHANGED),
        ("4", ChangeKind.NEW),
    ]
    assert differs.reordered == ("",)


def test_prompts_synonyms_and_the_title_are_found(
    published: Engine, now: datetime
) -> None:
    draft = replace(
        SMALL,
        title="新食堂",
        prompts=replace(SMALL.prompts, greeting=Prompts().greeting),
        synonyms=(Synonym("家里人", "家属"), Synonym("饭票", "票")),
    )

    differs = between(published, draft, now)

    assert differs.wordings == (
        WordingChange("", "食堂问答", "新食堂"),
        WordingChange("greeting", "食堂欢迎您。", Prompts().greeting),
    )
    assert differs.synonyms_added == (Synonym("饭票", "票"),)
    assert differs.synonyms_removed == (Synonym("饭票", "饭卡"),)


def test_beside_nothing_all_is_new(published: Engine) -> None:
    with reading(published) as session:
        edition = session.scalars(select(EditionRow.id)).one()
        differs = edition_diff.diff_editions(session, None, edition)

    assert {it.mark for it in (*differs.questions, *differs.sections)} == {
        ChangeKind.NEW
    }
    assert differs.added.many == len(SMALL.phrasings)


def test_what_staff_edit_is_found(published: Engine, now: datetime) -> None:
    with writing(published) as session:
        new = Question("", "有夜宵吗？", "没有。")
        edit.add_question(session, "1", new, Author("小编", now))

    marked = differences(published).questions

    assert [(it.title, it.mark) for it in marked] == [("有夜宵吗？", ChangeKind.NEW)]


def test_questions_are_read_as_they_were_and_as_they_are(
    published: Engine, now: datetime
) -> None:
    first, second, third = SMALL.sections
    moved = replace(second, questions=(*second.questions, ONE))
    draft = replace(SMALL, sections=(replace(first, questions=(TWO,)), moved, third))
    examples.draft(published, draft, now)

    with reading(published) as session:
        pairs = question_pairs.read_pairs(
            session, *ids(published), ["1.1", "1.2", "9.9"]
        )
        titles = question_pairs.case_titles(
            session, ids(published)[0], ["1.1", "1.2#2", "9.9"]
        )

    assert [(it.before, it.after, it.moved) for it in pairs] == [
        (ONE, ONE, ("1", "2")),
        (TWO, TWO, None),
        (None, None, None),
    ]
    assert titles == {
        "1.1": "几点开饭？",
        "1.2#2": "饭卡刷不出来怎么办？：饭卡已经挂失。",
    }


_PHRASINGS = some.lists(
    some.builds(
        Phrasing,
        some.sampled_from("甲乙丙丁戊"),
        some.sampled_from([None, Case("1.1"), Case("1.2"), Case("1.2", 2)]),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def shared(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Open one store for many examples, each of which leaves nothing behind."""
    copy = shutil.copy(migrated_file, tmp_path_factory.mktemp("changes") / "db")
    with stores.opened(f"sqlite:///{copy}") as opened:
        yield opened


@settings(max_examples=30)
@given(before=_PHRASINGS, after=_PHRASINGS)
def test_phrasings_differ_as_multisets_wherever_they_stand(
    shared: Engine, before: list[Phrasing], after: list[Phrasing]
) -> None:
    with Session(shared) as session:
        old, new = (_kept(session, *it) for it in ((8, before), (9, after)))

        differs = edition_diff.diff_editions(session, old, new)

        session.rollback()
    gained, lost = Counter(after) - Counter(before), Counter(before) - Counter(after)
    assert Counter(differs.added.first) == gained
    assert Counter(differs.removed.first) == lost
    assert (differs.added.many, differs.removed.many) == (gained.total(), lost.total())


def _kept(session: Session, number: int, phrasings: list[Phrasing]) -> int:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    row = EditionRow(number=number, title="", drafted_at=now, published_at=now)
    session.add(row)
    session.flush()
    edition_rows.write_edition(session, row, replace(SMALL, phrasings=tuple(phrasings)))
    return row.id
