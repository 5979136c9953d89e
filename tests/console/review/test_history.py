"""The history of editions: compared with each other, and returned to in two clicks."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from console.review.history import PAGE_SIZE
from faq_store.tables import EditionRow, MatcherRow
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console import visitors
from tests.console.reviewing import answering, edited, roll_back
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.faq_store import examples
from tests.server.callers import Caller, a_text

HISTORY = "/console/history"


@pytest.fixture
def two(store: Engine, clock: Clock) -> Engine:
    """Publish a second edition, five minutes after the first."""
    clock.wait(timedelta(minutes=5))
    draft = answering(examples.SMALL, "1.1", "一点。")
    examples.publish(store, draft, clock())
    return store


@pytest.mark.usefixtures("two")
def test_editions_are_listed_newest_first_with_who_and_when(
    logged_in: LoggedIn,
) -> None:
    text = logged_in(Role.READER).get(HISTORY).text

    assert "第2版 在用 2026-03-02 09:35:00 张三" in text
    assert text.index("第2版") < text.index("第1版")
    assert "回滚" not in text


@pytest.mark.usefixtures("two")
def test_an_edition_is_compared_with_the_one_before_it(logged_in: LoggedIn) -> None:
    page = logged_in(Role.READER).get(f"{HISTORY}/2")

    assert "与第1版相比" in page.text
    assert "<del>十二</del>" in page.html
    assert "<ins>一</ins>" in page.html


@pytest.mark.usefixtures("two")
def test_the_first_edition_is_shown_as_all_new(admin: Visitor) -> None:
    text = admin.get(f"{HISTORY}/1").text

    assert "第一版的内容" in text
    assert "新增 1.1 几点开饭？" in text
    assert "新增问法4条" in text


def test_any_two_editions_are_compared(
    two: Engine, admin: Visitor, clock: Clock
) -> None:
    examples.publish(two, examples.retitled("新食堂"), clock())

    asked = admin.get(f"{HISTORY}/compare", {"old": 3, "new": 1})
    page = admin.get(asked.location)

    assert asked.location == f"{HISTORY}/3/1"
    assert "与第3版相比" in page.text
    assert "<del>新</del>" in page.html


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("path", ["/9", "/1/9", "/9/1", "/9/roll-back", "/99999999999"])
def test_what_was_never_published_is_not_there(admin: Visitor, path: str) -> None:
    page = admin.get(HISTORY + path)

    assert page.status == 404
    assert "没有发布过" in page.text


def test_an_old_edition_is_returned_to_in_two_clicks_and_served_everywhere(
    two: Engine, logged_in: LoggedIn, clock: Clock
) -> None:
    reviewer = logged_in(Role.REVIEWER)
    with visitors.opened(two, clock) as another:
        caller = Caller(another)
        before = caller.signed("/sms/inbound", a_text(sid="SM" + "1" * 32))

        first = reviewer.get(f"{HISTORY}/1/roll-back")
        done = roll_back(reviewer, 1, "时间写错了")

        after = caller.signed("/sms/inbound", a_text(sid="SM" + "2" * 32))
    assert "回滚会改变什么" in first.text
    assert "已回滚到第1版的内容，作为第3版发布" in done.text
    assert "一点。" in before.text
    assert "十二点。" in after.text
    with reading(two) as session:
        row = session.scalars(
            select(AuditRow).where(AuditRow.action == "roll-back")
        ).one()
        assert (row.who, row.subject, row.reason) == (
            "reviewer",
            "edition:3",
            "时间写错了",
        )


def test_a_reason_is_needed(two: Engine, admin: Visitor) -> None:
    page = admin.post(f"{HISTORY}/1/roll-back", {"reason": " "})

    assert page.status == 400
    assert "请写明为什么回滚" in page.text
    with reading(two) as session:
        assert len(session.scalars(select(EditionRow.id)).all()) == 2


@pytest.mark.usefixtures("two")
def test_the_edition_in_use_is_not_returned_to(admin: Visitor) -> None:
    page = admin.get(f"{HISTORY}/2/roll-back")
    posted = admin.post(f"{HISTORY}/2/roll-back", {"reason": "试试"}, follow=True)

    assert page.location == HISTORY
    assert "第2版就是现在在用的版本" in posted.text


def test_a_draft_stays_what_it_is(two: Engine, admin: Visitor, clock: Clock) -> None:
    edited(two, clock(), examples.retitled("新食堂"))

    asked = admin.get(f"{HISTORY}/1/roll-back").text
    roll_back(admin, 1, "时间写错了")

    assert "草稿不变" in asked
    assert examples.drafted(two) == examples.retitled("新食堂")


def test_a_matcher_that_cannot_be_read_is_built_before_an_edition_is_returned_to(
    two: Engine, admin: Visitor
) -> None:
    with writing(two) as session:
        session.execute(update(MatcherRow).values(data=b"of another version"))

    roll_back(admin, 1, "时间写错了")

    with reading(two) as session:
        rows = session.scalars(select(MatcherRow.data).order_by(MatcherRow.edition_id))
        assert [it == b"of another version" for it in rows] == [True, True, False]


def test_long_histories_are_paged(store: Engine, admin: Visitor, clock: Clock) -> None:
    now = clock()
    with writing(store) as session:
        session.add_all(
            EditionRow(
                number=number,
                title=f"第{number}次",
                drafted_at=now,
                published_at=now,
                published_by="张三",
            )
            for number in range(2, PAGE_SIZE + 3)
        )

    first = admin.get(HISTORY)
    second = admin.get(HISTORY, {"before": 3})

    assert f"before={3}" in first.html
    assert "第2版" in second.text
    assert "第1版" in second.text
    assert "更早的版本" not in second.text
