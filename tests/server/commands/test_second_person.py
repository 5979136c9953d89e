"""`helpline publish` follows the second-person rule once two people could."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.content import editions
from faq_store.publishing import review as publishing_review
from staff import accounts, passwords
from staff.roles import Role
from storage.session import writing
from tests.faq_store import examples
from tests.faq_store.reviewed import submit
from tests.server.commands.operator import Operator

ALONE = "控制台里还没有两个能提交和批准草稿的账号"


@pytest.fixture
def drafted(cook: Operator, engine: Engine, now: datetime) -> Operator:
    """Leave a draft beside the canteen's FAQ."""
    examples.draft(engine, examples.retitled("新食堂"), now)
    return cook


def employ(engine: Engine, now: datetime, *roles: Role) -> None:
    """Make accounts that have been taken up."""
    with writing(engine) as session:
        for number, role in enumerate(roles):
            made = accounts.add_account(session, f"staff{number}", role, now)
            accounts.create_invitation(session, made.id, f"link{number}", now)
            accounts.accept_invitation(
                session, f"link{number}", passwords.hash_password("correct horse"), now
            )


@pytest.mark.parametrize(
    "roles",
    [(), (Role.ADMIN,), (Role.EDITOR, Role.EDITOR), (Role.REVIEWER, Role.READER)],
)
def test_nobody_is_waited_for_who_is_not_there(
    drafted: Operator, engine: Engine, now: datetime, roles: tuple[Role, ...]
) -> None:
    employ(engine, now, *roles)

    done = drafted.does("publish")

    assert (done.exit_code, done.stdout) == (0, "已发布第2版。\n")
    assert ALONE in done.stderr


def test_with_two_in_the_console_somebody_has_to_submit_it_first(
    drafted: Operator, engine: Engine, now: datetime
) -> None:
    employ(engine, now, Role.EDITOR, Role.REVIEWER)

    refused = drafted.does("publish")
    submit(engine, now, "staff0", note="改了标题")
    done = drafted.does("publish")

    assert refused.exit_code == 1
    assert refused.stderr == (
        "Error: 草稿现在的内容还没有人在控制台提交审核，不能发布。\n"
    )
    assert (done.exit_code, done.stdout, done.stderr) == (0, "已发布第2版。\n", "")


def test_an_operator_may_be_told_to_do_without(
    drafted: Operator, engine: Engine, now: datetime
) -> None:
    employ(engine, now, Role.EDITOR, Role.ADMIN)

    done = drafted.does("publish", SECOND_PERSON="off")

    assert (done.exit_code, done.stderr) == (0, "")


def test_the_setting_is_on_or_off(drafted: Operator) -> None:
    done = drafted.does("publish", SECOND_PERSON="maybe")

    assert done.exit_code == 1
    assert "SECOND_PERSON 只能是 on 或 off" in done.stderr


def test_the_first_edition_needs_nobody(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    employ(engine, now, Role.EDITOR, Role.REVIEWER)
    examples.draft(engine, examples.SMALL, now)

    done = operator.does("publish")

    assert (done.exit_code, done.stderr) == (0, "")


def test_what_was_submitted_is_approved_by_that(
    drafted: Operator, engine: Engine, now: datetime
) -> None:
    made = submit(engine, now)

    drafted.does("publish", LOGNAME="root")

    with writing(engine) as session:
        edition = editions.find_edition(session, 2)
        review = publishing_review.review_history(session, edition.id)[0]
    assert (review.id, review.decided_by) == (made.id, "operator:root")
    assert edition.note == made.note
