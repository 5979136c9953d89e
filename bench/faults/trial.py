"""One trial: notices queued, workers killed, everything waited for, books compared."""

import random
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, func, select

from bench.faults import audit, house
from bench.faults.audit import Balance
from bench.faults.company import Company
from notices.status import Status
from notices.tables import NoticeRow
from storage.engine import connect
from storage.session import reading

_LONGEST_DELAY = 0.3
"""Seconds from the moment when a kill is due until it comes: it strikes anywhere."""

LONGEST_TAIL = 120.0
"""Seconds that the books may take to settle after the last kill."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a trial is made of; `server` is a PostgreSQL address, "" for SQLite."""

    notices: int
    kills: int
    workers: int
    rate: int
    server: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it went; `settling` is seconds from the last kill until all was settled."""

    balance: Balance
    faults: dict[str, int]
    seconds: float
    settling: float


def run(plan: Plan, folder: Path) -> Verdict:
    """Try it once; the books are compared whether they settle in time or not."""
    chance = random.Random(plan.seed)  # noqa: S311 - dice, not secrets
    company = Company(random.Random(plan.seed + 1))  # noqa: S311
    began = time.monotonic()
    with house.store(plan.server, folder) as url:
        engine = connect(url)
        house.queue(engine, plan.notices)
        with house.door(url, company.open(), plan.rate) as environment:
            crew = house.Crew(environment, folder, chance)
            try:
                settling = _play(plan, engine, crew, company, chance)
            finally:
                crew.dismiss()
        with reading(engine) as session:
            balance = audit.held_against(session, company.books, plan.notices)
        engine.dispose()
    company.close()
    seconds = time.monotonic() - began
    return Verdict(balance, dict(company.faults), seconds, settling)


def _play(
    plan: Plan,
    engine: Engine,
    crew: house.Crew,
    company: Company,
    chance: random.Random,
) -> float:
    for _ in range(plan.workers):
        crew.hire()
    for kill in range(1, plan.kills + 1):
        _wait_until_left(engine, plan.notices - plan.notices * kill // (plan.kills + 1))
        time.sleep(chance.uniform(0, _LONGEST_DELAY))
        crew.kill_one()
    last_kill = time.monotonic()
    while time.monotonic() - last_kill < LONGEST_TAIL:
        with reading(engine) as session:
            if audit.settled(session, company.books):
                break
        time.sleep(0.5)
    return time.monotonic() - last_kill


def _wait_until_left(engine: Engine, many: int) -> None:
    """Let the workers work until no more than so many notices wait to be sent."""
    wanted = select(func.count()).where(NoticeRow.status == Status.QUEUED.value)
    until = time.monotonic() + LONGEST_TAIL
    while time.monotonic() < until:
        with reading(engine) as session:
            if (session.scalar(wanted) or 0) <= many:
                return
        time.sleep(0.02)
    raise TimeoutError("the workers do not get on with it")
