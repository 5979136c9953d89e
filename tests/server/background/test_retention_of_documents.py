"""Documents that were brought are kept no longer than the operator said."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from faq_store.document_import import uploads
from server.background import retention
from storage.session import reading, writing
from tests.faq_store.examples import PAPER

pytestmark = pytest.mark.both_stores

DAYS = 30
LIMIT, SECOND = timedelta(days=DAYS), timedelta(seconds=1)


def names(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [it.name for it in uploads.newest_uploads(session, None, 9)]


@pytest.mark.parametrize(
    ("brought", "closed", "left"),
    [
        (2 * LIMIT, LIMIT + SECOND, []),
        (2 * LIMIT, LIMIT, ["新.txt"]),
        (LIMIT + SECOND, None, []),
        (LIMIT, None, ["新.txt"]),
    ],
    ids=["closed", "closed lately", "never closed", "brought lately"],
)
def test_a_document_goes_when_nobody_has_touched_it_for_so_long(
    engine: Engine,
    now: datetime,
    brought: timedelta,
    closed: timedelta | None,
    left: list[str],
) -> None:
    with writing(engine) as session:
        row = uploads.store_upload(session, "新.txt", PAPER, "张三", now - brought)
        if closed is not None:
            uploads.close_upload(session, row.id, now - closed)

    retention.purge_older(engine, now, DAYS)

    assert names(engine) == left
