"""Workers are killed at random over a gateway that loses and doubles: the books balance.

`make faults` does the same with a hundred kills.
"""

import os
from pathlib import Path

import pytest

from bench.faults import trial
from bench.faults.trial import Plan
from tests import stores
from tests.conftest import NO_POSTGRES

NOTICES, KILLS = 200, 10
RATE = 60


@pytest.mark.parametrize(
    ("kind", "workers"), [(stores.SQLITE, 1), (stores.POSTGRES, 2)]
)
def test_nothing_is_lost_and_nothing_sent_twice_whenever_a_worker_is_killed(
    kind: str, workers: int, tmp_path: Path
) -> None:
    server = os.environ.get("TEST_DATABASE_URL", "")
    if kind == stores.POSTGRES and not server:
        pytest.skip(NO_POSTGRES)
    server = server if kind == stores.POSTGRES else ""
    plan = Plan(NOTICES, KILLS, workers, RATE, server)

    verdict = trial.run(plan, tmp_path)

    assert verdict.balance.balanced, verdict
    assert sum(verdict.balance.statuses.values()) == NOTICES
