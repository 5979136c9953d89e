"""A call simulated key by key: what a caller would hear, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

from helpline.faq import Edition
from helpline.voice.pronunciation import spoken
from ivr import call_flow
from ivr.position import Position

SILENCE = "s"
NOT_REACHED = "n"
"""What stands for no key at all, and for a hotline that did not answer."""

ACTS = call_flow.KEYS | {SILENCE, NOT_REACHED}


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one act ("" is the beginning of the call).

    `position` is where the next key is heard, None when we have hung up; `dialled`
    is the number that the caller is put through to.
    """

    act: str
    sentences: tuple[str, ...]
    position: Position | None
    dialled: str = ""


def play(edition: Edition, acts: str, announced: str = "") -> Iterator[Played]:
    """Play a call from its beginning, until it ends or nothing more is done."""
    start = Position(edition.number)
    greeting = call_flow.greet(edition, start, announced=spoken(announced))
    played = _played("", greeting)
    yield played
    for act in acts:
        if played.position is None:
            return
        played = _played(act, _answer(edition, played, played.position, act))
        yield played


def _answer(edition: Edition, before: Played, position: Position, act: str) -> str:
    """Answer what is done next; who is put through can only not be reached."""
    if before.dialled or act == NOT_REACHED:
        return call_flow.not_reached(edition, position)
    return call_flow.answer(edition, position, "" if act == SILENCE else act)


def _played(act: str, markup: str) -> Played:
    """Read our own markup back, so that what is shown is what would be sent."""
    read = ET.fromstring(markup)  # noqa: S314 - we have just written it
    sentences = tuple(it.text or "" for it in read.iter("Say"))
    dial = read.find("Dial")
    waits = read.find("Gather") if dial is None else dial
    if waits is None:
        return Played(act, sentences, None)
    query = urlsplit(waits.get("action", "")).query
    number = (dial.text or "") if dial is not None else ""
    return Played(act, sentences, Position.read(dict(parse_qsl(query))), number)
