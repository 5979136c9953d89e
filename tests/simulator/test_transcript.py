"""Transcripts: written and read back, and readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import UnreadableTranscriptError
from simulator.transcript import TranscriptTurn, format_transcript, parse_transcript

# Of the characters that mean something in a transcript, many.
ENTRIES = st.text(st.sampled_from("\n ><#汉") | st.characters(exclude_characters="\r"))
TURNS = st.lists(st.builds(TranscriptTurn, ENTRIES, st.lists(ENTRIES).map(tuple))).map(
    tuple
)


@given(turns=TURNS, title=st.text())
def test_what_is_written_is_read_back(
    turns: tuple[TranscriptTurn, ...], title: str
) -> None:
    assert parse_transcript(format_transcript(turns, title)) == turns


def test_a_transcript_is_readable() -> None:
    turns = [
        TranscriptTurn("系统提示", ("请选择情形：\n1. 老号\n\n2. 未同步",)),
        TranscriptTurn("谢谢", ()),
        TranscriptTurn("2", ("请电话咨询。", "再见。")),
    ]

    assert format_transcript(turns, title="建造师\n信息") == (
        "# 建造师 信息\n"
        "> 系统提示\n"
        "< 请选择情形：\n"
        "  1. 老号\n"
        "\n"
        "  2. 未同步\n"
        "> 谢谢\n"
        "> 2\n"
        "< 请电话咨询。\n"
        "< 再见。\n"
    )


def test_comments_and_blank_lines_between_turns_mean_nothing() -> None:
    text = "# 标题\n\n> 菜单\n\n# 说明\n< 请选择\n\n\n>2\n"

    assert parse_transcript(text) == (
        TranscriptTurn("菜单", ("请选择",)),
        TranscriptTurn("2", ()),
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [("< 您好\n", 1), ("> 菜单\n您好\n", 2), ("  您好\n", 1), ("# a\n\n<\n", 3)],
)
def test_a_line_that_belongs_to_nothing_is_named(text: str, number: int) -> None:
    with pytest.raises(UnreadableTranscriptError, match=f"第{number}行"):
        parse_transcript(text)
