"""0005 keeps the inquiries there are, all of them open; the release before goes on."""

from datetime import datetime

import pytest
from alembic import command
from sqlalchemy import Engine, text

from faq_store.inquiries import inquiries
from server import migrate
from storage.session import reading

pytestmark = pytest.mark.both_stores

KEEP = text(
    "INSERT INTO inquiries (asked, reason, options, sender, at, source)"
    " VALUES (:asked, 'unsure', '1.2', '+8613800138000', :at, :source)"
)


def keep(engine: Engine, asked: str, at: datetime) -> None:
    """Write an inquiry as the release before does."""
    with engine.begin() as connection:
        connection.execute(KEEP, {"asked": asked, "at": at, "source": f"SM{asked}"})


def test_inquiries_from_before_it_wait_and_so_do_those_of_the_release_before(
    empty: Engine, now: datetime
) -> None:
    with empty.connect() as connection:
        command.upgrade(migrate.alembic_config(connection), "0004")
    keep(empty, "之前", now)

    migrate.upgrade(empty)
    keep(empty, "之后", now)

    with reading(empty) as session:
        found = inquiries.read_inquiries(
            session, inquiries.waiting_inquiries(session, 9)
        )
    assert [(it.asked, it.outcome, it.taught) for it in found] == [
        ("之前", "", ""),
        ("之后", "", ""),
    ]
