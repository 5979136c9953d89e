"""A call simulated key by key: what a caller would hear, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

from helpline.faq import Edition
from helpline.voice.pronunciation import to_speech
from ivr import call_flow
from ivr.position import Position

SILENCE = "s"
NOT_REACHED = "n"
"""What stands for no key at all, and for a hotline that did not answer."""

ACTIONS = call_flow.KEYS | {SILENCE, NOT_REACHED}


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """What came of one act ("" is the beginning of the call).

    `position` is where the next key is heard, None when we have hung up; `dialled`
    is the number that the caller is put through to.
    """

    act: str
    sentences: tuple[str, ...]
    position: Position | None
    dialled: str = ""


def play_call(edition: Edition, acts: str, announced: str = "") -> Iterator[PlayedStep]:
    """Play a call from its beginning, until it ends or nothing more is done."""
    start = Position(edition.number)
    greeting = call_flow.greet_caller(edition, start, announced=to_speech(announced))
    played = _parse_step("", greeting)
    yield played
    for act in acts:
        if played.position is None:
            return
        played = _parse_step(act, _answer_action(edition, played, played.position, act))
        yield played


def _answer_action(
    edition: Edition, before: PlayedStep, position: Position, act: str
) -> str:
    """Answer what is done next; who is put through can only not be reached."""
    if before.dialled or act == NOT_REACHED:
        return call_flow.answer_not_reached(edition, position)
    return call_flow.answer_key(edition, position, "" if act == SILENCE else act)


def _parse_step(act: str, markup: str) -> PlayedStep:
    """Read our own markup back, so that what is shown is what would be sent."""
    read = ET.fromstring(markup)  # noqa: S314 - we have just written it
    sentences = tuple(it.text or "" for it in read.iter("Say"))
    dial = read.find("Dial")
    waits = read.find("Gather") if dial is None else dial
    if waits is None:
        return PlayedStep(act, sentences, None)
    query = urlsplit(waits.get("action", "")).query
    number = (dial.text or "") if dial is not None else ""
    return PlayedStep(act, sentences, Position.read(dict(parse_qsl(query))), number)
