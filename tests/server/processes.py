"""Commands of ours as processes of their own, as an operator starts them."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.waiting import HANGS

ROOT = Path(__file__).parents[2]
HELPLINE = (sys.executable, "-c", "from server.commands import main; main()")
_PASSED_ON = ("PATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG", "SYSTEMROOT")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def surroundings(given: Mapping[str, str]) -> dict[str, str]:
    """Set nothing but what a test gives, whatever this machine has set."""
    kept = {it: os.environ[it] for it in _PASSED_ON if it in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | dict(given)


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def ran(
    *words: str,
    given: Mapping[str, str],
    folder: Path,
    typed: bytes = b"",
    program: Sequence[str] = HELPLINE,
) -> Done:
    """Run a command to its end, in a folder of its own."""
    done = subprocess.run(  # noqa: S603 - our own words
        [*program, *words],
        env=surroundings(given),
        cwd=folder,
        input=typed,
        capture_output=True,
        timeout=HANGS,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass(slots=True)
class Served:
    """A server in a process of its own; `told` is what it wrote until it listened."""

    process: subprocess.Popen[str]
    address: str
    told: list[str]

    def get(self, path: str) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(self.address + path, timeout=HANGS)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop, and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(HANGS)


@contextmanager
def started(
    *words: str,
    given: Mapping[str, str],
    folder: Path,
    program: Sequence[str] = HELPLINE,
) -> Iterator[subprocess.Popen[str]]:
    """Start a command that goes on until it is told to stop, at the latest here."""
    with subprocess.Popen(  # noqa: S603 - our own words
        [*program, *words],
        env=surroundings(given),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(HANGS)
            finally:
                process.kill()


@contextmanager
def serving(
    *words: str,
    given: Mapping[str, str],
    folder: Path,
    program: Sequence[str] = HELPLINE,
    ready: str = "/readyz",
) -> Iterator[Served]:
    """Start a server and wait until it says where it listens: a line with `ready`."""
    with started(*words, given=given, folder=folder, program=program) as process:
        yield _listening(process, ready)


def _listening(process: subprocess.Popen[str], ready: str) -> Served:
    told = []
    for line in process.stdout or ():
        told.append(line.rstrip("\n"))
        if ready in line and (found := _ADDRESS.search(line)):
            return Served(process, found[0], told)
    raise AssertionError(f"it never listened: {told}")
