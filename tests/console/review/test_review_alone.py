"""An office of one publishes alone, where the operator has set that."""

from sqlalchemy import Engine

from staff.roles import Role
from tests.console import visitors
from tests.console.reviewing import NOTE, edited, press, rehearsed, standing
from tests.console.visitors import Clock


def test_an_office_of_one_publishes_alone_where_that_is_set(
    store: Engine, clock: Clock
) -> None:
    edited(store, clock())
    with visitors.opened(store, clock, SECOND_PERSON="off") as app:
        alone = visitors.logged_in(app, Role.ADMIN)
        press(alone, "rehearse")
        rehearsed(store, clock())

        done = press(alone, "approve", note="自己改的")

    assert "已发布第2版" in done.text
    assert "自己改的" in alone.get("/console/history").text


def test_an_editor_submits_also_where_one_may_publish_alone(
    store: Engine, clock: Clock
) -> None:
    edited(store, clock())
    with visitors.opened(store, clock, SECOND_PERSON="off") as app:
        editor = visitors.logged_in(app, Role.EDITOR)

        done = press(editor, "submit", note=NOTE)

    assert done.status == 200
    assert standing(store).waits
