"""Real connections break as the tests with injected errors say that they do."""

import json
from datetime import timedelta
from threading import Thread

import pytest

from notices.faults import Fault
from notices.gateways.base import (
    Gateway,
    SendAccepted,
    SendOutcome,
    SendRefused,
    SendUnknown,
)
from tests.notices.gateways.accounts import MESSAGE, SID, gateway, record
from tests.notices.gateways.wire import Behaviour, Talk, refusing, serving
from tests.waiting import HANGS

BRIEF = timedelta(seconds=0.3)
LONG = timedelta(seconds=HANGS)


def accept(talk: Talk) -> None:
    talk.read()
    talk.answer("201 Created", json.dumps(record()))


def accept_always(talk: Talk) -> None:
    while True:
        accept(talk)


def accept_once_then_reset(talk: Talk) -> None:
    accept(talk)
    talk.read()
    talk.reset()


def reset_after_reading(talk: Talk) -> None:
    talk.read()
    talk.reset()


def hang_up_after_reading(talk: Talk) -> None:
    talk.read()


def answer_half(talk: Talk) -> None:
    talk.read()
    talk.say('HTTP/1.1 201 Created\r\nContent-Length: 999\r\n\r\n{"sid": "SM')


def answer_half_and_wait(talk: Talk) -> None:
    answer_half(talk)
    talk.wait()


def answer_by_a_proxy(talk: Talk) -> None:
    talk.read()
    talk.answer("502 Bad Gateway", "<html>502</html>", "text/html")


def never_answer(talk: Talk) -> None:
    talk.read()
    talk.wait()


def answer_nonsense(talk: Talk) -> None:
    talk.read()
    talk.say("SSH-2.0-OpenSSH_9.2\r\n\r\n")


def reset_amid_the_handshake(talk: Talk) -> None:
    talk.more()
    talk.reset()


def never_shake_hands(talk: Talk) -> None:
    talk.wait()


def speak_plainly(talk: Talk) -> None:
    talk.more()
    talk.say("HTTP/1.1 400 Bad Request\r\n\r\n")


def sent_to(behave: Behaviour, scheme: str = "http") -> SendOutcome:
    timeout = BRIEF if behave in SILENT else LONG
    with serving(behave, scheme) as wire:
        return gateway(base_url=wire.address, timeout=timeout).send(MESSAGE)


SILENT = (answer_half_and_wait, never_answer, never_shake_hands)


def test_a_port_that_nobody_listens_at_has_got_nothing() -> None:
    with refusing() as address:
        outcome = gateway(base_url=address).send(MESSAGE)

    assert outcome == SendRefused(Fault.BUSY, "connect")


@pytest.mark.parametrize(
    ("behave", "code"),
    [
        (reset_after_reading, "reset"),
        (hang_up_after_reading, "reset"),
        (answer_half, "reset"),
        (answer_nonsense, "reset"),
        (answer_half_and_wait, "timeout"),
        (never_answer, "timeout"),
        (answer_by_a_proxy, "http-502"),
    ],
)
def test_whoever_read_it_may_have_taken_it(behave: Behaviour, code: str) -> None:
    assert sent_to(behave) == SendUnknown(code)


@pytest.mark.parametrize(
    ("behave", "code"),
    [
        (reset_amid_the_handshake, "connect"),
        (never_shake_hands, "connect"),
        (speak_plainly, "tls"),
    ],
)
def test_whoever_shook_no_hands_has_got_nothing(behave: Behaviour, code: str) -> None:
    assert sent_to(behave, "https") == SendRefused(Fault.BUSY, code)


def test_a_message_is_posted_once_whatever_happens() -> None:
    with serving(reset_after_reading) as wire:
        gateway(base_url=wire.address).send(MESSAGE)

    assert len(wire.requests) == 1


def test_a_thread_keeps_its_connection() -> None:
    with serving(accept_always) as wire:
        sender = gateway(base_url=wire.address, timeout=LONG)

        assert sender.send(MESSAGE) == sender.send(MESSAGE) == SendAccepted(SID)

    assert len(wire.ports) == 2
    assert len(set(wire.ports)) == 1


def test_threads_share_a_gateway_but_no_connection() -> None:
    with serving(accept_always) as wire:
        sender = gateway(base_url=wire.address, timeout=LONG)
        heard: list[SendOutcome] = []
        threads = [Thread(target=send_ten, args=(sender, heard)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert heard == [SendAccepted(SID)] * 40
    assert len(set(wire.ports)) == 4


def send_ten(sender: Gateway, heard: list[SendOutcome]) -> None:
    for _ in range(10):
        heard.append(sender.send(MESSAGE))  # noqa: PERF401 - one after another


def test_a_kept_connection_that_breaks_tells_nothing() -> None:
    with serving(accept_once_then_reset) as wire:
        sender = gateway(base_url=wire.address, timeout=LONG)
        first = sender.send(MESSAGE)

        second = sender.send(MESSAGE)

    assert (first, second) == (SendAccepted(SID), SendUnknown("reset"))
    assert len(wire.requests) == 2


def test_after_a_failure_the_next_message_finds_a_new_connection() -> None:
    with serving(accept_once_then_reset) as wire:
        sender = gateway(base_url=wire.address, timeout=LONG)

        outcomes = [sender.send(MESSAGE) for _ in range(3)]

    assert outcomes[2] == SendAccepted(SID)
