"""`python -m bench.faults`: 100 kills over 2,000 notices, on each store there is.

PostgreSQL is tried with two workers where TEST_DATABASE_URL names a server.
"""

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.faults.trial import Plan, Verdict, run


def main() -> int:
    """Try every store, print what came of it, and fail if any book is out of balance."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--notices", type=int, default=2000)
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--rate", type=int, default=60, help="segments a second")
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    servers = {"SQLite, one worker": "", "SQLite, two workers": ""}
    if server := os.environ.get("TEST_DATABASE_URL"):
        servers["PostgreSQL, two workers"] = server
    good = True
    for name, server in servers.items():
        workers = 1 if "one" in name else 2
        plan = Plan(given.notices, given.kills, workers, given.rate, server, given.seed)
        with TemporaryDirectory(prefix="faults-") as folder:
            verdict = run(plan, Path(folder))
        _print(name, plan, verdict)
        good &= verdict.balance.balanced
    return 0 if good else 1


def _print(name: str, plan: Plan, verdict: Verdict) -> None:
    balance = verdict.balance
    print(f"{name}: {plan.notices} notices, {plan.kills} kills")  # noqa: T201
    for words in (
        f"lost {balance.lost}, sent twice {balance.twice}",
        f"taken and not told {balance.untold}, told and not taken {balance.invented}",
        f"history unlike its notice {balance.unwritten}",
        f"statuses {balance.statuses}, receipts kept {balance.receipts}",
        f"faults on the way {verdict.faults}",
        f"{verdict.seconds:.0f} s, {verdict.settling:.0f} s of them after the last kill",
    ):
        print(f"  {words}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
