"""Whole conversations and calls, as transcripts, through the core and through HTTP.

`helpline talk --repro` and `helpline dial --repro` print new ones.
"""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from helpline.conversation.dialogue import reply
from helpline.conversation.state import ConversationState
from ivr import call_flow
from ivr.position import Position
from simulator import terminal, transcript, twiml
from simulator.calls import Call, TwimlDocument
from simulator.provider import Provider
from simulator.signed_post import Hop
from simulator.transcript import TranscriptTurn
from tests import seeded

FOLDER = Path(__file__).parent
CALLS = sorted(FOLDER.glob("call-*.txt"))
TEXTS = sorted(set(FOLDER.glob("*.txt")) - set(CALLS))

_TYPED = {transcript.SILENCE: "", transcript.HANG_UP: "q"}


def the(paths: Iterable[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda it: it.stem)


def told(path: Path) -> tuple[TranscriptTurn, ...]:
    return transcript.parse_transcript(path.read_text("utf-8"))


@the(TEXTS)
def test_a_conversation_goes_as_written_in_the_core(path: Path) -> None:
    state, turns = ConversationState(), []

    for turn in told(path):
        state, answer = reply(state, turn.said, seeded.desk(), seeded.MONDAY_MORNING)
        state = ConversationState.from_json(state.to_json())
        turns.append(TranscriptTurn(turn.said, (answer.reply,) if answer.reply else ()))

    assert transcript.format_transcript(turns) == transcript.format_transcript(
        told(path)
    )


@the(TEXTS)
def test_a_conversation_goes_as_written_over_http(
    path: Path, provider: Provider
) -> None:
    sender = f"+8613800{TEXTS.index(path):06}"

    turns = [
        TranscriptTurn(turn.said, provider.text(sender, turn.said).replies)
        for turn in told(path)
    ]

    assert transcript.format_transcript(turns) == transcript.format_transcript(
        told(path)
    )


@the(CALLS)
def test_a_call_goes_as_written_in_the_core(path: Path) -> None:
    assert dialled(Call(_Core()), path) == told(path)


@the(CALLS)
def test_a_call_goes_as_written_over_http(path: Path, provider: Provider) -> None:
    assert dialled(provider.call("+8613900139000"), path) == told(path)


def dialled(call: Call, path: Path) -> tuple[TranscriptTurn, ...]:
    placed, *acts = (turn.said for turn in told(path))
    assert placed == transcript.PLACE
    typed = [_TYPED.get(act, act[1:2]) for act in acts]
    repro = io.StringIO()

    terminal.dial(call, typed, io.StringIO(), repro=repro)

    return transcript.parse_transcript(repro.getvalue())


class _Core:
    """A telephone line straight into the core: no HTTP, no store."""

    sid = "CA" + "0" * 32
    answer_url = "answer"
    hops: tuple[Hop, ...] = ()

    def fetch(
        self, url: str, _document: str, facts: Mapping[str, str]
    ) -> TwimlDocument:
        edition = seeded.edition()
        position = Position.read(dict(parse_qsl(urlsplit(url).query)))
        if url == self.answer_url:
            markup = call_flow.greet_caller(edition, position)
        else:
            markup = call_flow.answer_key(edition, position, facts.get("Digits", ""))
        return TwimlDocument(url, twiml.parse_verbs(markup.encode()))

    def report_end(self) -> None:
        """Nobody keeps books here."""
