"""Announcements: made, standing for a while, withdrawn; read again within seconds."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from faq_store import announcements
from faq_store.announcements import (
    FRESH,
    LONGEST,
    AnnouncementCache,
    BadAnnouncementError,
)
from storage.engine import connect
from storage.session import reading, writing

HOUR = timedelta(hours=1)
TEXT = "明天停电，热线暂停。"


def make(
    engine: Engine, begins: datetime, ends: datetime, text: str = TEXT
) -> announcements.Announcement:
    with writing(engine) as session:
        return announcements.create_announcement(session, text, begins, ends, "小李")


def current(engine: Engine, now: datetime) -> str:
    with reading(engine) as session:
        return announcements.current_announcement(session, now)


def test_it_stands_from_its_beginning_until_its_end(
    engine: Engine, now: datetime
) -> None:
    make(engine, now, now + HOUR)

    moments = (-HOUR, timedelta(), HOUR - timedelta(seconds=1), HOUR)
    assert [current(engine, now + it) for it in moments] == ["", TEXT, TEXT, ""]


def test_the_newest_is_said(engine: Engine, now: datetime) -> None:
    make(engine, now, now + HOUR)
    make(engine, now, now + HOUR, "恢复供电。")

    assert current(engine, now) == "恢复供电。"


def test_what_is_withdrawn_is_said_no_more(engine: Engine, now: datetime) -> None:
    made = make(engine, now, now + HOUR)

    with writing(engine) as session:
        taken = announcements.withdraw_announcement(session, made.id, now)
        again = announcements.withdraw_announcement(session, made.id, now + HOUR)

    assert current(engine, now) == ""
    assert taken.withdrawn_at == again.withdrawn_at == now
    assert not taken.stands(now)


def test_the_newest_are_listed_first_standing_or_not(
    engine: Engine, now: datetime
) -> None:
    old = make(engine, now - 2 * HOUR, now - HOUR)
    new = make(engine, now, now + HOUR)

    with reading(engine) as session:
        listed = announcements.newest_announcements(session, 10)

    assert [it.id for it in listed] == [new.id, old.id]
    assert [it.stands(now) for it in listed] == [True, False]


@pytest.mark.parametrize("text", ["", " \n", "啊" * (LONGEST + 1)])
def test_a_text_that_cannot_be_said_is_refused(
    engine: Engine, now: datetime, text: str
) -> None:
    with pytest.raises(BadAnnouncementError, match="公告要有"):
        make(engine, now, now + HOUR, text)


@pytest.mark.parametrize("ends", [timedelta(), -HOUR, timedelta(days=61)])
def test_a_time_that_cannot_be_is_refused(
    engine: Engine, now: datetime, ends: timedelta
) -> None:
    with pytest.raises(BadAnnouncementError, match="结束时间"):
        make(engine, now, now + ends)


def test_what_was_never_announced_cannot_be_withdrawn(
    engine: Engine, now: datetime
) -> None:
    with (
        pytest.raises(BadAnnouncementError, match="没有这条公告"),
        writing(engine) as session,
    ):
        announcements.withdraw_announcement(session, 1, now)


def test_a_new_one_is_read_within_seconds(engine: Engine, now: datetime) -> None:
    moment = [now]
    board = AnnouncementCache(engine, lambda: moment[0])
    before = board()
    make(engine, now, now + HOUR)

    at_once = board()
    moment[0] += FRESH

    assert (before, at_once, board()) == ("", "", TEXT)


def test_without_a_store_what_was_announced_last_is_said(now: datetime) -> None:
    board = AnnouncementCache(connect("sqlite:////nowhere/at/all.db"), lambda: now)

    assert board() == ""
