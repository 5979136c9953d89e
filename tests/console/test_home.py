"""The first page: what waits for whoever has come, each with the way to it."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from console.home import MOST_COUNTED
from faq_store.editing import edit as editing_edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.publishing import review
from helpline.timezone import CHINA
from notices.status import Status
from notices.tables import NoticeRow
from server.app import make_ready
from staff.roles import Role
from storage.session import writing
from tests.console import visitors
from tests.console.visitors import HOME, Clock, LoggedIn, Visitor
from tests.faq_store.asked import ask
from tests.faq_store.examples import SMALL
from tests.faq_store.reviewed import shown
from tests.notices.fakes import Post
from tests.seeded import MONDAY_MORNING


def waiting(visitor: Visitor) -> str:
    """Read what waits, as this visitor is told."""
    page = visitor.get(HOME)
    assert page.status == 200
    return page.text.partition("等着处理的 ")[2].partition(" 总览")[0]


def edit(store: Engine, text: str = "食堂新问候。") -> None:
    with writing(store) as session:
        seen = revision_of(SMALL.prompts.greeting)
        author = Author("editor", MONDAY_MORNING)
        editing_edit.save_prompt(session, "greeting", text, seen, author)


def submit(store: Engine) -> None:
    with writing(store) as session:
        standing = review.draft_status(session)
        assert standing
        review.submit_draft(
            session, standing.seen, by="editor", note="换了问候", now=MONDAY_MORNING
        )


def test_where_nothing_waits_that_is_said(logged_in: LoggedIn) -> None:
    assert waiting(logged_in(Role.READER)) == "现在没有。"


def test_a_draft_waits_to_be_submitted_by_whoever_may(
    store: Engine, logged_in: LoggedIn
) -> None:
    edit(store)

    said = "草稿里的改动还没有提交审核"

    assert waiting(logged_in(Role.EDITOR)) == f"{said} 等您处理"
    assert waiting(logged_in(Role.READER)) == said


def test_where_one_person_suffices_the_draft_waits_to_be_published(
    store: Engine, clock: Clock
) -> None:
    edit(store)
    with visitors.opened(store, clock, SECOND_PERSON="off") as app:
        make_ready(app)
        said = "草稿里的改动还没有发布"

        assert waiting(visitors.logged_in(app, Role.EDITOR)) == said
        assert waiting(visitors.logged_in(app, Role.REVIEWER)) == f"{said} 等您处理"


def test_a_submitted_draft_waits_for_a_second_person(
    store: Engine, logged_in: LoggedIn
) -> None:
    edit(store)
    submit(store)

    said = "提交的草稿等着审核：换了问候（2026-03-02 09:30:00）"

    assert waiting(logged_in(Role.EDITOR)) == f"您{said}"
    assert waiting(logged_in(Role.READER)) == f"editor{said}"
    assert waiting(logged_in(Role.REVIEWER)) == f"editor{said} 等您处理"


def test_a_returned_draft_says_why(store: Engine, logged_in: LoggedIn) -> None:
    edit(store)
    submit(store)
    before = shown(store)
    with writing(store) as session:
        review.return_draft(
            session, before, by="reviewer", reason="太短了", now=MONDAY_MORNING
        )

    assert waiting(logged_in(Role.EDITOR)) == "草稿被reviewer退回：太短了 等您处理"


@pytest.mark.parametrize(
    ("many", "said"),
    [(1, "1条提问"), (MOST_COUNTED, "100条提问"), (MOST_COUNTED + 1, "100多条提问")],
)
def test_inquiries_are_counted_as_far_as_anybody_cares(
    store: Engine, logged_in: LoggedIn, many: int, said: str
) -> None:
    for _ in range(many):
        ask(store, "几点开门", MONDAY_MORNING)

    page = logged_in(Role.EDITOR).get(HOME)

    assert f"{said}等着说明它在问什么 等您处理" in page.text


def test_a_notice_nobody_knows_about_waits_for_who_may_send(
    store: Engine, logged_in: LoggedIn
) -> None:
    Post(store, MONDAY_MORNING).order()
    with writing(store) as session:
        session.execute(update(NoticeRow).values(status=Status.UNKNOWN.value))

    page = logged_in(Role.EDITOR).get(HOME)

    assert "1条通知结果不明 等您处理" in page.text
    assert "/console/notices?status=unknown" in page.html
    assert waiting(logged_in(Role.READER)) == "1条通知结果不明"


def test_what_is_being_announced_is_shown(logged_in: LoggedIn, clock: Clock) -> None:
    editor, begins = logged_in(Role.EDITOR), clock().astimezone(CHINA)
    fields = {
        "text": "明天停电。",
        "begins": f"{begins:%Y-%m-%dT%H:%M}",
        "ends": f"{begins + timedelta(hours=1):%Y-%m-%dT%H:%M}",
    }
    editor.post("/console/announcements", fields)
    clock.wait(timedelta(seconds=5))

    assert "正在播报 明天停电。" in editor.get(HOME).text
