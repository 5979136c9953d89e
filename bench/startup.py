"""How long from process start to the first answer, beside a bare interpreter.

    .venv/bin/python -m bench.startup [RUNS]

The store is migrated and the seed published beforehand, as `make run` does once.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from simulator.provider import AN_APPLICANT, Provider

GOAL = 2.5
"""Seconds to the first answer, on an idle machine with two cores."""

HELPLINE = (sys.executable, "-c", "from server.commands import main; main()")
ASKED = "系统提示未获取到建造师信息"
STOPS_WITHIN = 10.0


def main() -> None:
    """Print each run and the median."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with TemporaryDirectory() as folder:
        environ = {"SIMULATOR": "on", "PORT": "0", "LOG_LEVEL": "ERROR"}
        environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.db"
        subprocess.run((*HELPLINE, "migrate"), env=environ, check=True)
        taken = sorted(_first_answer(environ) for _ in range(runs))
    bare = _bare()
    median = taken[len(taken) // 2]
    shown = " ".join(f"{it:.2f}" for it in taken)
    sys.stdout.write(f"first answer after {shown} s; median {median:.2f} s\n")
    sys.stdout.write(f"goal {GOAL} s; a bare interpreter takes {bare:.2f} s\n")


def _first_answer(environ: dict[str, str]) -> float:
    began = time.perf_counter()
    with _running(environ) as address:
        provider = Provider(
            address, ids=lambda: uuid4().hex, clock=lambda: datetime.now(UTC)
        )
        (reply,) = provider.text(AN_APPLICANT, ASKED).replies
        taken = time.perf_counter() - began
    if "一级建造师" not in reply:
        raise SystemExit(f"not the answer: {reply}")
    return taken


@contextmanager
def _running(environ: dict[str, str]) -> Iterator[str]:
    with subprocess.Popen(
        (*HELPLINE, "run"), env=environ, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()
            process.wait(STOPS_WITHIN)


def _address(process: "subprocess.Popen[str]") -> str:
    for line in process.stdout or ():
        found, phone, _ = line.rpartition("/phone")
        if phone:
            return found[found.index("http") :]
    raise SystemExit("the helpline did not start")


def _bare() -> float:
    began = time.perf_counter()
    subprocess.run((sys.executable, "-c", ""), check=True, cwd=Path.cwd())
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
