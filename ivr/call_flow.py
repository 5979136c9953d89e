"""The call flow: greeting, keypad input, hotline, hang-up; each answer is TwiML."""

from collections.abc import Callable
from typing import assert_never

from helpline import wording
from helpline.conversation.sent_notices import SentNotices
from helpline.faq import Edition
from helpline.voice.menu import (
    ROOT,
    HotlineRequest,
    InvalidKey,
    MenuAnswer,
    MenuList,
    MenuPath,
    NoticesRequest,
    menu_at,
    press_key,
)
from helpline.voice.pronunciation import to_speech
from ivr import script, twiml
from ivr.position import MOST_MISSES, Position

KEYS = frozenset("0123456789*#")


FetchNotices = Callable[[], SentNotices]
"""Looks up what the caller was sent; only asked at the start of the menu."""


def greet_caller(
    edition: Edition,
    position: Position,
    fetch: FetchNotices = SentNotices,
    announced: str = "",
) -> str:
    """Welcome a caller to the sections; what is `announced` comes first."""
    prompts = edition.prompts
    greeting = to_speech(prompts.with_hotline(prompts.call_greeting))
    here = menu_at(edition, position.path)
    first = (announced, greeting) if announced else (greeting,)
    return twiml.gather_key((*first, *_menu_sentences(here, fetch)), position)


def answer_key(
    edition: Edition, position: Position, digits: str, fetch: FetchNotices = SentNotices
) -> str:
    """Answer what came of waiting for a key; "" is silence."""
    if not digits:
        return _answer_missed_key(edition, position.after_silence(), fetch)
    if digits not in KEYS:  # several at once, or a word such as "hangup"
        return _answer_missed_key(edition, position.after_wrong_key(), fetch)
    step = press_key(edition, position.path, digits)
    match step:
        case InvalidKey():
            return _answer_missed_key(edition, position.after_wrong_key(), fetch)
        case HotlineRequest(path=path):
            return _dial_hotline(edition, position.after_key(path), fetch)
        case NoticesRequest(path=path):
            return _read_notices(edition, position.after_key(path), fetch())
        case MenuList() | MenuAnswer():
            return twiml.gather_key(
                _menu_sentences(step, fetch), position.after_key(step.path)
            )
    assert_never(step)


def answer_not_reached(
    edition: Edition, position: Position, fetch: FetchNotices = SentNotices
) -> str:
    """Go on after the hotline was dialled in vain: say its number instead."""
    invited = _offers_notices(position.path, fetch)
    number = script.hotline_sentences(edition.prompts, invited=invited)
    return twiml.gather_key(
        (wording.NOT_REACHED, *number), position.after_key(position.path)
    )


def say_goodbye(edition: Edition, *before: str) -> str:
    """Say goodbye and hang up."""
    prompts = edition.prompts
    return twiml.hang_up((*before, to_speech(prompts.with_hotline(prompts.goodbye))))


def _menu_sentences(
    step: MenuList | MenuAnswer, fetch: FetchNotices
) -> tuple[str, ...]:
    return script.menu_sentences(step, invited=_offers_notices(step.path, fetch))


def _offers_notices(path: MenuPath, fetch: FetchNotices) -> bool:
    """Tell whether * at this place says notices."""
    return path == ROOT and bool(fetch().latest)


def _answer_missed_key(
    edition: Edition, position: Position, fetch: FetchNotices
) -> str:
    silent = position.silent > 0
    if max(position.silent, position.wrong) >= MOST_MISSES:
        reason = wording.SILENT_GOODBYE if silent else wording.WRONG_GOODBYE
        return say_goodbye(edition, reason)
    complaint = wording.NO_KEY if silent else wording.WRONG_KEY
    here = menu_at(edition, position.path)
    return twiml.gather_key((complaint, *_menu_sentences(here, fetch)), position)


def _dial_hotline(edition: Edition, position: Position, fetch: FetchNotices) -> str:
    prompts = edition.prompts
    if not prompts.hotline_dialled:
        invited = _offers_notices(position.path, fetch)
        return twiml.gather_key(
            script.hotline_sentences(prompts, invited=invited), position
        )
    number = script.hotline_sentences(prompts)[0]
    sentences = (number, wording.PUTTING_THROUGH)
    return twiml.dial_number(sentences, prompts.hotline_dialled, position)


def _read_notices(edition: Edition, position: Position, sent: SentNotices) -> str:
    if sent.latest:
        return twiml.gather_key(script.notice_sentences(sent), position)
    return twiml.gather_key(
        script.menu_sentences(menu_at(edition, position.path)), position
    )
