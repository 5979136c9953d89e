from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store import gathering, settling
from faq_store.errors import FaqError
from faq_store.gathering import Group, Order, Place
from faq_store.settling import Ending, Settling
from helpline.cases import Case, Synonym
from storage.session import reading, writing
from tests.faq_store.asked import ask


def gather(engine: Engine, most: int = gathering.MOST) -> tuple[Group, ...]:
    with reading(engine) as session:
        return gathering.gather(session, [Synonym("饭票", "饭卡")], most)


def said(groups: tuple[Group, ...]) -> list[list[str]]:
    return [[it.asked for it in group.inquiries] for group in groups]


def test_what_is_alike_is_one_group_newest_first(engine: Engine, now: datetime) -> None:
    for text in ("饭卡坏了", "下雨吗", "饭票坏了！"):
        ask(engine, text, now)

    assert said(gather(engine)) == [["饭票坏了！", "饭卡坏了"], ["下雨吗"]]


def test_a_group_tells_what_was_said_why_and_what_was_offered(
    engine: Engine, now: datetime
) -> None:
    first = ask(engine, "卡坏了", now, options=[Case("1.2"), Case("2.1")])
    second = ask(engine, "卡坏了？", now, reason="rejected", options=[Case("1.2", 1)])
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
        settling.settle(session, [one], Settling("李四", Ending.IGNORED), now)

    groups = gather(engine)

    assert said(groups) == [["丁戊己"]]
    assert gathering.group_of(groups, other) == groups[0]
    with pytest.raises(FaqError, match="已不在待处理里"):
        gathering.group_of(groups, one)


def test_only_the_newest_are_looked_at(engine: Engine, now: datetime) -> None:
    for text in ("甲乙丙", "丁戊己", "庚辛壬"):
        ask(engine, text, now)

    assert said(gather(engine, 2)) == [["丁戊己"], ["庚辛壬"]]


def test_groups_are_listed_newest_or_most_first(engine: Engine, now: datetime) -> None:
    for text in ("甲乙丙", "丁戊己", "甲乙丙", "庚辛壬"):
        ask(engine, text, now)
    groups = gather(engine)

    newest = gathering.ordered(groups, Order.NEWEST, None, 9)
    most = gathering.ordered(groups, Order.MOST, None, 9)

    assert [it.newest.asked for it in newest] == ["庚辛壬", "甲乙丙", "丁戊己"]
    assert [it.newest.asked for it in most] == ["甲乙丙", "庚辛壬", "丁戊己"]


@pytest.mark.parametrize("order", Order)
def test_pages_follow_one_another_without_gap_or_repetition(
    engine: Engine, now: datetime, order: Order
) -> None:
    for text in ("甲乙丙", "丁戊己", "甲乙丙", "庚辛壬"):
        ask(engine, text, now)
    groups = gather(engine)

    pages: list[Group] = []
    after: Place | None = None
    while page := gathering.ordered(groups, order, after, 1):
        pages.extend(page)
        after = gathering.place(page[-1], order)

    assert pages == gathering.ordered(groups, order, None, 9)
