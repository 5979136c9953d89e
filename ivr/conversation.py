"""A call's next answer: a key pressed at a position -> markup to speak."""

from typing import assert_never

from helpline import wording
from helpline.cases import Edition
from helpline.menu import Hotline, Offer, Refuse, Tell, at, press
from helpline.speech import spoken
from ivr import script, twiml
from ivr.position import MOST_MISSES, Position

KEYS = frozenset("0123456789*#")


def greet(edition: Edition, position: Position) -> str:
    """Welcome a caller to the sections."""
    prompts = edition.prompts
    here = at(edition, position.path)
    sentences = (spoken(prompts.said(prompts.call_greeting)), *script.heard(here))
    return twiml.ask(sentences, position)


def answer(edition: Edition, position: Position, digits: str) -> str:
    """Answer what came of waiting for a key; "" is silence."""
    if not digits:
        return _missed(edition, position.missed_silent())
    if digits not in KEYS:  # several at once, or a word such as "hangup"
        return _missed(edition, position.missed_wrong())
    step = press(edition, position.path, digits)
    match step:
        case Refuse():
            return _missed(edition, position.missed_wrong())
        case Hotline(path=path):
            return _hotline(edition, position.moved(path))
        case Offer() | Tell():
            return twiml.ask(script.heard(step), position.moved(step.path))
    assert_never(step)


def not_reached(edition: Edition, position: Position) -> str:
    """Go on after the hotline was dialled in vain: say its number instead."""
    sentences = (wording.NOT_REACHED, *script.hotline(edition.prompts))
    return twiml.ask(sentences, position.moved(position.path))


def farewell(edition: Edition, *before: str) -> str:
    """Say goodbye and hang up."""
    prompts = edition.prompts
    return twiml.goodbye((*before, spoken(prompts.said(prompts.goodbye))))


def _missed(edition: Edition, position: Position) -> str:
    silent = position.silent > 0
    if max(position.silent, position.wrong) >= MOST_MISSES:
        reason = wording.SILENT_GOODBYE if silent else wording.WRONG_GOODBYE
        return farewell(edition, reason)
    complaint = wording.NO_KEY if silent else wording.WRONG_KEY
    here = at(edition, position.path)
    return twiml.ask((complaint, *script.heard(here)), position)


def _hotline(edition: Edition, position: Position) -> str:
    prompts = edition.prompts
    if not prompts.hotline_dialled:
        return twiml.ask(script.hotline(prompts), position)
    number = script.hotline(prompts)[0]
    sentences = (number, wording.PUTTING_THROUGH)
    return twiml.dial(sentences, prompts.hotline_dialled, position)
