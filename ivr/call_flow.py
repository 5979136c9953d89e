"""The call flow: greeting, keypad input, hotline, hang-up; each answer is TwiML."""

from collections.abc import Callable
from typing import assert_never

from helpline import wording
from helpline.conversation.sent_notices import Mailbox
from helpline.faq import Edition
from helpline.voice.menu import (
    ROOT,
    Hotline,
    Notices,
    Offer,
    Path,
    Refuse,
    Tell,
    at,
    press,
)
from helpline.voice.pronunciation import spoken
from ivr import script, twiml
from ivr.position import MOST_MISSES, Position

KEYS = frozenset("0123456789*#")


Fetch = Callable[[], Mailbox]
"""Looks up what the caller was sent; only asked at the start of the menu."""


def greet(
    edition: Edition, position: Position, fetch: Fetch = Mailbox, announced: str = ""
) -> str:
    """Welcome a caller to the sections; what is `announced` comes first."""
    prompts = edition.prompts
    greeting = spoken(prompts.said(prompts.call_greeting))
    here = at(edition, position.path)
    first = (announced, greeting) if announced else (greeting,)
    return twiml.ask((*first, *_heard(here, fetch)), position)


def answer(
    edition: Edition, position: Position, digits: str, fetch: Fetch = Mailbox
) -> str:
    """Answer what came of waiting for a key; "" is silence."""
    if not digits:
        return _missed(edition, position.missed_silent(), fetch)
    if digits not in KEYS:  # several at once, or a word such as "hangup"
        return _missed(edition, position.missed_wrong(), fetch)
    step = press(edition, position.path, digits)
    match step:
        case Refuse():
            return _missed(edition, position.missed_wrong(), fetch)
        case Hotline(path=path):
            return _hotline(edition, position.moved(path), fetch)
        case Notices(path=path):
            return _notices(edition, position.moved(path), fetch())
        case Offer() | Tell():
            return twiml.ask(_heard(step, fetch), position.moved(step.path))
    assert_never(step)


def not_reached(edition: Edition, position: Position, fetch: Fetch = Mailbox) -> str:
    """Go on after the hotline was dialled in vain: say its number instead."""
    invited = _invited(position.path, fetch)
    number = script.hotline(edition.prompts, invited=invited)
    return twiml.ask((wording.NOT_REACHED, *number), position.moved(position.path))


def farewell(edition: Edition, *before: str) -> str:
    """Say goodbye and hang up."""
    prompts = edition.prompts
    return twiml.goodbye((*before, spoken(prompts.said(prompts.goodbye))))


def _heard(step: Offer | Tell, fetch: Fetch) -> tuple[str, ...]:
    return script.heard(step, invited=_invited(step.path, fetch))


def _invited(path: Path, fetch: Fetch) -> bool:
    """Tell whether * at this place says notices."""
    return path == ROOT and bool(fetch().latest)


def _missed(edition: Edition, position: Position, fetch: Fetch) -> str:
    silent = position.silent > 0
    if max(position.silent, position.wrong) >= MOST_MISSES:
        reason = wording.SILENT_GOODBYE if silent else wording.WRONG_GOODBYE
        return farewell(edition, reason)
    complaint = wording.NO_KEY if silent else wording.WRONG_KEY
    here = at(edition, position.path)
    return twiml.ask((complaint, *_heard(here, fetch)), position)


def _hotline(edition: Edition, position: Position, fetch: Fetch) -> str:
    prompts = edition.prompts
    if not prompts.hotline_dialled:
        invited = _invited(position.path, fetch)
        return twiml.ask(script.hotline(prompts, invited=invited), position)
    number = script.hotline(prompts)[0]
    sentences = (number, wording.PUTTING_THROUGH)
    return twiml.dial(sentences, prompts.hotline_dialled, position)


def _notices(edition: Edition, position: Position, mailbox: Mailbox) -> str:
    if mailbox.latest:
        return twiml.ask(script.notices(mailbox), position)
    return twiml.ask(script.heard(at(edition, position.path)), position)
