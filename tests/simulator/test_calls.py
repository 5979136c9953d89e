"""What a caller hears after each key and each silence."""

import pytest

from simulator.calls import MOST_DOCUMENTS, Call, CallEnd, DialResult, DialStatus
from simulator.twiml import Pause, Say
from tests.simulator.script import Scripted

ONE_KEY = '<Gather numDigits="1" action="key" finishOnKey=""><Say>请按键</Say></Gather>'
MANY_KEYS = '<Gather action="key"><Say>请输入</Say></Gather><Say>没有输入</Say>'
FORCED = '<Gather action="key" actionOnEmptyResult="true"/>'


def calling(when_dialled: DialStatus = "no-answer", **documents: str) -> Call:
    return Call(Scripted(documents), when_dialled)


def line(call: Call) -> Scripted:
    scripted = call._line  # noqa: SLF001  the fake that this file has put in
    assert isinstance(scripted, Scripted)
    return scripted


def digits(call: Call) -> str:
    return line(call).asked[-1][1]["Digits"]


def test_a_call_is_heard_up_to_the_first_wait() -> None:
    call = calling(answer="<Say>您好</Say><Pause/>" + ONE_KEY + "<Say>没有按键</Say>")

    assert call.start() == (Say("您好"), Pause(1), Say("请按键"))
    assert call.waiting is not None


def test_a_key_ends_a_wait_for_one() -> None:
    call = calling(answer=ONE_KEY, key="<Say>好</Say>" + ONE_KEY)
    call.start()

    assert call.key("#") == (Say("好"), Say("请按键"))
    assert digits(call) == "#"


def test_several_keys_are_gathered_until_the_finishing_one() -> None:
    call = calling(answer=MANY_KEYS, key="<Hangup/>")
    call.start()

    assert call.key("4") == call.key("2") == ()
    call.key("#")

    assert line(call).asked[-1] == (
        "key",
        {"Digits": "42", "FinishedOnKey": "#", "msg": "Gather End"},
    )


def test_silence_submits_the_keys_pressed_before() -> None:
    call = calling(answer=MANY_KEYS, key="<Hangup/>")
    call.start()
    call.key("4")

    call.silence()

    assert digits(call) == "4"


def test_silence_passes_on_to_what_follows_the_wait() -> None:
    call = calling(answer=MANY_KEYS)
    call.start()

    assert call.silence() == (Say("没有输入"), CallEnd("callee"))


def test_the_finishing_key_alone_passes_on_likewise() -> None:
    call = calling(answer=MANY_KEYS)
    call.start()

    assert call.key("#") == (Say("没有输入"), CallEnd("callee"))


@pytest.mark.parametrize("finish", [True, False])
def test_a_wait_may_ask_to_be_told_of_no_keys_at_all(*, finish: bool) -> None:
    call = calling(answer=FORCED, key="<Say>什么也没有</Say>")
    call.start()

    heard = call.key("#") if finish else call.silence()

    assert heard == (Say("什么也没有"), CallEnd("callee"))
    assert digits(call) == ""


def test_a_wait_without_an_address_asks_its_own_document_again() -> None:
    call = calling(answer='<Gather numDigits="1"><Say>请按键</Say></Gather>')
    call.start()

    assert call.key("1") == (Say("请按键"),)


def test_a_redirection_goes_on_with_another_document() -> None:
    call = calling(answer="<Redirect>key</Redirect><Say>听不到</Say>", key=ONE_KEY)

    assert call.start() == (Say("请按键"),)


@pytest.mark.parametrize("status", ["completed", "busy", "no-answer", "failed"])
def test_being_put_through_ends_as_was_agreed(status: DialStatus) -> None:
    call = calling(
        status,
        answer='<Dial action="dialled">96500</Dial>',
        dialled="<Say>再见</Say><Hangup/><Say>听不到</Say>",
    )

    assert call.start() == (DialResult("96500", status), Say("再见"), CallEnd("callee"))
    assert line(call).asked[-1] == ("dialled", {"DialCallStatus": status})


def test_being_put_through_without_an_address_goes_on_below() -> None:
    call = calling(answer="<Dial>96500</Dial><Say>再见</Say>")

    assert call.start() == (
        DialResult("96500", "no-answer"),
        Say("再见"),
        CallEnd("callee"),
    )


def test_a_document_that_cannot_be_had_ends_the_call_with_its_reason() -> None:
    call = calling(answer=ONE_KEY)
    call.start()

    assert call.key("1") == (CallEnd("fault", "没有key"),)
    assert line(call).ends == 1


def test_a_loop_is_noticed() -> None:
    call = calling(answer="<Redirect>answer</Redirect>")

    (ended,) = call.start()

    assert isinstance(ended, CallEnd)
    assert "原地跳转" in ended.why
    assert len(line(call).asked) == MOST_DOCUMENTS


def test_hanging_up_is_reported_once() -> None:
    call = calling(answer=ONE_KEY)
    call.start()

    assert call.hang_up() == (CallEnd("caller"),)
    assert call.hang_up() == ()
    assert line(call).ends == 1


def test_after_the_end_nothing_is_heard() -> None:
    call = calling(answer="<Hangup/>")

    assert call.start() == (CallEnd("callee"),)
    assert call.key("1") == call.silence() == call.hang_up() == ()
    assert line(call).ends == 1
