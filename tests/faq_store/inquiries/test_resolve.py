from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from faq_store.editing import phrasings as editing_phrasings
from faq_store.errors import BadPhrasingError, FaqError
from faq_store.inquiries import inquiries, resolve
from faq_store.inquiries.inquiries import NoSuchInquiryError
from faq_store.inquiries.resolve import (
    AlreadyResolvedError,
    Resolution,
    ResolutionKind,
    ResolvedInquiries,
)
from helpline.faq import Case, Phrasing
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.asked import ask, read

MEANT = Phrasing("卡不灵了", Case("1.2", 1))
TAUGHT = Resolution("李四", "1.2#1", MEANT)


@pytest.fixture(autouse=True)
def published(engine: Engine, now: datetime) -> None:
    examples.publish(engine, examples.SMALL, now)


def settle(engine: Engine, how: Resolution, now: datetime, *ids: int) -> int:
    with writing(engine) as session:
        return resolve.resolve_inquiries(session, ids, how, now)


def reopen(engine: Engine, inquiry: int, now: datetime) -> ResolvedInquiries:
    with writing(engine) as session:
        return resolve.reopen_inquiries(session, inquiry, now)


def phrasings(engine: Engine) -> tuple[Phrasing, ...]:
    with reading(engine) as session:
        return editing_phrasings.load_working_edition(session).phrasings


def test_a_phrasing_is_taught_to_the_draft_and_its_inquiries_are_settled(
    engine: Engine, now: datetime
) -> None:
    ids = ask(engine, "卡不灵了", now), ask(engine, "卡不灵了！", now)

    assert settle(engine, TAUGHT, now, *ids) == 2

    kept = read(engine, ids[1])
    assert (kept.settled_at, kept.settled_by) == (now, "李四")
    assert (kept.outcome, kept.taught) == ("1.2#1", "卡不灵了")
    assert MEANT in phrasings(engine)


def test_out_of_scope_is_taught_too(engine: Engine, now: datetime) -> None:
    outside = Phrasing("彩票中了吗", None)

    settle(
        engine,
        Resolution("李四", ResolutionKind.OUTSIDE, outside),
        now,
        ask(engine, "?", now),
    )

    assert outside in phrasings(engine)


def test_what_needs_no_answer_teaches_nothing(engine: Engine, now: datetime) -> None:
    inquiry = ask(engine, "哈哈", now)

    settle(engine, Resolution("李四", ResolutionKind.IGNORED), now, inquiry)

    assert read(engine, inquiry).outcome == "ignored"
    assert examples.drafted(engine) is None


def test_what_the_draft_knows_already_is_no_fault(
    engine: Engine, now: datetime
) -> None:
    known = examples.SMALL.phrasings[0]
    how = Resolution("李四", str(known.case), known)

    assert settle(engine, how, now, ask(engine, known.text, now)) == 1
    assert examples.drafted(engine) is None


def test_what_cannot_be_taught_settles_nothing(engine: Engine, now: datetime) -> None:
    inquiry = ask(engine, "卡不灵了", now)
    how = Resolution("李四", "9.9", Phrasing("卡不灵了", Case("9.9")))

    with pytest.raises(BadPhrasingError, match=r"没有 9\.9"):
        settle(engine, how, now, inquiry)

    assert read(engine, inquiry).settled_at is None


def test_of_two_who_settle_the_second_is_told(engine: Engine, now: datetime) -> None:
    inquiry = ask(engine, "卡不灵了", now)
    settle(engine, Resolution("李四", ResolutionKind.IGNORED), now, inquiry)

    with pytest.raises(AlreadyResolvedError, match="已经处理过"):
        settle(engine, TAUGHT, now, inquiry)

    assert MEANT not in phrasings(engine)
    assert read(engine, inquiry).settled_by == "李四"


def test_reopened_all_that_was_settled_together_waits_and_the_draft_forgets(
    engine: Engine, now: datetime
) -> None:
    ids = ask(engine, "卡不灵了", now), ask(engine, "卡不灵了！", now)
    settle(engine, TAUGHT, now, *ids)

    was = reopen(engine, ids[0], now)

    assert [it.id for it in was.inquiries] == [ids[1], ids[0]]
    assert was.first.outcome == "1.2#1"
    with reading(engine) as session:
        assert list(inquiries.waiting_inquiries(session, 9)) == list(ids)
    assert phrasings(engine) == examples.SMALL.phrasings


def test_reopened_the_draft_says_again_what_is_published(
    engine: Engine, now: datetime
) -> None:
    was = Phrasing("卡坏了", Case("1.2"))
    inquiry = ask(engine, was.text, now)
    settle(
        engine, Resolution("李四", "2.1", Phrasing(was.text, Case("2.1"))), now, inquiry
    )
    assert was not in phrasings(engine)

    reopen(engine, inquiry, now)

    assert set(phrasings(engine)) == set(examples.SMALL.phrasings)


def test_reopened_what_was_published_meanwhile_stays_taught(
    engine: Engine, now: datetime
) -> None:
    inquiry = ask(engine, "卡不灵了", now)
    settle(engine, TAUGHT, now, inquiry)
    draft = examples.drafted(engine)
    assert draft
    examples.publish(engine, draft, now)

    reopen(engine, inquiry, now)

    assert MEANT in phrasings(engine)


def test_reopened_what_somebody_has_taught_otherwise_stays_so(
    engine: Engine, now: datetime
) -> None:
    inquiry = ask(engine, "卡不灵了", now)
    settle(engine, TAUGHT, now, inquiry)
    with writing(engine) as session:
        editing_phrasings.add_phrasing(session, "卡不灵了", None, now=now)

    reopen(engine, inquiry, now)

    assert Phrasing("卡不灵了", None) in phrasings(engine)


def test_an_ending_is_reopened_likewise(engine: Engine, now: datetime) -> None:
    inquiry = ask(engine, "彩票中了吗", now)
    outside = Phrasing("彩票中了吗", None)
    settle(engine, Resolution("李四", ResolutionKind.OUTSIDE, outside), now, inquiry)

    reopen(engine, inquiry, now)

    assert outside not in phrasings(engine)


def test_what_was_ignored_is_reopened_without_a_draft(
    engine: Engine, now: datetime
) -> None:
    inquiry = ask(engine, "哈哈", now)
    settle(engine, Resolution("李四", ResolutionKind.IGNORED), now, inquiry)

    reopen(engine, inquiry, now)

    assert read(engine, inquiry).settled_at is None
    assert examples.drafted(engine) is None


def test_what_waits_or_is_gone_cannot_be_reopened(
    engine: Engine, now: datetime
) -> None:
    inquiry = ask(engine, "卡不灵了", now)

    with pytest.raises(FaqError, match="还在待处理里"):
        reopen(engine, inquiry, now)
    for gone in (inquiry + 1, 2**40):
        with pytest.raises(NoSuchInquiryError, match="没有这个提问"):
            reopen(engine, gone, now)


def test_settlements_are_listed_newest_first_page_by_page(
    engine: Engine, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    one, *others = (ask(engine, text, now) for text in ("甲", "乙", "丙"))
    settle(engine, Resolution("李四", ResolutionKind.NEW), now, one)
    settle(engine, Resolution("王五", ResolutionKind.IGNORED), later, *others)

    with reading(engine) as session:
        found = resolve.list_resolved(session, "", None, 9)
        before = resolve.list_resolved(session, "", later, 9)
        first = resolve.list_resolved(session, "", None, 1)
        new = resolve.list_resolved(session, ResolutionKind.NEW, None, 9)

    assert [[it.asked for it in one.inquiries] for one in found] == [
        ["丙", "乙"],
        ["甲"],
    ]
    assert found[0].first.settled_by == "王五"
    assert (before, new, first) == (found[1:], found[1:], found[:1])
