from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.errors import FaqError
from faq_store.inquiries import groups as inquiries_groups
from faq_store.inquiries import resolve
from faq_store.inquiries.groups import (
    GroupCursor,
    GroupOrder,
    InquiryGroup,
    InquiryGroupCache,
)
from faq_store.inquiries.resolve import Resolution, ResolutionKind
from faq_store.tables import InquiryRow
from helpline.conversation.turn import InquiryReason
from helpline.faq import Case, Synonym
from storage.session import reading, writing
from tests.faq_store.asked import ask


def gather(
    engine: Engine, most: int = inquiries_groups.MOST
) -> tuple[InquiryGroup, ...]:
    with reading(engine) as session:
        return InquiryGroupCache().gather(session, [Synonym("饭票", "饭卡")], most)


def said(groups: tuple[InquiryGroup, ...]) -> list[list[str]]:
    return [[it.asked for it in group.inquiries] for group in groups]


def test_what_is_alike_is_one_group_newest_first(engine: Engine, now: datetime) -> None:
    for text in ("饭卡坏了", "下雨吗", "饭票坏了！"):
        ask(engine, text, now)

    assert said(gather(engine)) == [["饭票坏了！", "饭卡坏了"], ["下雨吗"]]


def test_a_group_tells_what_was_said_why_and_what_was_offered(
    engine: Engine, now: datetime
) -> None:
    first = ask(engine, "卡坏了", now, options=[Case("1.2"), Case("2.1")])
    second = ask(
        engine, "卡坏了？", now, reason=InquiryReason.REJECTED, options=[Case("1.2", 1)]
    )
    third = ask(engine, "卡坏了？", now, options=[Case("1.2", 1)])

    (group,) = gather(engine)

    assert [(it.asked, it.ids) for it in group.texts] == [
        ("卡坏了？", (second, third)),
        ("卡坏了", (first,)),
    ]
    assert group.reasons == (("unsure", 2), ("rejected", 1))
    assert group.options[0] == Case("1.2", 1)
    assert (group.newest.id, group.oldest.id) == (third, first)


def test_what_is_settled_waits_no_more(engine: Engine, now: datetime) -> None:
    one, other = ask(engine, "甲乙丙", now), ask(engine, "丁戊己", now)
    with writing(engine) as session:
        resolve.resolve_inquiries(
            session, [one], Resolution("李四", ResolutionKind.IGNORED), now
        )

    groups = gather(engine)

    assert said(groups) == [["丁戊己"]]
    assert inquiries_groups.find_group(groups, other) == groups[0]
    with pytest.raises(FaqError, match="已不在待处理里"):
        inquiries_groups.find_group(groups, one)


def test_only_the_newest_are_looked_at(engine: Engine, now: datetime) -> None:
    for text in ("甲乙丙", "丁戊己", "庚辛壬"):
        ask(engine, text, now)

    assert said(gather(engine, 2)) == [["丁戊己"], ["庚辛壬"]]


def test_groups_are_listed_newest_or_most_first(engine: Engine, now: datetime) -> None:
    for text in ("甲乙丙", "丁戊己", "甲乙丙", "庚辛壬"):
        ask(engine, text, now)
    groups = gather(engine)

    newest = inquiries_groups.list_groups(groups, GroupOrder.NEWEST, None, 9)
    most = inquiries_groups.list_groups(groups, GroupOrder.MOST, None, 9)

    assert [it.newest.asked for it in newest] == ["庚辛壬", "甲乙丙", "丁戊己"]
    assert [it.newest.asked for it in most] == ["甲乙丙", "庚辛壬", "丁戊己"]


@pytest.mark.parametrize("order", GroupOrder)
def test_pages_follow_one_another_without_gap_or_repetition(
    engine: Engine, now: datetime, order: GroupOrder
) -> None:
    for text in ("甲乙丙", "丁戊己", "甲乙丙", "庚辛壬"):
        ask(engine, text, now)
    groups = gather(engine)

    pages: list[InquiryGroup] = []
    after: GroupCursor | None = None
    while page := inquiries_groups.list_groups(groups, order, after, 1):
        pages.extend(page)
        after = inquiries_groups.group_cursor(page[-1], order)

    assert pages == inquiries_groups.list_groups(groups, order, None, 9)


def test_whoever_looks_again_finds_what_has_come_and_what_is_gone(
    engine: Engine, now: datetime
) -> None:
    gatherer = InquiryGroupCache()

    def look() -> list[list[str]]:
        with reading(engine) as session:
            return said(gatherer.gather(session))

    first = ask(engine, "甲乙丙", now)
    before = look()
    ask(engine, "丁戊己", now)
    between = look()
    with writing(engine) as session:
        resolve.resolve_inquiries(
            session, [first], Resolution("李四", ResolutionKind.IGNORED), now
        )

    assert before == [["甲乙丙"]]
    assert between == [["甲乙丙"], ["丁戊己"]]
    assert look() == [["丁戊己"]]


def test_what_has_not_changed_is_not_grouped_again(
    engine: Engine, now: datetime
) -> None:
    gatherer, other = InquiryGroupCache(), [Synonym("饭票", "饭卡")]
    ask(engine, "饭卡坏了", now)
    ask(engine, "饭票坏了", now)

    with reading(engine) as session:
        first = gatherer.gather(session)
        assert gatherer.gather(session) is first
        assert len(gatherer.gather(session, other)) == 1
        assert len(first) == 2


def test_after_a_restore_the_same_id_is_another_text(
    engine: Engine, now: datetime
) -> None:
    gatherer = InquiryGroupCache()
    inquiry = ask(engine, "甲乙丙", now)
    with reading(engine) as session:
        gatherer.gather(session)
    restored = {"asked": "丁戊己", "source": "SM" + "e" * 32}
    with writing(engine) as session:
        row = session.get_one(InquiryRow, inquiry)
        row.asked, row.source = restored["asked"], restored["source"]

    with reading(engine) as session:
        assert said(gatherer.gather(session)) == [["丁戊己"]]
