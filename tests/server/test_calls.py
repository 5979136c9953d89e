"""Calls through the guarded application, as the provider tells of them."""

from helpline.voice.pronunciation import to_speech
from simulator import twiml
from simulator.twiml import Gather, Hangup, Say, Verb
from tests.server.callers import Caller, a_call

HERE = "/ivr/key?edition=1&at=1-2&step=2&silent=0&wrong=0"
DIALLED = "/ivr/dialled?edition=1&at=1&step=2&silent=0&wrong=0"


def verbs(caller: Caller, path: str, **more: str) -> tuple[Verb, ...]:
    return twiml.parse_verbs(caller.signed(path, a_call(**more)).data)


def said(answer: tuple[Verb, ...]) -> str:
    nested = [it for verb in answer if isinstance(verb, Gather) for it in verb.nested]
    return "".join(it.text for it in (*answer, *nested) if isinstance(it, Say))


def test_a_key_after_the_end_of_the_call_only_hangs_up(caller: Caller) -> None:
    caller.signed("/ivr/answer", a_call())
    caller.signed("/ivr/status", a_call(CallStatus="completed", CallDuration="9"))

    assert verbs(caller, HERE, Digits="1") == (Hangup(),)


def test_a_call_that_reached_the_hotline_ends_with_a_goodbye(caller: Caller) -> None:
    answer = verbs(caller, DIALLED, DialCallStatus="completed")

    assert answer[-1] == Hangup()
    assert "再见" in said(answer)


def test_a_hotline_that_is_busy_is_spoken_and_the_call_goes_on(caller: Caller) -> None:
    answer = verbs(caller, DIALLED, DialCallStatus="busy")

    assert isinstance(answer[0], Gather)
    assert "没有接通" in said(answer)
    assert to_speech("96500") in said(answer)


def test_a_key_of_a_call_begun_elsewhere_is_answered(caller: Caller) -> None:
    assert "去充值。" in said(verbs(caller, HERE, Digits="1"))


def test_digits_left_over_from_before_do_not_matter_to_the_greeting(
    caller: Caller,
) -> None:
    fresh = verbs(caller, "/ivr/answer")

    assert verbs(caller, "/ivr/answer", Digits="1") == fresh


def test_an_answer_delivered_again_is_the_same(caller: Caller) -> None:
    first = caller.signed(HERE, a_call(Digits="1"))

    assert caller.signed(HERE, a_call(Digits="1")).data == first.data
