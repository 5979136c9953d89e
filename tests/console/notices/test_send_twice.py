"""The same form sent twice at once is one notice, on either store."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import Engine

from staff.roles import Role
from tests.console import visitors
from tests.console.noticing import NEW, previewed, stored
from tests.seeded import MONDAY_MORNING
from tests.server.callers import production, running

pytestmark = pytest.mark.both_stores


@pytest.fixture
def desks(canteen: Engine) -> Iterator[Flask]:
    """Run the console on a store of either kind."""
    visitors.employ(canteen, MONDAY_MORNING)
    with running(production(canteen)) as app:
        yield app


def test_a_form_sent_many_times_at_once_is_one_notice(
    desks: Flask, engine: Engine
) -> None:
    clerks = [visitors.logged_in(desks, Role.EDITOR) for _ in range(8)]
    form = previewed(clerks[0])
    tokens = [it.csrf() for it in clerks]

    with ThreadPoolExecutor(len(clerks)) as pool:
        asked = zip(clerks, tokens, strict=True)
        answers = list(
            pool.map(
                lambda it: it[0].client.post(NEW, data={**form, "csrf_token": it[1]}),
                asked,
            )
        )

    assert len(stored(engine)) == 1
    assert {it.headers.get("Location") for it in answers} == {
        f"/console/notices/{stored(engine)[0].id}"
    }
