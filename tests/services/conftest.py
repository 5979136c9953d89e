"""Services that run for one test: Twilio's API, and a mailbox for its receipts."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from notices.gateways.twilio.gateway import TwilioGateway, TwilioOptions
from tests.services import emulator, mailbox
from tests.waiting import HANGS


@pytest.fixture
def emulated_twilio(tmp_path: Path) -> Iterator[emulator.Emulator]:
    """Emulate Twilio's API, with an account and a number of ours and nothing else."""
    missing = _missing()
    if missing:
        pytest.skip(missing)
    with emulator.emulated(tmp_path) as started:
        yield started


@pytest.fixture
def receipts() -> Iterator[mailbox.Mailbox]:
    """Open a mailbox for receipts."""
    with mailbox.opened() as opened:
        yield opened


@pytest.fixture
def options(emulated_twilio: emulator.Emulator) -> TwilioOptions:
    """Write down how to reach the emulated account."""
    return TwilioOptions(
        account_sid=emulator.ACCOUNT,
        auth_token=emulator.TOKEN,
        from_number=emulator.NUMBER,
        base_url=emulated_twilio.address,
    )


@pytest.fixture
def gateway(options: TwilioOptions) -> TwilioGateway:
    return TwilioGateway(options)


def _missing() -> str:
    """Say what is not installed in `tests/services`; "" for nothing."""
    if not emulator.EMULATE.exists():
        return "emulate is not installed in tests/services"
    try:
        found = subprocess.run(  # noqa: S603 - our own words
            [emulator.NODE, "--version"], capture_output=True, check=True, timeout=HANGS
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"node does not run in tests/services: {error}"
    version = found.stdout.decode()
    return "" if version.startswith("v22.") else f"node is {version}, not 22"
