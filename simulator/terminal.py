"""The two phones in a terminal: lines in, lines out."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TextIO, assert_never

from helpline import sms_segments
from simulator import transcript
from simulator.calls import Call, CallEnd, CallOutput, DialResult, DialStatus
from simulator.provider import AN_APPLICANT, Exchange, Provider
from simulator.transcript import TranscriptTurn
from simulator.twiml import Pause, Say

TALK_HELP = "直接输入短信内容；/retry 重发上一条，/number +86… 换号码，/quit 结束。"
DIAL_HELP = "输入按键（0-9 * #）后回车；直接回车是不按键，q 挂断。"

_KEYS = frozenset("0123456789*#")
_OUTCOMES: dict[DialStatus, str] = {
    "completed": "接通后已挂断",
    "busy": "占线",
    "no-answer": "无人接听",
    "failed": "接不通",
}


def talk(
    provider: Provider,
    lines: Iterable[str],
    out: TextIO,
    *,
    sender: str = AN_APPLICANT,
    repro: TextIO | None = None,
) -> None:
    """Text with the helpline until `/quit` or the end of `lines`.

    What was said is written to `repro` as a transcript, one for each number used.
    """
    chat = _Chat(provider, out, sender)
    out.write(TALK_HELP + "\n")
    for line in _read_lines(lines, out, "你："):
        if line == "/quit":
            break
        if line.startswith("/number"):
            _write_transcript(repro, chat.turns)
            chat = _Chat(provider, out, line.removeprefix("/number").strip() or sender)
            out.write(f"现在的号码是 {chat.sender}\n")
        elif line == "/retry":
            chat.repeat()
        else:
            chat.say(line)
    _write_transcript(repro, chat.turns)


def dial(
    call: Call, keys: Iterable[str], out: TextIO, *, repro: TextIO | None = None
) -> None:
    """Place the call and press the keys of each line, until either side hangs up."""
    turns: list[TranscriptTurn] = []
    out.write(DIAL_HELP + "\n")
    _print_outputs(out, turns, transcript.PLACE, call.start())
    typed = _read_lines(keys, out, "按键：")
    while call.waiting is not None:
        # A Chinese keyboard may type １ and ＃.
        line = unicodedata.normalize("NFKC", next(typed, "q"))
        acts = tuple(_acts(line))
        if not acts:
            out.write("电话上没有这样的键。\n")
        for act in acts:
            if call.waiting is not None:
                _print_outputs(out, turns, act, _perform(call, act))
    _write_transcript(repro, turns)


class _Chat:
    """One number's conversation so far."""

    def __init__(self, provider: Provider, out: TextIO, sender: str) -> None:
        self.sender = sender
        self.turns: list[TranscriptTurn] = []
        self._provider = provider
        self._out = out
        self._last: tuple[str, str] | None = None

    def say(self, body: str, message_sid: str | None = None) -> None:
        done = self._provider.text(self.sender, body, message_sid)
        self._last = (body, done.message_sid)
        self.turns.append(TranscriptTurn(body, done.replies))
        self._show(done)

    def repeat(self) -> None:
        if self._last is None:
            self._out.write("还没有发过短信。\n")
        else:
            body, message_sid = self._last
            done = self._provider.text(self.sender, body, message_sid)
            self.turns[-1] = TranscriptTurn(body, done.replies)
            self._show(done)

    def _show(self, done: Exchange) -> None:
        if done.fault:
            self._out.write(f"！{done.fault}（/retry 重发）\n")
        for reply in done.replies:
            size = f"{sms_segments.segments(reply)}段 · {sms_segments.units(reply)}单元"
            self._out.write(f"答：{reply}\n　　（{size}）\n")
        if not done.replies and not done.fault:
            self._out.write("（没有回复）\n")


def _read_lines(lines: Iterable[str], out: TextIO, prompt: str) -> Iterator[str]:
    source = iter(lines)
    while True:
        out.write(prompt)
        out.flush()
        line = next(source, None)
        if line is None:
            out.write("\n")
            return
        yield line.rstrip("\r\n")


def _acts(line: str) -> Iterator[str]:
    """Each act of a typed line, as a transcript names it."""
    if not line:
        yield transcript.SILENCE
    for character in line:
        if character in _KEYS:
            yield f"[{character}]"
        elif character in "qQ":
            yield transcript.HANG_UP


def _perform(call: Call, act: str) -> tuple[CallOutput, ...]:
    match act:
        case transcript.SILENCE:
            return call.silence()
        case transcript.HANG_UP:
            return call.hang_up()
        case _:
            return call.key(act[1])


def _print_outputs(
    out: TextIO, turns: list[TranscriptTurn], act: str, heard: Iterable[CallOutput]
) -> None:
    told = tuple(sentence for it in heard if (sentence := _format_output(it)))
    turns.append(TranscriptTurn(act, told))
    out.writelines(f"听：{sentence}\n" for sentence in told)


def _format_output(call_output: CallOutput) -> str:
    match call_output:
        case Say(text):
            return text
        case Pause():
            return ""
        case DialResult(number, status):
            return f"[转接 {number}：{_OUTCOMES[status]}]"
        case CallEnd("fault", why):
            return f"[断线：{why}]"
        case CallEnd("callee"):
            return "[对方挂断]"
        case CallEnd():
            return "[已挂断]"
        case _:
            assert_never(call_output)


def _write_transcript(repro: TextIO | None, turns: list[TranscriptTurn]) -> None:
    if repro is not None and turns:
        repro.write(transcript.format_transcript(turns, title=turns[0].said))
