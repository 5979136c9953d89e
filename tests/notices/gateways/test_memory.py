"""The recording gateway answers as it is told, and its books are a gateway's books."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Thread

import pytest

from notices.faults import Fault
from notices.gateways.base import (
    CodeExplanation,
    Gateway,
    OutgoingMessage,
    ProviderRecord,
    Receipt,
    SendAccepted,
    SendOutcome,
    SendRefused,
    SendUnknown,
)
from notices.gateways.memory import LostMessage, RecordingGateway, ScriptedOutcome
from notices.status import Status
from tests.notices.gateways.accounts import MESSAGE, SID, THEIRS

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FIRST = "SM" + "0" * 31 + "1"
SECOND = "SM" + "0" * 31 + "2"
BUSY = SendRefused(Fault.BUSY, "20429")


def recording(*answers: ScriptedOutcome | None) -> RecordingGateway:
    return RecordingGateway(lambda: NINE, answers)


def heard(gateway: Gateway, messages: Sequence[OutgoingMessage]) -> list[SendOutcome]:
    return [gateway.send(it) for it in messages]


def test_without_a_script_everything_is_taken() -> None:
    gateway = recording()

    outcomes = heard(gateway, [MESSAGE, replace(MESSAGE, id="n-2")])

    assert outcomes == [SendAccepted(FIRST), SendAccepted(SECOND)]
    assert [it.id for it in gateway.sent] == ["n-1", "n-2"]


def test_ids_are_made_of_the_numbers_that_it_is_given() -> None:
    gateway = RecordingGateway(lambda: NINE, numbers=count(255))

    assert gateway.send(MESSAGE) == SendAccepted(f"SM{255:032x}")


def test_a_script_is_followed_to_its_end() -> None:
    gateway = recording(
        BUSY, None, SendUnknown("http-502"), SendAccepted(SID, Status.SENT)
    )

    outcomes = heard(gateway, [MESSAGE] * 5)

    assert outcomes == [
        BUSY,
        SendAccepted(FIRST),
        SendUnknown("http-502"),
        SendAccepted(SID, Status.SENT),
        SendAccepted(SECOND),
    ]
    assert len(gateway.sent) == 5
    assert [it.sid for it in gateway.records] == [FIRST, SID, SECOND]


def test_a_script_may_depend_on_the_message() -> None:
    gateway = RecordingGateway(
        lambda: NINE, lambda message: BUSY if message.to == THEIRS else None
    )

    assert gateway.send(MESSAGE) == BUSY
    assert gateway.send(replace(MESSAGE, to="+8613900139000")) == SendAccepted(FIRST)


def test_it_can_take_a_message_and_lose_the_answer() -> None:
    gateway = recording(LostMessage.ANSWER)

    assert gateway.send(MESSAGE) == SendUnknown("answer-lost")
    assert [it.text for it in gateway.list_sent_to(THEIRS, NINE)] == [MESSAGE.text]


def test_it_can_lose_a_message() -> None:
    gateway = recording(LostMessage.MESSAGE)

    assert gateway.send(MESSAGE) == SendUnknown("message-lost")
    assert gateway.list_sent_to(THEIRS, NINE) == ()
    assert gateway.sent == (MESSAGE,)


def test_what_it_took_is_found_by_its_id() -> None:
    gateway = recording()
    gateway.send(MESSAGE)

    assert gateway.look_up(FIRST) == ProviderRecord(
        FIRST, THEIRS, MESSAGE.text, Status.ACCEPTED, "", NINE
    )
    assert gateway.look_up(SECOND) is None


def test_what_it_took_is_listed_by_number_and_time_newest_first() -> None:
    times = iter([NINE - timedelta(seconds=1), NINE, NINE, NINE])
    gateway = RecordingGateway(lambda: next(times))
    heard(gateway, [MESSAGE, MESSAGE, replace(MESSAGE, to="+8613900139000"), MESSAGE])

    listed = gateway.list_sent_to(THEIRS, NINE)

    assert [it.sid for it in listed] == [f"SM{4:032x}", SECOND]


def test_what_became_of_a_message_can_be_said_later() -> None:
    gateway = recording()
    gateway.send(MESSAGE)

    gateway.move(FIRST, Status.UNDELIVERED, "30003")

    found = gateway.look_up(FIRST)
    assert found is not None
    assert (found.status, found.code) == (Status.UNDELIVERED, "30003")


def test_nothing_can_be_said_of_a_message_that_it_does_not_have() -> None:
    with pytest.raises(KeyError):
        recording().move(FIRST, Status.SENT)


def test_its_receipts_and_codes_are_those_it_was_told() -> None:
    stop = CodeExplanation(Fault.OPTED_OUT, "对方说停")
    gateway = RecordingGateway(lambda: NINE, codes={"stop": stop})
    form = {"sid": FIRST, "status": "failed", "code": "stop"}

    assert gateway.parse_receipt("n-1", form) == Receipt(
        "n-1", FIRST, Status.FAILED, "failed", "stop", Fault.OPTED_OUT, form
    )
    assert gateway.parse_receipt("", {"status": "lost"}).status is None
    assert gateway.explain("stop") == stop
    assert gateway.explain("other") == CodeExplanation()


def test_threads_get_ids_of_their_own() -> None:
    gateway = recording()
    threads = [Thread(target=heard, args=(gateway, [MESSAGE] * 50)) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({it.sid for it in gateway.records}) == len(gateway.sent) == 200
