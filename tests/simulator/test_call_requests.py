"""A whole call over HTTP: what the doors are told, request by request."""

from datetime import datetime, timedelta

from simulator.calls import CallEnd
from simulator.provider import Provider
from simulator.twiml import Say
from tests.simulator.conftest import NINE
from tests.simulator.fakes import BROKEN, Doors, having, numbered, spoken

APPLICANT = "+8613800138000"
ANSWER, KEY, FALLBACK = "/ivr/answer", "/ivr/key", "/ivr/fallback"
WAIT = '<Gather numDigits="1" action="key?at={}" finishOnKey=""/>'


def test_the_doors_are_told_of_the_call_its_keys_and_its_end(
    doors: Doors, provider: Provider
) -> None:
    doors.answers[ANSWER] = spoken(WAIT.format("0"))
    doors.answers[KEY] = spoken("<Say>好</Say>", "<Hangup/>")
    call = provider.call(APPLICANT)

    call.start()
    call.key("1")

    assert doors.paths == [ANSWER, "/ivr/key?at=0", "/ivr/status"]
    told = [it.form.get("CallStatus") for it in doors.knocks]
    assert told == ["ringing", "in-progress", "completed"]
    assert {it.form["CallSid"] for it in doors.knocks} == {call.sid}
    assert doors.knocks[1].form["Digits"] == "1"
    assert [it.url for it in call.hops] == [doors.address + it for it in doors.paths]


def test_a_call_carries_what_the_real_company_sends(
    doors: Doors, provider: Provider
) -> None:
    doors.answers[ANSWER] = spoken("<Hangup/>")

    provider.call(APPLICANT).start()

    form = doors.knocks[0].form
    assert form["From"] == form["Caller"] == APPLICANT
    assert form["To"] == form["Called"]
    assert having(form, "Direction", "CallerCountry", "CallerCity") == {
        "Direction": "inbound",
        "CallerCountry": "CN",
        "CallerCity": "",
    }


def test_the_end_says_how_long_the_call_was(doors: Doors) -> None:
    times = iter([NINE, NINE + timedelta(seconds=61)])
    doors.answers[ANSWER] = spoken("<Hangup/>")

    Provider(doors.address, ids=numbered(), clock=times.__next__).call("+86").start()

    assert having(
        doors.knocks[-1].form,
        *("CallDuration", "Duration", "Timestamp", "SequenceNumber"),
    ) == {
        "CallDuration": "61",
        "Duration": "2",
        "Timestamp": "Mon, 02 Mar 2026 01:01:01 +0000",
        "SequenceNumber": "0",
    }


def test_how_dialling_went_is_told_with_an_id_of_its_own(
    doors: Doors, provider: Provider
) -> None:
    doors.answers[ANSWER] = spoken('<Dial action="dialled">96500</Dial>')
    doors.answers["/ivr/dialled"] = spoken("<Hangup/>")
    call = provider.call(APPLICANT, "busy")

    call.start()

    form = doors.knocks[1].form
    assert form["DialCallStatus"] == "busy"
    assert form["DialCallSid"] not in {"", call.sid}


def test_the_fallback_speaks_for_a_broken_door(
    doors: Doors, provider: Provider
) -> None:
    doors.answers[ANSWER] = BROKEN
    doors.answers[FALLBACK] = spoken("<Say>请稍后再拨</Say>")
    call = provider.call(APPLICANT)

    assert call.start() == (Say("请稍后再拨"), CallEnd("callee"))
    assert doors.knocks[1].form["ErrorUrl"] == doors.address + ANSWER
    assert call.hops[0].fault is not None


def test_a_call_nobody_can_answer_ends_with_the_reason(provider: Provider) -> None:
    call = provider.call(APPLICANT)

    (ended,) = call.start()

    assert isinstance(ended, CallEnd)
    assert ended.by == "fault"
    assert "text/html" in ended.why


def test_an_address_elsewhere_ends_the_call(doors: Doors, provider: Provider) -> None:
    doors.answers[ANSWER] = spoken("<Redirect>http://elsewhere/</Redirect>")

    (ended,) = provider.call(APPLICANT).start()

    assert isinstance(ended, CallEnd)
    assert "http://elsewhere/" in ended.why


def test_a_line_that_breaks_at_the_end_is_no_trouble_for_the_caller() -> None:
    gone = Provider(
        "http://127.0.0.1:9", ids=numbered(), clock=lambda: datetime.now(NINE.tzinfo)
    )
    call = gone.call(APPLICANT)

    assert call.hang_up() == (CallEnd("caller"),)
    assert call.hops[-1].fault is not None
