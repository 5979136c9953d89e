"""`python -m bench.console`: every page of the console, on a full store and an empty one.

Needs PostgreSQL (TEST_DATABASE_URL), where it makes two schemas and drops them at the
end; `--keep` leaves them for the next run. `--quick` takes a twentieth of everything.
Pages are asked through the application as gunicorn would, in this process (werkzeug's
client), so what a network takes is not in it. The two stores are asked in turn.

A page is good if 19 of 20 times it answers within 300 ms, and within three times what
it takes on the empty store (see bench/console/asking.py). Ends with 1 if one is not.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, inspect, text

from bench.console import asking, counted, faq, filling, reviewed
from bench.console.asking import Side, Times
from bench.console.sizes import FEW, FULL, QUICK, Sizes
from server import migrate
from server.app_state import utc_now
from storage.engine import connect
from tests.console import visitors

_ROUNDS = 30


def main() -> None:
    """Fill two stores, measure, and print a line for each page."""
    options = _options()
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server.startswith("postgres"):
        raise SystemExit("TEST_DATABASE_URL must name a PostgreSQL server")
    size = QUICK if options.quick else FULL
    name = "console_quick" if options.quick else "console_full"
    with (
        TemporaryDirectory(prefix="console-") as folder,
        chdir(folder),  # matchers are copied to beneath where one stands
        _store(server, name, size, keep=options.keep) as full,
        _store(server, "console_few", FEW, keep=options.keep) as empty,
    ):
        sides = Side.opened(full, utc_now), Side.opened(empty, utc_now)
        began = time.monotonic()
        times = asking.measure(*sides, rounds=options.rounds)
        _say(f"asked {options.rounds} times in {time.monotonic() - began:.0f} s")
        for side in sides:
            side.close()
    _report(times)


def _options() -> argparse.Namespace:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--quick", action="store_true", help="a twentieth of everything")
    read.add_argument(
        "--keep", action="store_true", help="leave the stores, or use them"
    )
    read.add_argument("--rounds", type=int, default=_ROUNDS, help="times to ask a page")
    return read.parse_args()


@contextmanager
def _store(server: str, name: str, size: Sizes, *, keep: bool) -> Iterator[Engine]:
    """Give a filled store in a schema of its own; one that was kept is used again."""
    admin = connect(server)
    if not keep or name not in inspect(admin).get_schema_names():
        _run(admin, f"DROP SCHEMA IF EXISTS {name} CASCADE", f"CREATE SCHEMA {name}")
    mark = "&" if "?" in server else "?"
    engine = connect(f"{server}{mark}options=-csearch_path%3D{name}")
    whole, fresh = False, migrate.applied_revision(engine) is None
    try:
        migrate.upgrade(engine)
        if fresh:
            _fill(engine, name, size)
        whole = True
        yield engine
    finally:
        engine.dispose()
        if not (keep and whole):
            _run(admin, f"DROP SCHEMA {name} CASCADE")
        admin.dispose()


def _fill(engine: Engine, name: str, size: Sizes) -> None:
    began, now = time.monotonic(), utc_now()
    visitors.employ(engine, now)
    faq.publish(engine, size, now)
    reviewed.review(engine, now)
    filling.fill(engine, size, now)
    counted.count(engine, size, now)
    filling.vacuum(engine)
    _say(f"{name} filled in {time.monotonic() - began:.0f} s")


def _run(admin: Engine, *statements: str) -> None:
    with admin.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _report(times: list[Times]) -> None:
    _say("| | full: p50 | p95 | empty: p50 | p95 | ratio |  |")
    for item in sorted(times, key=lambda it: -it.of(0.95)[0]):
        (full, empty), (full_95, empty_95) = item.of(0.5), item.of(0.95)
        _say(
            f"| {item.shape} | {full:.0f} | {full_95:.0f} | {empty:.0f} | {empty_95:.0f}"
            f" | {item.ratio:.1f} | {'good' if item.good else 'SLOW'} |"
        )
    slow = [it.shape for it in times if not it.good]
    _say(f"{len(times) - len(slow)} of {len(times)} pages are quick enough")
    if slow:
        sys.exit(1)


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
