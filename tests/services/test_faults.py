"""Workers are killed at random over a gateway that loses and doubles: the books balance.

`make faults` does the same with a hundred kills.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from bench.faults import trial
from bench.faults.trial import Plan

RATE = 60


@pytest.mark.parametrize(
    ("notices", "kills"), [(40, 2), pytest.param(200, 10, marks=pytest.mark.long)]
)
def test_nothing_is_lost_and_nothing_sent_twice_whenever_a_worker_is_killed(
    tmp_path: Path, notices: int, kills: int
) -> None:
    plan = partial(Plan, notices, kills, rate=RATE)
    plans = [plan(workers=1)]
    if server := os.environ.get("TEST_DATABASE_URL"):
        plans.append(plan(workers=2, server=server))
    folders = [tmp_path / str(it.workers) for it in plans]
    for folder in folders:
        folder.mkdir()

    with ThreadPoolExecutor() as beside:  # both mostly wait
        verdicts = list(beside.map(trial.run, plans, folders))

    for verdict in verdicts:
        assert verdict.balance.balanced, verdict
        assert sum(verdict.balance.statuses.values()) == notices
