"""A proxy of the environment may fail as well, before a message is sent or after."""

import sys
from pathlib import Path

import pytest

from tests.notices.gateways.wire import Behaviour, Talk, refusing, serving
from tests.server.processes import ran

SEND = """
from tests.notices.gateways.accounts import MESSAGE, gateway
import sys
print(gateway(base_url=sys.argv[1]).send(MESSAGE))
"""
TAKEN = '{"sid": "SM1", "status": "queued"}'
REFUSED = "SendRefused(fault=<Fault.BUSY: 'busy'>, code='connect')"


def take(talk: Talk) -> None:
    talk.read()
    talk.answer("201 Created", TAKEN)


def reset_after_reading(talk: Talk) -> None:
    talk.read()
    talk.reset()


def dig_no_tunnel(talk: Talk) -> None:
    talk.read()
    talk.answer("503 Service Unavailable", "")


def said(base_url: str, proxy: str, folder: Path) -> str:
    """Send in a process of its own, where the proxy is in the environment."""
    given = {"http_proxy": proxy, "https_proxy": proxy}
    program = (sys.executable, "-c", SEND)
    done = ran(base_url, given=given, folder=folder, program=program)
    assert done.code == 0, done.err
    return done.out.strip()


def test_a_proxy_that_nobody_answers_at_has_passed_on_nothing(tmp_path: Path) -> None:
    with refusing() as proxy:
        assert said("http://sms.invalid", proxy, tmp_path) == REFUSED


@pytest.mark.parametrize(
    ("base_url", "behave", "outcome"),
    [
        ("https://sms.invalid", dig_no_tunnel, REFUSED),
        ("http://sms.invalid", reset_after_reading, "SendUnknown(code='reset')"),
        (
            "http://sms.invalid",
            take,
            "SendAccepted(sid='SM1', status=<Status.ACCEPTED: 'accepted'>)",
        ),
    ],
)
def test_what_a_proxy_was_given_it_may_have_passed_on(
    base_url: str, behave: Behaviour, outcome: str, tmp_path: Path
) -> None:
    with serving(behave) as proxy:
        assert said(base_url, proxy.address, tmp_path) == outcome


def test_this_machine_is_reached_without_it(tmp_path: Path) -> None:
    with refusing() as proxy, serving(take) as wire:
        assert said(wire.address, proxy, tmp_path).startswith("SendAccepted")
