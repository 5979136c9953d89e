"""The two phones in a terminal."""

import io
from collections.abc import Iterable

import pytest

from simulator import terminal, transcript
from simulator.calls import Call, DialStatus
from simulator.provider import AN_APPLICANT, Provider
from simulator.transcript import TranscriptTurn
from tests.simulator.fakes import BROKEN, Doors, replied
from tests.simulator.script import Scripted

ONE_KEY = '<Gather numDigits="1" action="key" finishOnKey=""><Say>请按键</Say></Gather>'


def talked(provider: Provider, *lines: str) -> tuple[str, str]:
    out, repro = io.StringIO(), io.StringIO()
    terminal.talk(provider, lines, out, repro=repro)
    return out.getvalue(), repro.getvalue()


def dialled(
    documents: dict[str, str], keys: Iterable[str], when: DialStatus = "busy"
) -> tuple[str, str]:
    out, repro = io.StringIO(), io.StringIO()
    terminal.dial(Call(Scripted(documents), when), keys, out, repro=repro)
    return out.getvalue(), repro.getvalue()


def test_a_text_is_answered_with_its_size(doors: Doors, provider: Provider) -> None:
    doors.answers["/sms/inbound"] = replied("请选择")

    out, repro = talked(provider, "菜单\r\n", "/quit", "不会发")

    assert "答：请选择\n　　（1段 · 3单元）\n" in out
    assert transcript.parse_transcript(repro) == (TranscriptTurn("菜单", ("请选择",)),)
    assert len(doors.knocks) == 1


def test_no_reply_is_said(doors: Doors, provider: Provider) -> None:
    doors.answers["/sms/inbound"] = replied()

    assert "（没有回复）" in talked(provider, "退订")[0]


def test_a_fault_is_said_with_the_way_to_try_again(
    doors: Doors, provider: Provider
) -> None:
    doors.answers["/sms/inbound"] = BROKEN

    assert "！服务器暂时不能回答（503）（/retry 重发）" in talked(provider, "菜单")[0]


def test_a_retry_is_the_same_text_and_what_comes_of_it_is_kept(
    doors: Doors, provider: Provider
) -> None:
    doors.answers["/sms/inbound"] = BROKEN

    def lines() -> Iterable[str]:
        yield "菜单"
        doors.answers["/sms/inbound"] = replied("请选择")
        yield "/retry"

    out, repro = io.StringIO(), io.StringIO()
    terminal.talk(provider, lines(), out, repro=repro)

    texts = [it for it in doors.knocks if it.path == "/sms/inbound"]
    assert len({it.form["MessageSid"] for it in texts}) == 1
    assert transcript.parse_transcript(repro.getvalue()) == (
        TranscriptTurn("菜单", ("请选择",)),
    )


def test_there_is_nothing_to_retry_at_first(doors: Doors, provider: Provider) -> None:
    assert "还没有发过短信" in talked(provider, "/retry")[0]
    assert doors.knocks == []


def test_another_number_is_another_person_and_another_transcript(
    doors: Doors, provider: Provider
) -> None:
    doors.answers["/sms/inbound"] = replied("好")

    out, repro = talked(provider, "一", "/number +8613900139000", "二", "/number", "三")

    senders = [it.form["From"] for it in doors.knocks]
    assert senders == [AN_APPLICANT, "+8613900139000", AN_APPLICANT]
    assert "现在的号码是 +8613900139000" in out
    assert [it for it in repro.splitlines() if it[0] == "#"] == ["# 一", "# 二", "# 三"]


def test_nothing_is_written_of_a_talk_without_turns(provider: Provider) -> None:
    assert talked(provider, "/quit")[1] == ""


def test_a_transcript_is_written_only_where_one_is_wanted(
    doors: Doors, provider: Provider
) -> None:
    doors.answers["/sms/inbound"] = replied("请选择")
    out = io.StringIO()

    terminal.talk(provider, ["菜单"], out)

    assert out.getvalue().endswith("你：\n")
    assert len(doors.knocks) == 1


def test_keys_of_one_line_are_pressed_one_after_another() -> None:
    _, repro = dialled({"answer": ONE_KEY, "key": ONE_KEY}, ["1*", "#", "q"])

    assert [it.said for it in transcript.parse_transcript(repro)] == [
        *("[拨打]", "[1]", "[*]", "[#]", "[挂断]")
    ]


def test_keys_of_a_chinese_keyboard_are_keys() -> None:
    _, repro = dialled({"answer": ONE_KEY, "key": ONE_KEY}, ["１＃"])

    assert [it.said for it in transcript.parse_transcript(repro)][1:3] == ["[1]", "[#]"]


def test_a_line_without_any_key_is_said_so() -> None:
    out, repro = dialled({"answer": ONE_KEY}, ["abc"])

    assert "没有这样的键" in out
    assert len(transcript.parse_transcript(repro)) == 2


def test_an_empty_line_is_silence() -> None:
    documents = {"answer": ONE_KEY + "<Say>没有按键</Say>"}

    _, repro = dialled(documents, ["", "不会问到这里"])

    assert transcript.parse_transcript(repro) == (
        TranscriptTurn("[拨打]", ("请按键",)),
        TranscriptTurn("[ ]", ("没有按键", "[对方挂断]")),
    )


def test_keys_after_the_end_are_not_pressed() -> None:
    _, repro = dialled({"answer": ONE_KEY, "key": "<Hangup/>"}, ["123"])

    assert [it.said for it in transcript.parse_transcript(repro)] == ["[拨打]", "[1]"]


def test_the_end_of_the_input_hangs_up() -> None:
    out, repro = dialled({"answer": ONE_KEY}, [])

    assert transcript.parse_transcript(repro)[-1] == TranscriptTurn(
        "[挂断]", ("[已挂断]",)
    )
    assert "听：请按键\n" in out


def test_a_broken_call_says_why() -> None:
    assert "听：[断线：没有key]" in dialled({"answer": ONE_KEY}, ["1"])[0]


@pytest.mark.parametrize(
    ("status", "words"),
    [("completed", "接通后已挂断"), ("busy", "占线"), ("no-answer", "无人接听")],
)
def test_being_put_through_is_told(status: DialStatus, words: str) -> None:
    documents = {"answer": "<Pause/><Dial>96500</Dial>"}

    out, _ = dialled(documents, [], status)

    assert f"听：[转接 96500：{words}]" in out
