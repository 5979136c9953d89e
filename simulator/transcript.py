"""Conversations as text files a person can read, and a test can run.

    # 标题
    > 系统提示未获取到建造师信息
    < 请选择情形：
      1. 身份证号是老号
      2. 数据未同步
    > 2
    < 请电话咨询…

`>` is what the applicant did, each `<` one thing that came back; further lines of
either are indented by two spaces. Lines that begin with `#`, and blank lines
between turns, mean nothing. In a call the acts are `[拨打]`, a key such as `[1]`,
`[ ]` for silence, and `[挂断]`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.errors import UnreadableTranscriptError

PLACE, SILENCE, HANG_UP = "[拨打]", "[ ]", "[挂断]"


@dataclass(frozen=True, slots=True)
class TranscriptTurn:
    """What the applicant did, and everything that came back for it."""

    said: str
    heard: tuple[str, ...]


def format_transcript(turns: Iterable[TranscriptTurn], title: str = "") -> str:
    """Write turns so that `parse_transcript` gives the same ones back."""
    head = ["# " + " ".join(title.split())] if title else []
    lines = [line for turn in turns for line in _turn_lines(turn)]
    return "".join(line + "\n" for line in head + lines)


def parse_transcript(text: str) -> tuple[TranscriptTurn, ...]:
    """Read the turns of a transcript; raise `UnreadableTranscriptError` naming a line."""
    turns: list[tuple[str, list[str]]] = []
    for mark, entry in _entries(text):
        if mark == ">":
            turns.append((entry, []))
        else:
            turns[-1][1].append(entry)
    return tuple(TranscriptTurn(said, tuple(heard)) for said, heard in turns)


def _turn_lines(turn: TranscriptTurn) -> Iterator[str]:
    yield from _entry_lines(">", turn.said)
    for heard in turn.heard:
        yield from _entry_lines("<", heard)


def _entry_lines(mark: str, entry: str) -> Iterator[str]:
    first, *others = entry.split("\n")
    yield f"{mark} {first}"
    last = max((at for at, line in enumerate(others) if line), default=-1)
    for at, line in enumerate(others):
        # Only blank lines at the very end need their spaces to be seen.
        yield "  " + line if line or at > last else ""


def _entries(text: str) -> Iterator[tuple[str, str]]:
    mark, lines, blanks = "", [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("  ") and mark:
            lines += [""] * blanks + [line[2:]]
            blanks = 0
        elif line[:1] in {">", "<"}:
            if mark:
                yield mark, "\n".join(lines)
            elif line[0] == "<":
                raise UnreadableTranscriptError(f"第{number}行：回复前没有来信")
            mark, lines, blanks = line[0], [line[1:].removeprefix(" ")], 0
        elif line == "":
            blanks += 1
        elif not line.startswith("#"):
            raise UnreadableTranscriptError(f"第{number}行：“{line}”不属于任何一轮")
    if mark:
        yield mark, "\n".join(lines)
