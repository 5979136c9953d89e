"""What the company remembers, and what makes room."""

from simulator.message_store import MessageStore
from simulator.messages import Message
from simulator.optouts import OptOuts
from simulator.signed_post import Hop
from simulator.traffic_log import TrafficLog
from tests.simulator.conftest import NINE


def message(sid: str, to: str = "+8613800138000") -> Message:
    return Message(sid, to, "", "", "您好", "", NINE, NINE)


def test_the_oldest_messages_make_room() -> None:
    outbox = MessageStore(most=2)
    for sid in ("SM1", "SM2", "SM3"):
        outbox.put(message(sid))

    assert [it.sid for it in outbox.newest()] == ["SM3", "SM2"]
    assert outbox.find("SM1") is None


def test_a_message_that_has_made_room_does_not_come_back() -> None:
    outbox = MessageStore(most=1)
    outbox.put(message("SM1"))
    outbox.put(message("SM2"))

    assert outbox.move("SM1", "sent", "", NINE) is None
    assert [it.sid for it in outbox.newest()] == ["SM2"]


def test_a_message_stays_in_its_place_when_it_changes() -> None:
    outbox = MessageStore()
    outbox.put(message("SM1"))
    outbox.put(message("SM2"))

    outbox.move("SM1", "sent", "", NINE)

    assert [it.sid for it in outbox.newest()] == ["SM2", "SM1"]


def test_the_oldest_of_the_wire_makes_room_and_the_count_goes_on() -> None:
    wiretap = TrafficLog(most=2)
    for url in ("http://a", "http://b", "http://c"):
        wiretap.record("", Hop(url, "", ()))

    heard = wiretap.since("", 0)

    assert [it.url for it in heard.passed] == ["http://b", "http://c"]
    assert heard.after == 3


def test_the_oldest_word_of_stop_makes_room() -> None:
    opt_outs = OptOuts(most=1)
    opt_outs.hear("+8613800138000", "STOP")
    opt_outs.hear("+8613911112222", "STOP")

    assert "+8613800138000" not in opt_outs
    assert "13911112222" in opt_outs
