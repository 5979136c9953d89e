"""Twilio's API, emulated by a process of its own: the npm package `emulate`."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.waiting import HANGS

INSTALLED = Path(__file__).parent / "node_modules"
NODE = INSTALLED / ".bin" / "node"
EMULATE = INSTALLED / ".bin" / "emulate"
ACCOUNT = "AC" + "e" * 32
TOKEN = "a-token-for-tests"  # noqa: S105 - of an account that exists nowhere
NUMBER = "+15557654321"
SEED = f"""
twilio:
  account: {{sid: {ACCOUNT}, auth_token: {TOKEN}}}
  phone_numbers:
    - phone_number: "{NUMBER}"
"""
_GONE_WITHIN = 30.0
_TRIES = 3


class NotStartedError(Exception):
    """The emulator did not start."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """Where Twilio's API is emulated, for `ACCOUNT` with `TOKEN` and `NUMBER`."""

    address: str

    def move(self, sid: str, status: str) -> None:
        """Make a message sent, delivered …; its receipt is posted meanwhile."""
        self.ask(
            "POST",
            "/_twilio/simulate/message-status",
            {"MessageSid": sid, "Status": status},
        ).raise_for_status()

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> requests.Response:
        """Ask something that is no part of Twilio's API."""
        with requests.Session() as session:
            session.trust_env = False
            return session.request(
                method,
                self.address + path,
                data=form,
                auth=(ACCOUNT, TOKEN),
                timeout=HANGS,
            )


@contextmanager
def emulated(folder: Path) -> Iterator[Emulator]:
    """Start an emulator on a free port, and end it with all its children."""
    process, emulator = _started(folder)
    try:
        yield emulator
    finally:
        _end(process)


def _started(folder: Path) -> tuple[subprocess.Popen[bytes], Emulator]:
    """Start it; somebody else may take the free port first, so try some more."""
    seed, told = folder / "emulate.yaml", folder / "emulate.txt"
    seed.write_text(SEED, "utf-8")
    for _ in range(_TRIES):
        port = _free_port()
        process = _launched(port, seed, told)
        emulator = Emulator(f"http://127.0.0.1:{port}")
        if _is_ready(process, emulator):
            return process, emulator
        _end(process)
    raise NotStartedError(told.read_text("utf-8"))


def _launched(port: int, seed: Path, told: Path) -> subprocess.Popen[bytes]:
    words = ["start", "--port", str(port), "--service", "twilio", "--seed", str(seed)]
    with told.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - our own words
            [NODE, EMULATE, *words],
            cwd=seed.parent,
            env={"PATH": os.environ["PATH"], "HOME": str(seed.parent)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a process group of its own
        )


def _is_ready(process: subprocess.Popen[bytes], emulator: Emulator) -> bool:
    """Wait until it knows our account; False when it ended or took too long."""
    deadline = time.monotonic() + HANGS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(requests.ConnectionError):
            if emulator.ask("GET", f"/2010-04-01/Accounts/{ACCOUNT}.json").ok:
                return True
        time.sleep(0.05)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GONE_WITHIN)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
